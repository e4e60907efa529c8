/**
 * How dates, prices and numbers are written. Times are local to the city, so no time zone is applied. Dates have words of
 * our own: browsers and Node.js disagree on their commas, and a page must read the same on both sides.
 */

const language = 'en-GB'

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const formats = {
  euro: new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR', trailingZeroDisplay: 'stripIfInteger' }),
  millions: new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR', notation: 'compact', maximumSignificantDigits: 3 }),
  number: new Intl.NumberFormat(language),
}

const date = (startsAt: string) => new Date(`${startsAt}Z`)
const longWeekday = (startsAt: string) => WEEKDAYS[date(startsAt).getUTCDay()] ?? ''
const longMonth = (startsAt: string) => MONTHS[date(startsAt).getUTCMonth()] ?? ''

export const day = (startsAt: string) => startsAt.slice(0, 10)
export const dayNumber = (startsAt: string) => String(date(startsAt).getUTCDate())
export const weekday = (startsAt: string) => longWeekday(startsAt).slice(0, 3)
export const month = (startsAt: string) => longMonth(startsAt).slice(0, 3)
export const longDate = (startsAt: string) => `${longWeekday(startsAt)}, ${dayNumber(startsAt)} ${monthYear(startsAt.slice(0, 7))}`
export const monthYear = (yearMonth: string) => `${longMonth(`${yearMonth}-01T00:00`)} ${yearMonth.slice(0, 4)}`
export const time = (startsAt: string) => startsAt.slice(11, 16)
export const number = (value: number) => formats.number.format(value)
export const euro = (cents: number) => (cents === 0 ? 'Free' : formats.euro.format(cents / 100))
export const compactEuro = (cents: number) => formats.millions.format(cents / 100)

/** As it stands in a field: `12.50`. */
export const plainEuro = (cents: number) => (cents / 100).toFixed(cents % 100 === 0 ? 0 : 2)

export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

export function ago(minutes: number): string {
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? `${hours} h ago` : `${Math.floor(hours / 24)} d ago`
}

export function bytes(size: number): string {
  return size < 1000 ? `${size} B` : `${(size / 1000).toFixed(1)} kB`
}

export const plural = (count: number, one: string, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`
