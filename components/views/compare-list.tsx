'use client'

import { Check } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { PERIOD_COMPARES, type PeriodCompare } from '@/lib/core/period'
import { moveFocus } from './move-focus'
import { periodOf, type ViewState } from './view-state'

/** What a comparison is called beside this period: 上周五同时段 on a single day. */
export function useCompareName(view: ViewState, now: number): (it: PeriodCompare | null) => string {
  const t = useTranslations('compare')
  const f = useFormats()
  return (it) => {
    if (it === null) return t('none')
    if (it === 'same_weekday' && (view.preset === 'today' || view.preset === 'yesterday')) {
      return t('sameWeekday', { weekday: f.weekday(periodOf(view, f.zone, now).from) })
    }
    return t(it)
  }
}

/** The comparisons to choose from; the last is none. */
export function CompareList({
  view,
  now,
  onChoose,
  focus = true,
}: {
  readonly view: ViewState
  readonly now: number
  /** whether the chosen one takes the focus, as a menu that was just opened does */
  readonly focus?: boolean
  readonly onChoose: (compare: PeriodCompare | null) => void
}) {
  const name = useCompareName(view, now)
  return (
    <ul className="p-1 max-md:p-0" onKeyDown={moveFocus}>
      {[...PERIOD_COMPARES, null].map((it) => (
        <li key={it ?? 'none'}>
          <button
            type="button"
            aria-pressed={it === view.compare}
            // biome-ignore lint/a11y/noAutofocus: the list was opened to choose from
            autoFocus={focus && it === view.compare}
            onClick={() => onChoose(it)}
            className="flex h-[30px] w-full items-center gap-2 rounded-control px-2 text-left text-body text-ink hover:bg-accent focus-visible:bg-accent focus-visible:outline-none max-md:h-11 max-md:text-phone"
          >
            <span className="w-4">{it === view.compare ? <Check size={14} aria-hidden /> : null}</span>
            {name(it)}
          </button>
        </li>
      ))}
    </ul>
  )
}
