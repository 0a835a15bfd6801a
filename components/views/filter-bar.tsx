'use client'

import { Check, Plus, X } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import { Popover } from 'radix-ui'
import { useEffect, useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { dimensionValueName } from '@/lib/i18n/names'
import type { Dimension, Filter } from '@/lib/metrics/types'
import { type ViewState, viewQuery, withFilter } from './view-state'

type Value = string | null

/** Values of a dimension in the last 28 days, the most frequent first. Throws where the server cannot answer. */
async function loadValues(dimension: Dimension): Promise<readonly Value[]> {
  const answer = await fetch('/api/v1/query', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      metrics: ['tickets_opened'],
      dimensions: [dimension],
      period: { preset: 'last_28_days' },
      orderBy: [{ id: 'tickets_opened', direction: 'desc' }],
      limit: 1000,
    }),
  })
  if (!answer.ok) throw new Error(`query answered ${answer.status}`)
  const { rows } = (await answer.json()) as { rows: readonly Record<string, unknown>[] }
  return rows.map((row) => {
    const value = row[dimension]
    return typeof value === 'string' ? value : null
  })
}

/** Chips of a page's filters: what is set with its values, what could be set dashed. All of it is in the address. */
export function FilterBar({
  view,
  dimensions,
  extra = '',
  children,
}: {
  readonly view: ViewState
  /** dimensions this page can be narrowed by; the first ones get a chip of their own */
  readonly dimensions: readonly Dimension[]
  readonly extra?: string
  readonly children?: React.ReactNode
}) {
  const t = useTranslations('filter')
  const d = useTranslations('dimension')
  const path = usePathname()
  const router = useRouter()

  const set = (dimension: Dimension, values: readonly Value[], op: Filter['op']) => {
    const filters = withFilter(view.filters, dimension, values, op)
    const query = [viewQuery(view, { filters }), extra].filter((part) => part !== '').join('&')
    router.push(query ? `${path}?${query}` : path, { scroll: false })
  }
  const isSet = (dimension: Dimension) => view.filters.some((filter) => filter.dimension === dimension)
  const unset = dimensions.filter((dimension) => !isSet(dimension))
  const shown = unset.slice(0, Math.max(0, 3 - view.filters.length))
  const rest = unset.slice(shown.length)

  return (
    <section
      aria-label={t('label')}
      className="flex min-h-[46px] flex-wrap items-center gap-2 py-2 max-md:gap-2 max-md:px-5"
    >
      {view.filters.map((filter) => (
        <Chip
          key={`${filter.dimension} ${filter.op}`}
          dimension={filter.dimension}
          filter={filter}
          onChange={set}
        />
      ))}
      {shown.map((dimension) => (
        <Chip key={dimension} dimension={dimension} filter={null} onChange={set} />
      ))}
      {rest.length > 0 ? <AddChip dimensions={rest} onChange={set} /> : null}
      {view.filters.length > 1 ? (
        <Button
          look="quiet"
          size="small"
          onClick={() => {
            const query = [viewQuery(view, { filters: [] }), extra].filter((part) => part !== '').join('&')
            router.push(query ? `${path}?${query}` : path, { scroll: false })
          }}
        >
          {t('clearAll')}
        </Button>
      ) : null}
      <span className="sr-only">{d('channel')}</span>
      <div className="ml-auto flex items-center gap-3 text-caption text-ink-3 max-md:ml-0">{children}</div>
    </section>
  )
}

type Change = (dimension: Dimension, values: readonly Value[], op: Filter['op']) => void

function Chip({
  dimension,
  filter,
  onChange,
}: {
  readonly dimension: Dimension
  readonly filter: Filter | null
  readonly onChange: Change
}) {
  const t = useTranslations('filter')
  const d = useTranslations('dimension')
  const f = useFormats()
  const [open, setOpen] = useState(false)
  const name = d(dimension)
  const values = filter?.values ?? []
  const words = f.list(values.slice(0, 2).map((value) => dimensionValueName(f.locale, dimension, value)))
  return (
    <span
      className={cx(
        'inline-flex h-7 items-stretch overflow-hidden rounded-control border bg-surface text-body max-md:h-[44px] max-md:rounded-phone',
        filter ? 'border-line-2' : 'border-dashed border-line-2 bg-transparent',
      )}
    >
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger
          className="flex items-center gap-1.5 px-2 hover:bg-accent max-md:px-3.5"
          data-filter={dimension}
        >
          <span className="text-ink-3">{name}</span>
          {filter ? (
            <>
              {filter.op === 'not_in' ? <span className="text-ink-3">{t('not')}</span> : null}
              <span className="max-w-[200px] truncate font-[540] text-ink">{words}</span>
              {values.length > 2 ? (
                <span className="text-ink-3">{t('more', { count: values.length - 2 })}</span>
              ) : null}
            </>
          ) : null}
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            align="start"
            sideOffset={6}
            collisionPadding={12}
            className="z-50 w-[260px] rounded-card border border-line-2 bg-raised shadow-menu"
          >
            <ValuePicker
              dimension={dimension}
              filter={filter}
              onDone={(next, op) => {
                setOpen(false)
                onChange(dimension, next, op)
              }}
            />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      {filter ? (
        <button
          type="button"
          aria-label={t('clear', { what: name })}
          onClick={() => onChange(dimension, [], 'in')}
          className="grid w-7 place-items-center border-l border-line text-ink-3 hover:bg-accent hover:text-ink max-md:w-11"
        >
          <X size={13} aria-hidden />
        </button>
      ) : null}
    </span>
  )
}

function AddChip({
  dimensions,
  onChange,
}: {
  readonly dimensions: readonly Dimension[]
  readonly onChange: Change
}) {
  const t = useTranslations('filter')
  const d = useTranslations('dimension')
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<Dimension | null>(null)
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (!next) setChosen(null)
      }}
    >
      <Popover.Trigger className="inline-flex h-7 items-center gap-1 rounded-control border border-dashed border-line-2 px-2 text-body text-ink-2 hover:bg-accent max-md:h-[44px] max-md:rounded-phone max-md:px-3.5">
        <Plus size={13} aria-hidden />
        {t('add')}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={12}
          className="z-50 w-[260px] rounded-card border border-line-2 bg-raised shadow-menu"
        >
          {chosen === null ? (
            <ul className="p-1">
              {dimensions.map((dimension) => (
                <li key={dimension}>
                  <button
                    type="button"
                    onClick={() => setChosen(dimension)}
                    className="flex h-[30px] w-full items-center rounded-control px-2 text-left text-body text-ink hover:bg-accent max-md:h-11"
                  >
                    {d(dimension)}
                  </button>
                </li>
              ))}
            </ul>
          ) : (
            <ValuePicker
              dimension={chosen}
              filter={null}
              onDone={(values, op) => {
                setOpen(false)
                onChange(chosen, values, op)
              }}
            />
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function ValuePicker({
  dimension,
  filter,
  onDone,
}: {
  readonly dimension: Dimension
  readonly filter: Filter | null
  readonly onDone: (values: readonly Value[], op: Filter['op']) => void
}) {
  const t = useTranslations('filter')
  const e = useTranslations('error')
  const f = useFormats()
  const id = useId()
  const [values, setValues] = useState<readonly Value[] | 'failed' | null>(null)
  const [picked, setPicked] = useState<readonly Value[]>(filter?.values ?? [])
  const [exclude, setExclude] = useState(filter?.op === 'not_in')
  const [search, setSearch] = useState('')

  useEffect(() => {
    let gone = false
    loadValues(dimension).then(
      (found) => {
        if (!gone) setValues(found)
      },
      () => {
        if (!gone) setValues('failed')
      },
    )
    return () => {
      gone = true
    }
  }, [dimension])

  const all =
    values === null || values === 'failed' ? [] : [...new Set([...(filter?.values ?? []), ...values])]
  const wanted = search.trim().toLowerCase()
  const matching = all.filter(
    (value) =>
      wanted === '' ||
      dimensionValueName(f.locale, dimension, value).toLowerCase().includes(wanted) ||
      (value ?? '').toLowerCase().includes(wanted),
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onDone(picked, exclude ? 'not_in' : 'in')
      }}
    >
      <div className="border-b border-line p-2">
        <input
          // biome-ignore lint/a11y/noAutofocus: the picker was opened to search in
          autoFocus
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          placeholder={t('search')}
          aria-label={t('search')}
          className="h-[30px] w-full rounded-control bg-sunken px-2 text-body outline-none placeholder:text-ink-3 max-md:h-11 max-md:text-[16px]"
        />
      </div>
      <fieldset className="max-h-[248px] overflow-y-auto p-1">
        <legend className="sr-only">{t('label')}</legend>
        {values === null ? <p className="h-[124px] px-2 py-1.5 text-caption text-ink-3">…</p> : null}
        {values === 'failed' ? (
          <p role="alert" className="px-2 py-1.5 text-caption text-ink-2">
            {e('unavailable')}
          </p>
        ) : null}
        {values !== null && values !== 'failed' && matching.length === 0 ? (
          <p className="px-2 py-1.5 text-caption text-ink-3">{all.length === 0 ? t('none') : t('noMatch')}</p>
        ) : null}
        {matching.slice(0, 200).map((value) => {
          const on = picked.includes(value)
          return (
            <label
              key={value ?? '\u0000'}
              className="flex h-[30px] cursor-pointer items-center gap-2 rounded-control px-2 text-body text-ink hover:bg-accent has-focus-visible:outline-2 has-focus-visible:outline-focus max-md:h-11"
            >
              <input
                type="checkbox"
                checked={on}
                className="sr-only"
                onChange={() => setPicked(on ? picked.filter((it) => it !== value) : [...picked, value])}
              />
              <span
                aria-hidden
                className={cx(
                  'grid size-4 shrink-0 place-items-center rounded-badge border',
                  on ? 'border-ink bg-ink text-bg' : 'border-line-2',
                )}
              >
                {on ? <Check size={11} strokeWidth={3} /> : null}
              </span>
              <span className="truncate">{dimensionValueName(f.locale, dimension, value)}</span>
            </label>
          )
        })}
      </fieldset>
      <div className="flex items-center gap-2 border-t border-line p-2">
        <label htmlFor={id} className="flex flex-1 items-center gap-2 text-caption text-ink-2">
          <input
            id={id}
            type="checkbox"
            checked={exclude}
            onChange={(event) => setExclude(event.target.checked)}
            className="accent-ink"
          />
          {t('exclude')}
        </label>
        <Button type="submit" look="primary" size="small">
          {t('apply')}
        </Button>
      </div>
    </form>
  )
}
