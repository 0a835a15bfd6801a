/** When an entry of the duty list holds, in words. */
import type { Formats } from '@/lib/i18n/format'
import { weekdayNames } from '@/lib/i18n/format'
import type { DutyRow } from './types'

/** Weekdays in a row as a span: 周一–周五, 周六、周日. `days` 1–7. */
export function weekdaysText(days: readonly number[], f: Formats, everyDay: string): string {
  const names = weekdayNames(f.locale)
  const sorted = [...new Set(days)].sort((a, b) => a - b)
  if (sorted.length === 7 || sorted.length === 0) return everyDay
  const runs: number[][] = []
  for (const day of sorted) {
    const run = runs.at(-1)
    if (run !== undefined && run.at(-1) === day - 1) run.push(day)
    else runs.push([day])
  }
  const name = (day: number | undefined) => names[(day ?? 1) - 1] ?? ''
  return f.list(
    runs.flatMap((run) =>
      run.length > 2 ? [`${name(run[0])}–${name(run.at(-1))}`] : run.map((day) => name(day)),
    ),
  )
}

export interface DutyWords {
  readonly everyDay: string
  readonly wholeDay: string
  readonly next: string
  readonly since: (date: string) => string
  readonly until: (date: string) => string
}

/** 周一–周五 09:00–18:00 · 自 11月1日 起; a duty: 11月20日 周五 18:00 – 11月21日 周六 09:00. */
export function dutyText(duty: DutyRow, f: Formats, words: DutyWords): string {
  if (duty.kind === 'duty') {
    const side = (at: number | null) => (at === null ? '—' : f.dateTime(at))
    return `${side(duty.validFrom)} – ${side(duty.validTo)}`
  }
  const whole = duty.from === '00:00' && duty.to === '24:00'
  const wraps = duty.to <= duty.from
  const hours = whole ? words.wholeDay : `${duty.from}–${wraps ? `${words.next} ` : ''}${duty.to}`
  return [
    `${weekdaysText(duty.weekdays, f, words.everyDay)} ${hours}`,
    ...(duty.validFrom === null ? [] : [words.since(f.day(duty.validFrom))]),
    ...(duty.validTo === null ? [] : [words.until(f.day(duty.validTo))]),
  ].join(' · ')
}
