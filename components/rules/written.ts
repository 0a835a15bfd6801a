/** Limits and durations as people write them in a rule, and back. Pure. */
import type { Formats, FormatUnit } from '@/lib/i18n/format'

/** What a number of a rule is: a metric's own unit, a change against the usual, or spreads of a band. */
export type NumberKind = FormatUnit | 'change' | 'spread'

/** `1:15` · `85%` · `+50%` · `3×` · `20`. */
export function writeNumber(kind: NumberKind, value: number, f: Formats): string {
  switch (kind) {
    case 'seconds':
      return f.duration(value)
    case 'share':
      return `${trim(value * 100)}%`
    case 'change':
      return f.relative(value)
    case 'spread':
      return `${trim(value)}×`
    case 'score':
      return value.toFixed(2)
    default:
      return trim(value)
  }
}

const trim = (value: number): string => String(Math.round(value * 100) / 100)

/** The number somebody wrote, or null. Shares and changes are per cent with or without the sign. */
export function readNumber(kind: NumberKind, text: string): number | null {
  const written = text.trim().replace('−', '-').replace('：', ':').replaceAll(',', '')
  if (written === '') return null
  if (kind === 'seconds') return readDuration(written)
  const bare = written.replace(/[%×xX点分人]|pts/g, '').trim()
  const value = Number(bare)
  if (bare === '' || !Number.isFinite(value)) return null
  return kind === 'share' || kind === 'change' ? value / 100 : value
}

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(天|d|days?)/i, 86_400],
  [/^(小时|时|h|hours?)/i, 3_600],
  [/^(分钟|分|m|min|minutes?)/i, 60],
  [/^(秒钟|秒|s|sec|seconds?)/i, 1],
]

/** Seconds of `1:15`, `1:02:00`, `90`, `3 分钟`, `2 小时 30 分`, `2h`; null where it is none. */
export function readDuration(text: string): number | null {
  const clock = /^(\d+):(\d{1,2})(?::(\d{1,2}))?$/.exec(text.trim())
  if (clock) {
    const [first = 0, second = 0, third] = clock
      .slice(1)
      .map((part) => (part === undefined ? undefined : Number(part)))
    return third === undefined ? first * 60 + second : first * 3_600 + second * 60 + third
  }
  if (/^\d+(\.\d+)?$/.test(text.trim())) return Number(text)
  let rest = text.trim()
  let sum = 0
  while (rest !== '') {
    const number = /^(\d+(?:\.\d+)?)\s*/.exec(rest)
    if (!number) return null
    rest = rest.slice(number[0].length)
    const unit = UNITS.find(([pattern]) => pattern.test(rest))
    if (!unit) return null
    sum += Number(number[1]) * unit[1]
    rest = rest.replace(unit[0], '').trim()
  }
  return sum
}
