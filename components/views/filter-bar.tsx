'use client'

import { Plus, X } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useValueName } from '@/components/people/use-agent-names'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Pop } from '@/components/ui/pop'
import { undo } from '@/components/ui/toast'
import type { Dimension, Filter } from '@/lib/metrics/types'
import { CalendarSwitch } from './calendar-switch'
import type { Value } from './filter-values'
import { narrowingTexts } from './narrowing-text'
import { useView, type ViewChange } from './use-view'
import { type ViewState, withFilter } from './view-state'

const FilterPicker = dynamic(() => import('./filter-picker').then((module) => module.FilterPicker), {
  ssr: false,
  loading: () => <div className="h-[370px] max-md:h-[60dvh]" />,
})
const ViewSheet = dynamic(() => import('@/components/phone/view-sheet').then((module) => module.ViewSheet), {
  ssr: false,
})

/** Values named before "+4" on a chip. */
const NAMED = 2

/** The page whose sheet is open, so that it stays open where another period draws the page anew. */
let openOn: string | null = null

/**
 * Chips of a page's filters: what is set with its values, what could be set dashed; on phones one button that opens a
 * sheet with filters, period and comparison. All of it is in the address.
 */
export function FilterBar({
  view,
  dimensions,
  extra = '',
  calendar = true,
  compare = true,
  children,
}: {
  readonly view: ViewState
  /** dimensions this page can be narrowed by; the first ones get a chip of their own */
  readonly dimensions: readonly Dimension[]
  readonly extra?: string
  /** whether the page's figures know working time */
  readonly calendar?: boolean
  /** whether the page compares; for the phone's sheet */
  readonly compare?: boolean
  readonly children?: React.ReactNode
}) {
  const t = useTranslations('filter')
  const n = useTranslations('nav')
  const f = useFormats()
  const change = useView(view, extra)
  const path = usePathname()
  const [sheet, setSheet] = useState(() => openOn === path)
  const open = (on: boolean) => {
    openOn = on ? path : null
    setSheet(on)
  }

  const set = (dimension: Dimension, values: readonly Value[], op: Filter['op']) =>
    change.go({ filters: withFilter(view.filters, dimension, values, op) })
  const clear = () => {
    const before = view.filters
    change.go({ filters: [] })
    undo(t('cleared', { count: before.length }), n('undo'), () => change.go({ filters: before }))
  }
  const unset = dimensions.filter((it) => !view.filters.some((filter) => filter.dimension === it))
  const shown = unset.slice(0, Math.max(0, 3 - view.filters.length))
  const rest = unset.slice(shown.length)
  const narrowed = narrowingTexts(view.narrow, f, t)

  return (
    <section
      data-filter-bar
      aria-label={t('label')}
      className="flex min-h-[46px] flex-wrap items-center gap-2 py-2 max-md:gap-2 max-md:px-5"
    >
      <div className="contents max-md:hidden">
        {view.filters.map((filter) => (
          <Chip key={filter.dimension} dimension={filter.dimension} filter={filter} view={view} onSet={set} />
        ))}
        {narrowed.map(({ key, name, text }) => (
          <FixedChip
            key={key}
            name={name}
            text={text}
            onClear={() => {
              const narrow = { ...view.narrow }
              delete narrow[key]
              change.go({ narrow })
            }}
          />
        ))}
        {shown.map((dimension) => (
          <Chip key={dimension} dimension={dimension} filter={null} view={view} onSet={set} />
        ))}
        {rest.length > 0 ? <AddChip dimensions={rest} view={view} onSet={set} /> : null}
        {view.filters.length > 1 ? (
          <Button look="quiet" size="small" onClick={clear}>
            {t('clearAll')}
          </Button>
        ) : null}
      </div>
      <PhoneButton view={view} change={change} onOpen={() => open(true)} open={sheet} />
      {sheet ? (
        <ViewSheet
          view={view}
          dimensions={dimensions}
          change={change}
          compare={compare}
          calendar={calendar}
          onClose={() => open(false)}
        />
      ) : null}
      <div className="ml-auto flex items-center gap-2 text-caption text-ink-3 max-md:ml-0 max-md:flex-wrap">
        {children}
        {calendar ? (
          <span className="max-md:hidden">
            <CalendarSwitch view={view} change={change} />
          </span>
        ) : null}
      </div>
    </section>
  )
}

type SetFilter = (dimension: Dimension, values: readonly Value[], op: Filter['op']) => void

const CHIP = 'inline-flex h-7 items-stretch overflow-hidden rounded-control border text-body'

function Chip({
  dimension,
  filter,
  view,
  onSet,
}: {
  readonly dimension: Dimension
  readonly filter: Filter | null
  readonly view: ViewState
  readonly onSet: SetFilter
}) {
  const t = useTranslations('filter')
  const d = useTranslations('dimension')
  const f = useFormats()
  const nameOf = useValueName()
  const name = d(dimension)
  const values = filter?.values ?? []
  const named = (value: Value) => nameOf(dimension, value)
  return (
    <span className={cx(CHIP, filter ? 'border-line-2 bg-surface' : 'border-dashed border-line-2')}>
      <Pop
        label={name}
        data-filter={dimension}
        {...(values.length > NAMED ? { title: f.list(values.slice(0, 30).map(named)) } : {})}
        className="flex items-center gap-1.5 px-2 -outline-offset-2 hover:bg-accent"
        panel={(close) => (
          <FilterPicker
            dimension={dimension}
            view={view}
            onApply={(next, op) => {
              close()
              onSet(dimension, next, op)
            }}
          />
        )}
      >
        <span className="text-ink-3">{name}</span>
        {filter ? (
          <>
            {filter.op === 'not_in' ? <span className="text-ink-3">{t('not')}</span> : null}
            <span className="max-w-[200px] truncate font-[540] text-ink">
              {f.list(values.slice(0, NAMED).map(named))}
            </span>
            {values.length > NAMED ? (
              <span className="text-ink-3">{t('more', { count: values.length - NAMED })}</span>
            ) : null}
          </>
        ) : null}
      </Pop>
      {filter ? <ClearButton name={name} onClear={() => onSet(dimension, [], 'in')} /> : null}
    </span>
  )
}

/** What a list was narrowed to by a cell or a bar: it can be taken away, not set. */
function FixedChip({
  name,
  text,
  onClear,
}: {
  readonly name: string
  readonly text: string
  readonly onClear: () => void
}) {
  return (
    <span className={cx(CHIP, 'border-line-2 bg-surface')}>
      <span className="flex items-center gap-1.5 px-2">
        <span className="text-ink-3">{name}</span>
        <span className="max-w-[200px] truncate font-[540] text-ink">{text}</span>
      </span>
      <ClearButton name={name} onClear={onClear} />
    </span>
  )
}

function ClearButton({ name, onClear }: { readonly name: string; readonly onClear: () => void }) {
  const t = useTranslations('filter')
  return (
    <button
      type="button"
      aria-label={t('clear', { what: name })}
      onClick={onClear}
      className="grid w-7 place-items-center border-l border-line text-ink-3 -outline-offset-2 hover:bg-accent hover:text-ink"
    >
      <X size={13} aria-hidden />
    </button>
  )
}

function AddChip({
  dimensions,
  view,
  onSet,
}: {
  readonly dimensions: readonly Dimension[]
  readonly view: ViewState
  readonly onSet: SetFilter
}) {
  const t = useTranslations('filter')
  const d = useTranslations('dimension')
  const [chosen, setChosen] = useState<Dimension | null>(null)
  return (
    <Pop
      label={t('add')}
      data-chip="add"
      onClose={() => setChosen(null)}
      className="inline-flex h-7 items-center gap-1 rounded-control border border-dashed border-line-2 px-2 text-body text-ink-2 hover:bg-accent"
      panel={(close) =>
        chosen === null ? (
          <ul className="p-1">
            {dimensions.map((dimension, i) => (
              <li key={dimension}>
                <button
                  type="button"
                  // biome-ignore lint/a11y/noAutofocus: the list was opened to choose from
                  autoFocus={i === 0}
                  onClick={() => setChosen(dimension)}
                  onKeyDown={(event) => {
                    const step =
                      event.key === 'ArrowDown' ? 'next' : event.key === 'ArrowUp' ? 'previous' : null
                    if (step === null) return
                    event.preventDefault()
                    const item = event.currentTarget.parentElement
                    const other = step === 'next' ? item?.nextElementSibling : item?.previousElementSibling
                    other?.querySelector('button')?.focus()
                  }}
                  className="flex h-[30px] w-full items-center rounded-control px-2 text-left text-body text-ink hover:bg-accent focus-visible:bg-accent focus-visible:outline-none"
                >
                  {d(dimension)}
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <FilterPicker
            dimension={chosen}
            view={view}
            onApply={(values, op) => {
              close()
              onSet(chosen, values, op)
            }}
          />
        )
      }
    >
      <Plus size={13} aria-hidden />
      {t('add')}
    </Pop>
  )
}

/** The whole view in a line, for the thumb. */
function PhoneButton({
  view,
  onOpen,
  open,
}: {
  readonly view: ViewState
  readonly change: ViewChange
  readonly onOpen: () => void
  readonly open: boolean
}) {
  const t = useTranslations('filter')
  const p = useTranslations('period')
  const f = useFormats()
  const nameOf = useValueName()
  const period = view.preset === null ? `${view.from ?? ''} – ${view.to ?? ''}` : p(view.preset)
  const first = view.filters[0]
  const words =
    first === undefined
      ? null
      : f.list(first.values.slice(0, 1).map((value) => nameOf(first.dimension, value)))
  const more =
    view.filters.reduce((sum, filter) => sum + filter.values.length, 0) - (first === undefined ? 0 : 1)
  return (
    <button
      type="button"
      data-view-button
      aria-haspopup="dialog"
      aria-expanded={open}
      onClick={onOpen}
      className="flex h-11 w-full items-center gap-2 rounded-phone border border-line-2 bg-surface px-3.5 text-phone text-ink md:hidden"
    >
      <span className="font-[560]">{period}</span>
      <span className="min-w-0 flex-1 truncate text-left text-ink-2">
        {words === null ? t('everything') : `${first?.op === 'not_in' ? t('not') : ''}${words}`}
        {more > 0 ? ` ${t('more', { count: more })}` : ''}
      </span>
      <span className="text-caption text-ink-3">{t('change')}</span>
    </button>
  )
}
