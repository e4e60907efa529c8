/**
 * Every event has a poster, drawn from its number: a grid of simple shapes in its category's three colours.
 * The same number always gives the same poster.
 */

type Shape = 'disc' | 'ring' | 'half' | 'quarter' | 'wedge' | 'bars' | 'arch' | 'block' | 'dots'

interface Style {
  ground: string
  first: string
  second: string
  shapes: readonly [Shape, Shape, Shape]
}

const PLAIN: Style = { ground: '#e9e2d2', first: '#1b1916', second: '#cf4127', shapes: ['quarter', 'block', 'bars'] }

const STYLES: Record<string, Style> = {
  music: { ground: '#1f3560', first: '#f1c550', second: '#e9e2d2', shapes: ['ring', 'half', 'bars'] },
  theatre: { ground: '#8a2231', first: '#f3dcc8', second: '#e8704f', shapes: ['arch', 'bars', 'half'] },
  film: { ground: '#17332d', first: '#dbe5cc', second: '#e2a640', shapes: ['disc', 'block', 'ring'] },
  dance: { ground: '#c4507a', first: '#fbe5e3', second: '#3c2148', shapes: ['quarter', 'half', 'quarter'] },
  exhibition: PLAIN,
  talks: { ground: '#2c685b', first: '#f3e8cd', second: '#f0b445', shapes: ['quarter', 'disc', 'arch'] },
  food: { ground: '#e0a233', first: '#78271a', second: '#fff3da', shapes: ['disc', 'half', 'dots'] },
  family: { ground: '#3a7f9d', first: '#ffe08c', second: '#f5f2e9', shapes: ['wedge', 'disc', 'dots'] },
  walks: { ground: '#5c7839', first: '#e9eeca', second: '#26361f', shapes: ['wedge', 'bars', 'quarter'] },
  night: { ground: '#191630', first: '#7a68ff', second: '#ff77ad', shapes: ['disc', 'dots', 'half'] },
}

const COLUMNS = 4
const ROWS = 5
const CELL = 20

/** Numbers from 0 to 1 that depend on nothing but the seed. */
function numbers(seed: number) {
  let state = (seed * 2654435761) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}

interface PosterProps {
  id: number
  category: string
  /** The file that somebody uploaded instead. */
  file?: string | null
}

export function Poster({ id, category, file }: PosterProps) {
  if (file) return <img className="poster" src={`/posters/${file}`} alt="" width="400" height="500" loading="lazy" />
  const style = STYLES[category] ?? PLAIN
  const random = numbers(id + 17)
  const below = (bound: number) => Math.floor(random() * bound)
  const shape = () => style.shapes[below(3)] ?? 'disc'
  const colour = () => (random() < 0.62 ? style.first : style.second)

  // One large figure sets the tone; small ones fill part of what it leaves free.
  const size = 2 + below(2)
  const left = below(COLUMNS - size + 1)
  const top = below(ROWS - size + 1)
  const large = <Figure shape={style.shapes[0]} x={left} y={top} size={size} turn={below(4)} colour={colour()} />
  const small = []
  for (let y = 0; y < ROWS; y++) {
    for (let x = 0; x < COLUMNS; x++) {
      const covered = x >= left && x < left + size && y >= top && y < top + size
      if (covered || random() < 0.34) continue
      small.push(<Figure key={`${x}-${y}`} shape={shape()} x={x} y={y} size={1} turn={below(4)} colour={colour()} />)
    }
  }
  return (
    <svg className="poster" viewBox="0 0 80 100" aria-hidden="true" focusable="false">
      <rect width="80" height="100" fill={style.ground} />
      {large}
      {small}
    </svg>
  )
}

/** The small square that stands for a category in lists and filters. */
export function Swatch({ category }: { category: string }) {
  const style = STYLES[category] ?? PLAIN
  return (
    <svg className="swatch" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <rect width="20" height="20" fill={style.ground} />
      <Figure shape={style.shapes[0]} x={0} y={0} size={1} turn={0} colour={style.first} />
    </svg>
  )
}

interface FigureProps {
  shape: Shape
  x: number
  y: number
  size: number
  turn: number
  colour: string
}

function Figure({ shape, x, y, size, turn, colour }: FigureProps) {
  const place = `translate(${x * CELL} ${y * CELL}) scale(${size}) rotate(${turn * 90} 10 10)`
  return (
    <g transform={place} fill={colour}>
      {draw(shape, colour)}
    </g>
  )
}

/** Each shape fills a square of 20 by 20. */
function draw(shape: Shape, colour: string) {
  switch (shape) {
    case 'disc':
      return <circle cx="10" cy="10" r="10" />
    case 'ring':
      return (
        <g fill="none" stroke={colour} strokeWidth="2.2">
          <circle cx="10" cy="10" r="8.9" />
          <circle cx="10" cy="10" r="5" />
          <circle cx="10" cy="10" r="1.2" />
        </g>
      )
    case 'half':
      return <path d="M0 10a10 10 0 0 1 20 0z" />
    case 'quarter':
      return <path d="M0 0h20A20 20 0 0 1 0 20z" />
    case 'wedge':
      return <path d="M0 0h20L0 20z" />
    case 'bars':
      return <path d="M0 0h3v20H0zM5.7 0h3v20h-3zM11.4 0h3v20h-3zM17 0h3v20h-3z" />
    case 'arch':
      return <path d="M0 20V10a10 10 0 0 1 20 0v10h-5V10a5 5 0 0 0-10 0v10z" />
    case 'block':
      return <path d="M0 0h20v20H0z" />
    case 'dots':
      return (
        <>
          <circle cx="5" cy="5" r="3" />
          <circle cx="15" cy="5" r="3" />
          <circle cx="5" cy="15" r="3" />
          <circle cx="15" cy="15" r="3" />
        </>
      )
  }
}
