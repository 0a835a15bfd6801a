/**
 * How large the wall's letters must be, from the screen's diagonal and the farthest seat. Pure.
 * Sizes are px on a canvas of 1080 lines; on an upright screen its width has 1080.
 */

export const DENSITIES = ['far', 'middle', 'near'] as const
/** How far away the wall is read from; sets the size of its letters and the number of its rows. */
export type Density = (typeof DENSITIES)[number]

/** px at 1080 lines; `rows` is how many a zone holds. */
export const DENSITY_SIZES: Readonly<
  Record<
    Density,
    {
      readonly value: number
      readonly second: number
      readonly label: number
      readonly row: number
      readonly caption: number
      readonly countdown: number
      readonly rows: number
    }
  >
> = {
  far: { value: 132, second: 66, label: 40, row: 36, caption: 30, countdown: 60, rows: 6 },
  middle: { value: 96, second: 48, label: 30, row: 27, caption: 22, countdown: 43, rows: 8 },
  near: { value: 64, second: 34, label: 20, row: 18, caption: 16, countdown: 30, rows: 10 },
}

const LINES = 1080
const MM_PER_INCH = 25.4
/** Height of 16:9 by its diagonal. */
const HEIGHT_SHARE = 9 / Math.hypot(16, 9)
/** What an eye reads without effort, in minutes of arc: digits are simpler than 汉字. */
const DIGIT_ARC = 20
const HANZI_ARC = 22
/** Part of the type size that a digit and a 汉字 fill. */
const DIGIT_HEIGHT = 0.727
const HANZI_HEIGHT = 0.93

export interface Legibility {
  /** what to set: the nearest density whose letters are large enough, or `far` where none is */
  readonly density: Density
  /** smallest type size for digits and for 汉字 that the farthest seat reads, px at 1080 lines */
  readonly digits: number
  readonly hanzi: number
  /** true = even `far` is too small for that seat */
  readonly tooSmall: boolean
  /** the farthest seat at which `far` can still be read, metres to one decimal, rounded down */
  readonly farthestMetres: number
  /** the smallest diagonal on which `far` can be read from that seat, whole inches */
  readonly inchesNeeded: number
}

/** px at 1080 lines of something that fills `arc` minutes seen from `metres` on a 16:9 screen of `inches`. */
function sizeOf(arc: number, share: number, inches: number, metres: number): number {
  const mm = metres * 1000 * Math.tan((arc / 60 / 180) * Math.PI)
  const mmPerPx = (inches * MM_PER_INCH * HEIGHT_SHARE) / LINES
  return mm / mmPerPx / share
}

/**
 * The letters a screen needs. `inches` is the diagonal of a 16:9 screen, `metres` the distance of the farthest seat;
 * both above 0, else it throws a RangeError.
 */
export function legibility(inches: number, metres: number): Legibility {
  if (!(inches > 0) || !(metres > 0)) throw new RangeError('inches and metres must be above 0')
  const digits = sizeOf(DIGIT_ARC, DIGIT_HEIGHT, inches, metres)
  const hanzi = sizeOf(HANZI_ARC, HANZI_HEIGHT, inches, metres)
  // What must be read from the last seat: the second figures and the names of the tiles.
  const fits = (density: Density) =>
    DENSITY_SIZES[density].second >= digits && DENSITY_SIZES[density].label >= hanzi
  const nearest = DENSITIES.findLast(fits)
  const room = Math.min(DENSITY_SIZES.far.second / digits, DENSITY_SIZES.far.label / hanzi)
  return {
    density: nearest ?? 'far',
    digits: Math.ceil(digits),
    hanzi: Math.ceil(hanzi),
    tooSmall: nearest === undefined,
    farthestMetres: Math.floor(metres * room * 10) / 10,
    inchesNeeded: Math.ceil(inches / room),
  }
}

/** The density in force: as set, else from the screen and its farthest seat, else `middle`. */
export function densityOf(set: {
  readonly density: Density | null
  readonly inches: number | null
  readonly metres: number | null
}): Density {
  if (set.density !== null) return set.density
  if (set.inches !== null && set.metres !== null && set.inches > 0 && set.metres > 0) {
    return legibility(set.inches, set.metres).density
  }
  return 'middle'
}
