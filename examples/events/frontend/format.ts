/** How dates, prices and numbers are written. Times are local to the city, so no time zone is applied. */

const language = 'en-GB'

const formats = {
  weekday: new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' }),
  monthYear: new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
  long: new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
  euro: new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR', trailingZeroDisplay: 'stripIfInteger' }),
  millions: new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR', notation: 'compact', maximumSignificantDigits: 3 }),
  number: new Intl.NumberFormat(language),
}

const date = (startsAt: string) => new Date(`${startsAt}Z`)

export const day = (startsAt: string) => startsAt.slice(0, 10)
export const dayNumber = (startsAt: string) => String(date(startsAt).getUTCDate())
export const weekday = (startsAt: string) => formats.weekday.format(date(startsAt))
export const month = (startsAt: string) => formats.month.format(date(startsAt))
export const longDate = (startsAt: string) => formats.long.format(date(startsAt))
export const monthYear = (yearMonth: string) => formats.monthYear.format(new Date(`${yearMonth}-01T00:00Z`))
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
