/** Durations as people type them into settings. Pure. */

const UNITS: readonly { readonly names: RegExp; readonly seconds: number }[] = [
  { names: /^(?:d|day|days|天|日)$/i, seconds: 86_400 },
  { names: /^(?:h|hour|hours|时|小时|个小时)$/i, seconds: 3_600 },
  { names: /^(?:m|min|mins|minute|minutes|分|分钟)$/i, seconds: 60 },
  { names: /^(?:s|sec|secs|second|seconds|秒|秒钟)?$/i, seconds: 1 },
]

/** Seconds of `3分20秒`, `1小时30分`, `90`, `90s`, `3m20s`, `3:20`, `1:30:00`; null where it cannot be read. */
export function parseDuration(text: string): number | null {
  const plain = text.trim().replace(/\s+/g, '')
  if (plain === '' || /\d\s+\d/.test(text)) return null
  const clock = /^(\d+)[:：](\d{1,2})(?:[:：](\d{1,2}))?$/.exec(plain)
  if (clock !== null) {
    const [, first = '', second = '', third] = clock
    if (Number(second) > 59 || Number(third ?? 0) > 59) return null
    return third === undefined
      ? Number(first) * 60 + Number(second)
      : Number(first) * 3_600 + Number(second) * 60 + Number(third)
  }
  const parts = [...plain.matchAll(/(\d+(?:\.\d+)?)([^\d.]*)/g)]
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== plain) return null
  let sum = 0
  let smallest = Number.POSITIVE_INFINITY
  for (const [index, [, amount = '', word = '']] of parts.entries()) {
    const unit = UNITS.find(({ names }) => names.test(word))
    // 3分20 leaves its last unit out; anywhere else a number without one is not understood.
    if (unit === undefined || unit.seconds >= smallest || (word === '' && index > 0 && smallest !== 60))
      return null
    smallest = unit.seconds
    sum += Number(amount) * unit.seconds
  }
  return Math.round(sum)
}

/** Whole seconds as `parseDuration` reads them: 3分20秒 · 3m20s; 0 = 0秒. */
export function durationText(seconds: number, locale: 'zh' | 'en'): string {
  const words = locale === 'zh' ? ['天', '小时', '分', '秒'] : ['d', 'h', 'm', 's']
  let left = Math.round(seconds)
  const parts = [86_400, 3_600, 60, 1].flatMap((size, i) => {
    const count = Math.floor(left / size)
    left -= count * size
    return count === 0 ? [] : [`${count}${words[i]}`]
  })
  return parts.length === 0 ? `0${words[3]}` : parts.join('')
}
