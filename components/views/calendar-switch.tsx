'use client'

import { Check, ChevronDown } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Pop } from '@/components/ui/pop'
import { CALENDARS } from '@/lib/metrics/types'
import { moveFocus } from './move-focus'
import type { ViewChange } from './use-view'
import type { ViewState } from './view-state'

/** Whether durations count working time or every hour; null = as each metric's own definition says. */
export function CalendarSwitch({ view, change }: { readonly view: ViewState; readonly change: ViewChange }) {
  const t = useTranslations('calendar')
  const name = (it: (typeof CALENDARS)[number] | null) => t(it ?? 'default')
  return (
    <Pop
      label={t('label')}
      align="end"
      width="w-[220px]"
      data-chip="calendar"
      className="flex h-7 items-center gap-1 rounded-control px-2 text-caption text-ink-2 hover:bg-accent hover:text-ink"
      panel={(close) => (
        <ul className="p-1" onKeyDown={moveFocus}>
          {[null, ...CALENDARS].map((it) => (
            <li key={it ?? 'default'}>
              <button
                type="button"
                aria-pressed={it === view.calendar}
                // biome-ignore lint/a11y/noAutofocus: the list was opened to choose from
                autoFocus={it === view.calendar}
                onClick={() => {
                  close()
                  change.go({ calendar: it })
                }}
                className="flex min-h-[30px] w-full items-center gap-2 rounded-control px-2 text-left text-body text-ink hover:bg-accent focus-visible:bg-accent focus-visible:outline-none"
              >
                <span className="w-4">{it === view.calendar ? <Check size={14} aria-hidden /> : null}</span>
                <span className="flex-1">{name(it)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    >
      {view.calendar === null ? t('short') : t('by', { what: name(view.calendar) })}
      <ChevronDown size={12} aria-hidden />
    </Pop>
  )
}
