'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useValueName } from '@/components/people/use-agent-names'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Sheet } from '@/components/ui/sheet'
import { undo } from '@/components/ui/toast'
import { CompareList } from '@/components/views/compare-list'
import { FilterPicker } from '@/components/views/filter-picker'
import { PeriodPanel } from '@/components/views/period-panel'
import type { ViewChange } from '@/components/views/use-view'
import { type ViewState, withFilter } from '@/components/views/view-state'
import { CALENDARS, type Dimension } from '@/lib/metrics/types'

/** Period, comparison, clock and filters of a page in one sheet. Each choice is taken over at once. */
export function ViewSheet({
  view,
  dimensions,
  change,
  compare,
  calendar,
  now = Date.now(),
  onClose,
}: {
  readonly view: ViewState
  readonly dimensions: readonly Dimension[]
  readonly change: ViewChange
  readonly compare: boolean
  readonly calendar: boolean
  readonly now?: number
  readonly onClose: () => void
}) {
  const t = useTranslations('filter')
  const d = useTranslations('dimension')
  const p = useTranslations('period')
  const c = useTranslations('compare')
  const k = useTranslations('calendar')
  const n = useTranslations('nav')
  const f = useFormats()
  const nameOf = useValueName()
  const [picking, setPicking] = useState<Dimension | null>(null)

  if (picking !== null) {
    return (
      <Sheet title={d(picking)} onClose={onClose}>
        <button
          type="button"
          onClick={() => setPicking(null)}
          className="flex h-11 w-full items-center gap-1 px-4 text-phone text-ink-2"
        >
          <ChevronLeft size={16} aria-hidden />
          {t('back')}
        </button>
        <FilterPicker
          dimension={picking}
          view={view}
          onApply={(values, op) => {
            setPicking(null)
            change.go({ filters: withFilter(view.filters, picking, values, op) })
          }}
        />
      </Sheet>
    )
  }
  return (
    <Sheet
      title={dimensions.length > 0 ? t('sheet') : p('label')}
      onClose={onClose}
      foot={
        <div className="flex gap-3">
          <Button look="primary" className="flex-[2]" onClick={onClose} aria-busy={change.pending}>
            {t('done')}
          </Button>
          {view.filters.length > 0 ? (
            <Button
              className="flex-1"
              onClick={() => {
                const before = view.filters
                change.go({ filters: [] })
                undo(t('cleared', { count: before.length }), n('undo'), () => change.go({ filters: before }))
              }}
            >
              {t('clearAll')}
            </Button>
          ) : null}
        </div>
      }
    >
      <div className="flex flex-col gap-5 px-5 pb-4">
        <section aria-label={p('label')}>
          <h3 className="pb-2 text-card text-ink-2">{p('label')}</h3>
          <PeriodPanel view={view} now={now} months={1} onChoose={change.go} />
        </section>
        {dimensions.length > 0 ? (
          <section aria-label={t('label')} className="-mx-5">
            <h3 className="px-5 pb-1 text-card text-ink-2">{t('label')}</h3>
            <ul>
              {dimensions.map((dimension) => {
                const filter = view.filters.find((it) => it.dimension === dimension)
                return (
                  <li key={dimension} className="border-t border-line first:border-0">
                    <button
                      type="button"
                      data-filter={dimension}
                      onClick={() => setPicking(dimension)}
                      className="flex min-h-12 w-full items-center gap-3 px-5 text-left text-phone"
                    >
                      <span className="w-[88px] shrink-0 text-ink-2">{d(dimension)}</span>
                      <span
                        className={cx(
                          'min-w-0 flex-1 truncate',
                          filter ? 'font-[560] text-ink' : 'text-ink-3',
                        )}
                      >
                        {filter
                          ? `${filter.op === 'not_in' ? `${t('not')} ` : ''}${f.list(
                              filter.values.map((value) => nameOf(dimension, value)),
                            )}`
                          : t('everything')}
                      </span>
                      <ChevronRight size={16} aria-hidden className="shrink-0 text-ink-3" />
                    </button>
                  </li>
                )
              })}
            </ul>
          </section>
        ) : null}
        {compare ? (
          <section aria-label={c('label')}>
            <h3 className="pb-1 text-card text-ink-2">{c('label')}</h3>
            <CompareList
              view={view}
              now={now}
              focus={false}
              onChoose={(next) => change.go({ compare: next })}
            />
          </section>
        ) : null}
        {calendar ? (
          <section aria-label={k('label')}>
            <h3 className="pb-2 text-card text-ink-2">{k('label')}</h3>
            <div className="flex overflow-hidden rounded-phone border border-line-2">
              {[null, ...CALENDARS].map((it) => (
                <button
                  key={it ?? 'default'}
                  type="button"
                  aria-pressed={it === view.calendar}
                  onClick={() => change.go({ calendar: it })}
                  className={cx(
                    'min-h-11 flex-1 border-l border-line-2 px-2 text-body first:border-0',
                    it === view.calendar ? 'bg-accent font-[600] text-ink' : 'text-ink-2',
                  )}
                >
                  {k(it ?? 'default')}
                </button>
              ))}
            </div>
          </section>
        ) : null}
      </div>
    </Sheet>
  )
}
