/** Words for what a cell or a bar narrowed a list to. Pure. */
import { type Formats, RANGE, weekdayNames } from '@/lib/i18n/format'
import { NARROWINGS, type Narrowing } from './view-state'

export interface NarrowingText {
  readonly key: (typeof NARROWINGS)[number]
  readonly name: string
  readonly text: string
}

type Key = (typeof NARROWINGS)[number]
type Words = (key: `narrow.${Key}`) => string

/** One entry for each narrowing that is set, in a fixed order. */
export function narrowingTexts(
  narrow: Narrowing | undefined,
  f: Pick<Formats, 'locale' | 'list'>,
  t: Words,
): readonly NarrowingText[] {
  if (narrow === undefined) return []
  const days = weekdayNames(f.locale)
  return NARROWINGS.flatMap((key): NarrowingText[] => {
    const raw = narrow[key]
    if (raw === undefined || raw === '') return []
    const parts = raw.split(',')
    const text =
      key === 'weekday'
        ? f.list(parts.map((day) => days[Number(day) - 1] ?? day))
        : key === 'hour'
          ? f.list(parts.map((hour) => `${hour}:00${RANGE}${Number(hour) + 1}:00`))
          : key === 'min'
            ? `≥ ${raw}`
            : key === 'max'
              ? `< ${raw}`
              : f.list(parts)
    return [{ key, name: t(`narrow.${key}`), text }]
  })
}
