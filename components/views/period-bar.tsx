'use client'

import { ArrowLeftRight, ChevronDown } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { type MouseEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Pop } from '@/components/ui/pop'
import { useCompareName } from './compare-list'
import { useView } from './use-view'
import { periodOf, type ViewState } from './view-state'

const PeriodPanel = dynamic(() => import('./period-panel').then((module) => module.PeriodPanel), {
  ssr: false,
  loading: () => <div className="h-[322px]" />,
})
const CompareList = dynamic(() => import('./compare-list').then((module) => module.CompareList), {
  ssr: false,
})
const ViewSheet = dynamic(() => import('@/components/phone/view-sheet').then((module) => module.ViewSheet), {
  ssr: false,
})

const PRESETS = ['today', 'yesterday', 'last_7_days', 'last_28_days'] as const
const SEGMENT = 'flex h-full items-center px-3 text-body whitespace-nowrap -outline-offset-2'

/**
 * Period as a segment, all others and a calendar behind its last part, and what to compare with. On phones it is part
 * of the filter bar's sheet; where a page has no filter bar, of its own.
 */
export function PeriodBar({
  view,
  now,
  extra = '',
  compare = true,
}: {
  readonly view: ViewState
  /** server's now, epoch ms */
  readonly now: number
  /** other parameters of the page to keep, as a query string */
  readonly extra?: string
  readonly compare?: boolean
}) {
  const t = useTranslations('period')
  const c = useTranslations('compare')
  const f = useFormats()
  const change = useView(view, extra)
  const compareName = useCompareName(view, now)
  const [sheet, setSheet] = useState(false)
  const shown = periodOf(view, f.zone, now)
  const inSegment = PRESETS.some((preset) => preset === view.preset)
  const word = view.preset === null ? f.period(shown.from, shown.to) : t(view.preset)

  return (
    <>
      <nav
        aria-label={t('label')}
        className="flex h-[30px] items-stretch divide-x divide-line-2 overflow-hidden rounded-control border border-line-2 bg-surface max-md:hidden"
      >
        {PRESETS.map((preset) => {
          const changes = { preset, from: null, to: null }
          return (
            <Link
              key={preset}
              href={change.href(changes)}
              prefetch={false}
              scroll={false}
              aria-current={view.preset === preset ? 'true' : undefined}
              onClick={(event) => {
                if (elsewhere(event)) return
                event.preventDefault()
                change.go(changes)
              }}
              className={cx(
                SEGMENT,
                view.preset === preset
                  ? 'bg-accent font-[600] text-ink'
                  : 'text-ink-2 hover:bg-accent hover:text-ink',
              )}
            >
              {t(preset)}
            </Link>
          )
        })}
        <Pop
          label={t('custom')}
          align="end"
          width="w-auto"
          data-chip="period"
          className={cx(
            SEGMENT,
            inSegment ? 'text-ink-2 hover:bg-accent hover:text-ink' : 'bg-accent font-[600] text-ink',
          )}
          panel={(close) => (
            <PeriodPanel
              view={view}
              now={now}
              onChoose={(changes) => {
                close()
                change.go(changes)
              }}
            />
          )}
        >
          {inSegment ? t('custom') : word}
        </Pop>
      </nav>
      {compare ? (
        <span className="contents max-md:hidden">
          <Pop
            label={c('label')}
            align="end"
            width="w-[200px]"
            data-chip="compare"
            className={cx(button(), 'max-md:hidden')}
            panel={(close) => (
              <CompareList
                view={view}
                now={now}
                onChoose={(next) => {
                  close()
                  change.go({ compare: next })
                }}
              />
            )}
          >
            <ArrowLeftRight size={13} strokeWidth={1.6} aria-hidden className="text-ink-2" />
            <span className="font-[420] text-ink-2 max-xl:hidden">{c('label')}</span>
            {compareName(view.compare)}
            <ChevronDown size={13} aria-hidden className="text-ink-3" />
          </Pop>
        </span>
      ) : null}
      <button
        type="button"
        data-period-button
        aria-haspopup="dialog"
        aria-expanded={sheet}
        onClick={() => setSheet(true)}
        className="flex h-11 w-full items-center gap-2 rounded-phone border border-line-2 bg-surface px-3.5 text-phone text-ink md:hidden"
      >
        <span className="flex-1 text-left font-[560]">{word}</span>
        {compare ? <span className="text-caption text-ink-3">{compareName(view.compare)}</span> : null}
      </button>
      {sheet ? (
        <ViewSheet
          view={view}
          dimensions={[]}
          change={change}
          compare={compare}
          calendar={false}
          now={now}
          onClose={() => setSheet(false)}
        />
      ) : null}
    </>
  )
}

/** Whether a click opens a link somewhere else, so that the browser must have it. */
function elsewhere(event: MouseEvent): boolean {
  return event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0
}
