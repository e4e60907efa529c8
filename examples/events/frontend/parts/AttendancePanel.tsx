import { Deferred } from '@inertiajs/react'
import { monthYear, number } from '../format'
import type { Attendance } from '../types'
import { Panel, Waiting } from './Panel'
import { Travel } from './Travel'

export function AttendancePanel({ attendance }: { attendance: Attendance | undefined }) {
  return (
    <Panel title="How full the houses are" size="chart" travel={<Travel kind="defer" prop="stats" />}>
      <Deferred data="attendance" fallback={<Waiting label="Counting seats" rows={1} />}>
        {attendance && <Chart attendance={attendance} />}
      </Deferred>
    </Panel>
  )
}

/** Two years, month by month: the seats there are, and those that are sold. */
function Chart({ attendance: { sold, capacity, months } }: { attendance: Attendance }) {
  const most = Math.max(...months.map((month) => month.capacity), 1)
  const first = months[0]
  const last = months.at(-1)
  const percent = Math.round((100 * sold) / Math.max(capacity, 1))
  return (
    <figure className="chart">
      <p className="figure">
        {percent}
        <small> % sold</small>
      </p>
      <svg viewBox={`0 0 ${months.length * 10 - 3} 60`} preserveAspectRatio="none" role="img" aria-label={`${number(sold)} of ${number(capacity)} seats sold`}>
        {months.map((month, at) => (
          <g key={month.label}>
            <title>{`${monthYear(month.label)}: ${number(month.sold)} of ${number(month.capacity)} seats`}</title>
            <rect className="chart-seats" x={at * 10} width="7" y={60 - (60 * month.capacity) / most} height={(60 * month.capacity) / most} />
            <rect className="chart-sold" x={at * 10} width="7" y={60 - (60 * month.sold) / most} height={(60 * month.sold) / most} />
          </g>
        ))}
      </svg>
      <figcaption>
        <span>{first && monthYear(first.label)}</span>
        <span>{last && monthYear(last.label)}</span>
      </figcaption>
    </figure>
  )
}
