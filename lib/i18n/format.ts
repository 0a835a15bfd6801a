/**
 * How numbers, durations, shares, changes, ages and dates are written, in both languages. Pure.
 * Minus is "−", a range "–", and what does not exist is "—"; a missing number is never 0.
 * Durations arrive in seconds, shares as fractions 0–1, instants as epoch milliseconds or RFC 3339.
 */
import { type Locale, languageTag } from './locale'

export const MINUS = '−'
export const RANGE = '–'
export const NONE = '—'

export type FormatUnit = 'count' | 'seconds' | 'share' | 'score' | 'points' | 'people' | 'money'

/** Digits and the unit that stands behind them in smaller type. */
export interface Figure {
  readonly digits: string
  readonly unit: string
}

type Moment = number | string | Date
type Maybe = number | null | undefined
export type Interval = readonly [number, number]

export interface Formats {
  readonly locale: Locale
  readonly zone: string
  /** Cells: 1:48 · 3 小时 5 分 · 2 天 4 小时. */
  duration(seconds: Maybe): string
  /** h:mm:ss where hours matter to the second, else m:ss. */
  clock(seconds: Maybe): string
  /** Sentences: 1 分 48 秒 · 45 秒. */
  durationWords(seconds: Maybe): string
  /** Time left, to the second under a day; over the limit as +1:38. */
  countdown(secondsLeft: number): string
  count(value: Maybe): string
  /** Always every digit: 123,456. */
  integer(value: Maybe): string
  share(value: Maybe, interval?: Interval | null): string
  money(value: Maybe): string
  /** A figure by its unit, digits and unit apart. */
  figure(unit: FormatUnit, value: Maybe, interval?: Interval | null): Figure
  /** The same in one string. */
  value(unit: FormatUnit, value: Maybe, interval?: Interval | null): string
  /** ↑ 0:17 · ↓ 2.1 点 · 持平. `decimals` are those the share itself is shown with. */
  change(unit: FormatUnit, delta: Maybe, decimals?: number): string
  /** +120% · −3% · 持平. */
  relative(ratio: Maybe): string
  n(value: Maybe): string
  interval(unit: FormatUnit, interval: Interval, value?: number | null): string
  target(op: '<=' | '>=', unit: FormatUnit, value: number): string
  /** 刚刚 · 8 秒前 · 12 分钟前. */
  age(seconds: Maybe): string
  /** How long something has lasted, short: 12 分钟. */
  span(seconds: Maybe): string
  /** 停在 14:25. */
  stopped(at: Moment): string
  time(at: Moment): string
  timeSeconds(at: Moment): string
  /** 11月20日 · 20 Nov. */
  day(at: Moment): string
  weekday(at: Moment): string
  /** Written out, for sentences: 周五 · Friday. */
  weekdayLong(at: Moment): string
  /** 11月20日 周五 · Fri 20 Nov. */
  date(at: Moment): string
  /** 11月20日 周五 14:37 · Fri 20 Nov 14:37. */
  dateTime(at: Moment): string
  /** 2026年11月 · November 2026. */
  month(at: Moment): string
  /** Month and day as an axis writes them: 11/20. */
  axisDay(at: Moment): string
  /** A period; `to` is outside it, so a period that ends at midnight ends the day before. */
  period(from: Moment, to: Moment): string
  list(values: readonly string[]): string
}

const WEEKDAYS = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const
const WEEKDAYS_LONG = {
  zh: WEEKDAYS.zh,
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const
const MONTHS_EN = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const

const MONTHS_LONG_EN = [
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
] as const

const WORDS = {
  zh: {
    now: '刚刚',
    flat: '持平',
    point: '点',
    people: '人',
    stopped: '停在',
    second: '秒',
    minute: '分',
    minutes: '分钟',
    hour: '小时',
    day: '天',
    ago: '前',
  },
  en: {
    now: 'now',
    flat: 'flat',
    point: 'pts',
    people: '',
    stopped: 'last',
    second: 's',
    minute: 'min',
    minutes: 'min',
    hour: 'h',
    day: 'd',
    ago: ' ago',
  },
} as const

/** Weekday names from Monday, as heat maps list them. */
export function weekdayNames(locale: Locale): readonly string[] {
  const names = WEEKDAYS[locale]
  return [...names.slice(1), names[0]]
}

/** Decimals a share is shown with: two below 1 %, one when its interval's half-width is under 1.5 points. */
export function shareDecimals(value: number, interval?: Interval | null): number {
  if (value > 0 && value < 0.01) return 2
  if (interval && (interval[1] - interval[0]) / 2 < 0.015) return 1
  return 0
}

function exists(value: Maybe): value is number {
  return value !== null && value !== undefined && Number.isFinite(value)
}

function signed(value: number, text: string): string {
  return value < 0 ? `${MINUS}${text}` : text
}

function grouped(value: number, decimals = 0): string {
  const fixed = Math.abs(value).toFixed(decimals)
  const [whole = '0', fraction] = fixed.split('.')
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const text = fraction ? `${digits}.${fraction}` : digits
  return signed(Number(fixed) === 0 ? 0 : value, text)
}

const two = (value: number): string => String(value).padStart(2, '0')

function clockText(total: number): string {
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  const seconds = total % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

interface Parts {
  year: number
  month: number
  day: number
  weekday: number
  hour: number
  minute: number
  second: number
}

function partsReader(zone: string): (at: Moment) => Parts {
  const reader = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (at) => {
    const found: Record<string, string> = {}
    for (const part of reader.formatToParts(at instanceof Date ? at : new Date(at))) {
      found[part.type] = part.value
    }
    return {
      year: Number(found.year),
      month: Number(found.month),
      day: Number(found.day),
      weekday: WEEKDAYS.en.findIndex((name) => found.weekday?.startsWith(name)),
      hour: Number(found.hour),
      minute: Number(found.minute),
      second: Number(found.second),
    }
  }
}

function build(locale: Locale, zone: string): Formats {
  const words = WORDS[locale]
  const zh = locale === 'zh'
  const read = partsReader(zone)

  const longDuration = (total: number): string => {
    const days = Math.floor(total / 86_400)
    const hours = Math.floor((total % 86_400) / 3600)
    const minutes = Math.floor((total % 3600) / 60)
    if (days > 0) {
      return hours > 0 ? `${days} ${words.day} ${hours} ${words.hour}` : `${days} ${words.day}`
    }
    if (!zh) return `${hours} h ${two(minutes)} m`
    return minutes > 0 ? `${hours} 小时 ${minutes} 分` : `${hours} 小时`
  }

  const duration = (seconds: Maybe): string => {
    if (!exists(seconds)) return NONE
    const total = Math.round(Math.abs(seconds))
    return signed(total === 0 ? 0 : seconds, total < 3600 ? clockText(total) : longDuration(total))
  }

  const durationWords = (seconds: Maybe): string => {
    if (!exists(seconds)) return NONE
    const total = Math.round(Math.abs(seconds))
    if (total >= 3600) return signed(seconds, longDuration(total))
    const minutes = Math.floor(total / 60)
    const rest = total % 60
    const parts: string[] = []
    if (minutes > 0) parts.push(`${minutes} ${words.minute}`)
    if (rest > 0 || minutes === 0) parts.push(`${rest} ${words.second}`)
    return signed(total === 0 ? 0 : seconds, parts.join(' '))
  }

  const count = (value: Maybe): string => {
    if (!exists(value)) return NONE
    const size = Math.abs(value)
    if (size < 100_000) return grouped(value)
    if (zh) {
      if (size >= 99_995_000) return `${grouped(value / 100_000_000, 1)} 亿`
      return `${grouped(value / 10_000, size < 1_000_000 ? 1 : 0)} 万`
    }
    if (size >= 999_500) return `${grouped(value / 1_000_000, 1)}M`
    return `${grouped(value / 1000)}K`
  }

  const shareText = (value: number, decimals: number): string => grouped(value * 100, decimals)

  const figure = (unit: FormatUnit, value: Maybe, interval?: Interval | null): Figure => {
    if (!exists(value)) return { digits: NONE, unit: '' }
    switch (unit) {
      case 'seconds':
        return { digits: duration(value), unit: '' }
      case 'share':
        return { digits: shareText(value, shareDecimals(value, interval)), unit: '%' }
      case 'score':
        return { digits: grouped(value, 2), unit: '' }
      case 'points':
        return { digits: grouped(value, 0), unit: '' }
      case 'people':
        return { digits: count(value), unit: words.people }
      case 'money':
        return { digits: zh ? `¥ ${grouped(value)}` : `¥${grouped(value)}`, unit: '' }
      case 'count':
        return { digits: count(value), unit: '' }
    }
  }

  const text = (unit: FormatUnit, value: Maybe, interval?: Interval | null): string => {
    const it = figure(unit, value, interval)
    if (it.unit === '%') return `${it.digits}%`
    return it.unit ? `${it.digits} ${it.unit}` : it.digits
  }

  const relative = (ratio: Maybe): string => {
    if (!exists(ratio)) return NONE
    const percent = Math.round(ratio * 100)
    if (percent === 0) return words.flat
    return percent > 0 ? `+${grouped(percent)}%` : `${MINUS}${grouped(-percent)}%`
  }

  const change = (unit: FormatUnit, delta: Maybe, decimals = 1): string => {
    if (!exists(delta)) return NONE
    const size = Math.abs(delta)
    let shown: string
    if (unit === 'share') {
      shown = grouped(size * 100, decimals)
      if (Number(shown.replaceAll(',', '')) === 0) return words.flat
      shown = `${shown} ${words.point}`
    } else if (unit === 'seconds') {
      if (Math.round(size) === 0) return words.flat
      shown = duration(size)
    } else if (unit === 'score') {
      shown = size.toFixed(2)
      if (Number(shown) === 0) return words.flat
    } else {
      if (Math.round(size) === 0) return words.flat
      shown = unit === 'money' ? text('money', size) : count(size)
    }
    return `${delta > 0 ? '↑' : '↓'} ${shown}`
  }

  const span = (seconds: Maybe): string => {
    if (!exists(seconds)) return NONE
    const total = Math.max(0, Math.floor(seconds))
    if (total < 60) return `${total} ${words.second}`
    if (total < 3600) return `${Math.floor(total / 60)} ${words.minutes}`
    if (total < 86_400) return `${Math.floor(total / 3600)} ${words.hour}`
    return `${Math.floor(total / 86_400)} ${words.day}`
  }

  const age = (seconds: Maybe): string => {
    if (!exists(seconds)) return NONE
    return seconds < 3 ? words.now : `${span(seconds)}${words.ago}`
  }

  const time = (at: Moment): string => {
    const p = read(at)
    return `${two(p.hour)}:${two(p.minute)}`
  }
  const timeSeconds = (at: Moment): string => {
    const p = read(at)
    return `${two(p.hour)}:${two(p.minute)}:${two(p.second)}`
  }
  const dayOf = (p: Parts): string =>
    zh ? `${p.month}月${p.day}日` : `${p.day} ${MONTHS_EN[p.month - 1] ?? ''}`
  const day = (at: Moment): string => dayOf(read(at))
  const weekday = (at: Moment): string => WEEKDAYS[locale][read(at).weekday] ?? ''
  const date = (at: Moment): string => {
    const p = read(at)
    const name = WEEKDAYS[locale][p.weekday] ?? ''
    return zh ? `${dayOf(p)} ${name}` : `${name} ${dayOf(p)}`
  }

  const period = (from: Moment, to: Moment): string => {
    const start = read(from)
    const endsAtMidnight = ((): boolean => {
      const p = read(to)
      return p.hour === 0 && p.minute === 0 && p.second === 0
    })()
    const startsAtMidnight = start.hour === 0 && start.minute === 0 && start.second === 0
    const lastMoment = new Date(new Date(to).getTime() - 1)
    const last = read(endsAtMidnight ? lastMoment : to)
    const sameDay = start.year === last.year && start.month === last.month && start.day === last.day
    if (startsAtMidnight && endsAtMidnight) {
      return sameDay ? dayOf(start) : `${dayOf(start)}${RANGE}${dayOf(last)}`
    }
    if (sameDay) return `${dayOf(start)} ${time(from)}${RANGE}${endsAtMidnight ? '24:00' : time(to)}`
    return `${dayOf(start)} ${time(from)} ${RANGE} ${dayOf(last)} ${endsAtMidnight ? '24:00' : time(to)}`
  }

  return {
    locale,
    zone,
    duration,
    clock: (seconds) => (exists(seconds) ? signed(seconds, clockText(Math.round(Math.abs(seconds)))) : NONE),
    durationWords,
    countdown: (left) => {
      const over = left < 0
      const total = over ? Math.floor(-left) : Math.ceil(left)
      const shown = total < 86_400 ? clockText(total) : longDuration(total)
      return over ? `+${shown}` : shown
    },
    count,
    integer: (value) => (exists(value) ? grouped(value) : NONE),
    share: (value, interval) => text('share', value, interval),
    money: (value) => text('money', value),
    figure,
    value: text,
    change,
    relative,
    n: (value) => (exists(value) ? `n ${count(value)}` : NONE),
    interval: (unit, [low, high], value) => {
      if (unit === 'share') {
        const decimals = shareDecimals(value ?? (low + high) / 2, [low, high])
        return `${shareText(low, decimals)}${RANGE}${shareText(high, decimals)}%`
      }
      return `${text(unit, low)}${RANGE}${text(unit, high)}`
    },
    // A target is what was typed, not what it rounds to.
    target: (op, unit, value) =>
      `${op === '<=' ? '≤' : '≥'} ${unit === 'share' ? `${Number((value * 100).toFixed(2))}%` : text(unit, value)}`,
    age,
    span,
    stopped: (at) => `${words.stopped} ${time(at)}`,
    time,
    timeSeconds,
    day,
    weekday,
    weekdayLong: (at) => WEEKDAYS_LONG[locale][read(at).weekday] ?? '',
    date,
    dateTime: (at) => `${date(at)} ${time(at)}`,
    month: (at) => {
      const p = read(at)
      return zh ? `${p.year}年${p.month}月` : `${MONTHS_LONG_EN[p.month - 1] ?? ''} ${p.year}`
    },
    axisDay: (at) => {
      const p = read(at)
      return `${p.month}/${p.day}`
    },
    period,
    list: (values) => values.join(zh ? '、' : ', '),
  }
}

const built = new Map<string, Formats>()

/** The formats of one language in one IANA zone. Kept, because Intl objects are dear to make. */
export function formats(locale: Locale, zone: string): Formats {
  const key = `${languageTag(locale)} ${zone}`
  const known = built.get(key)
  if (known) return known
  const made = build(locale, zone)
  built.set(key, made)
  return made
}
