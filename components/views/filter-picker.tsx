'use client'

import { Check } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useValueName } from '@/components/people/use-agent-names'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Skeleton } from '@/components/ui/skeleton'
import type { Dimension, Filter } from '@/lib/metrics/types'
import { loadOptions, matching, type Options, type Value, withChosenFirst } from './filter-values'
import type { ViewState } from './view-state'

const PAGE = 50

/**
 * Chooses values of one dimension: search, counts within the period and the other filters, all that was found at
 * once, everything but the chosen. ↑ ↓ move, Enter takes or leaves, Ctrl/⌘ Enter applies.
 */
export function FilterPicker({
  dimension,
  view,
  onApply,
}: {
  readonly dimension: Dimension
  readonly view: ViewState
  readonly onApply: (values: readonly Value[], op: Filter['op']) => void
}) {
  const t = useTranslations('filter')
  const d = useTranslations('dimension')
  const e = useTranslations('error')
  const f = useFormats()
  const nameOf = useValueName()
  const id = useId()
  const filter = view.filters.find((it) => it.dimension === dimension)
  const [found, setFound] = useState<Options | 'failed' | null>(null)
  const [picked, setPicked] = useState<readonly Value[]>(filter?.values ?? [])
  const [exclude, setExclude] = useState(filter?.op === 'not_in')
  const [typed, setTyped] = useState('')
  const [shown, setShown] = useState(PAGE)
  const [active, setActive] = useState(-1)
  const list = useRef<HTMLDivElement>(null)
  // The question as it stood when the picker was opened; the page behind may refresh meanwhile.
  const asked = useRef(view)

  useEffect(() => {
    const gone = new AbortController()
    loadOptions(dimension, asked.current, f.zone, gone.signal).then(setFound, () => {
      if (!gone.signal.aborted) setFound('failed')
    })
    return () => gone.abort()
  }, [dimension, f.zone])

  const initial = useMemo(() => filter?.values ?? [], [filter])
  const all = found === null || found === 'failed' ? [] : withChosenFirst(found, initial)
  const hits = matching(all, typed, dimension, f.locale)
  const visible = hits.slice(0, shown)
  const allPicked = hits.length > 0 && hits.every(({ value }) => picked.includes(value))

  const toggle = (value: Value) =>
    setPicked((now) => (now.includes(value) ? now.filter((it) => it !== value) : [...now, value]))
  const move = (by: number) => {
    if (visible.length === 0) return
    const next = Math.min(visible.length - 1, Math.max(0, active + by))
    setActive(next)
    list.current?.querySelector(`[data-option="${next}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const apply = () => onApply(picked, exclude ? 'not_in' : 'in')

  return (
    <form
      className="flex flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <div className="border-b border-line p-2">
        <input
          // biome-ignore lint/a11y/noAutofocus: the picker was opened to search in
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setShown(PAGE)
            setActive(event.target.value === '' ? -1 : 0)
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') move(1)
            else if (event.key === 'ArrowUp') move(-1)
            else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) apply()
            else if (event.key === 'Enter' && active >= 0) {
              const option = visible[active]
              if (option) toggle(option.value)
            } else return
            event.preventDefault()
          }}
          placeholder={t('searchIn', { what: d(dimension) })}
          aria-label={t('searchIn', { what: d(dimension) })}
          className="h-[30px] w-full rounded-control bg-sunken px-2 text-body placeholder:text-ink-3 max-md:h-11 max-md:px-3 max-md:text-[16px]"
        />
      </div>
      <div className="flex h-8 items-center justify-between border-b border-line px-3 text-caption text-ink-3 max-md:h-11 max-md:px-5">
        <span aria-live="polite">
          {picked.length === 0 ? t('pickedNone') : t('picked', { count: picked.length })}
        </span>
        <span className="flex gap-3">
          {hits.length > 1 && !allPicked ? (
            <button
              type="button"
              className="text-ink-2 hover:text-ink max-md:min-h-11"
              onClick={() => setPicked([...new Set([...picked, ...hits.map(({ value }) => value)])])}
            >
              {typed.trim() === '' ? t('all') : t('allFound', { count: hits.length })}
            </button>
          ) : null}
          {picked.length > 0 ? (
            <button
              type="button"
              className="text-ink-2 hover:text-ink max-md:min-h-11"
              onClick={() => setPicked([])}
            >
              {t('nonePicked')}
            </button>
          ) : null}
        </span>
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-multiselectable="true"
        aria-label={d(dimension)}
        tabIndex={-1}
        className="h-[248px] overflow-y-auto overscroll-contain p-1 max-md:h-[46dvh]"
      >
        {found === null
          ? ['w-24', 'w-16', 'w-28', 'w-20', 'w-14', 'w-32', 'w-12'].map((width) => (
              <div key={width} className="flex h-[30px] items-center gap-2 px-2 max-md:h-11">
                <Skeleton className="size-4" />
                <Skeleton className={cx('h-3', width)} />
                <Skeleton className="ml-auto h-3 w-8" />
              </div>
            ))
          : null}
        {found === 'failed' ? (
          <p role="alert" className="px-2 py-1.5 text-caption text-ink-2">
            {e('unavailable')}
          </p>
        ) : null}
        {found !== null && found !== 'failed' && hits.length === 0 ? (
          <p className="px-2 py-1.5 text-caption text-ink-3">{all.length === 0 ? t('none') : t('noMatch')}</p>
        ) : null}
        {visible.map(({ value, count }, i) => {
          const on = picked.includes(value)
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the field above holds the focus and names the option
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above hears the keys
            <div
              key={value ?? '\u0000'}
              id={`${id}-${i}`}
              data-option={i}
              role="option"
              aria-selected={on}
              onClick={() => toggle(value)}
              className={cx(
                'flex h-[30px] cursor-pointer items-center gap-2 rounded-control px-2 text-body text-ink select-none hover:bg-accent max-md:h-11 max-md:gap-3 max-md:px-4 max-md:text-phone',
                i === active && 'bg-accent',
              )}
            >
              <span
                aria-hidden
                className={cx(
                  'grid size-4 shrink-0 place-items-center rounded-badge border',
                  on ? 'border-ink bg-ink text-bg' : 'border-line-2',
                )}
              >
                {on ? <Check size={11} strokeWidth={3} /> : null}
              </span>
              <span className="min-w-0 flex-1 truncate">{nameOf(dimension, value)}</span>
              <span className="text-caption text-ink-3">{f.count(count)}</span>
            </div>
          )
        })}
        {hits.length > visible.length ? (
          <button
            type="button"
            onClick={() => setShown(shown + PAGE)}
            className="flex h-[30px] w-full items-center rounded-control px-2 text-left text-caption text-ink-2 hover:bg-accent max-md:h-11 max-md:px-4"
          >
            {t('others', { count: hits.length - visible.length })}
          </button>
        ) : null}
        {found !== null && found !== 'failed' && found.more && hits.length === visible.length ? (
          <p className="px-2 py-1.5 text-caption text-ink-3">{t('tooMany')}</p>
        ) : null}
      </div>
      <div className="flex items-center gap-2 border-t border-line p-2 max-md:px-5 max-md:py-3">
        <label
          htmlFor={`${id}-not`}
          className="flex flex-1 items-center gap-2 text-caption text-ink-2 max-md:min-h-11"
        >
          <input
            id={`${id}-not`}
            type="checkbox"
            checked={exclude}
            onChange={(event) => setExclude(event.target.checked)}
            className="size-4 accent-ink"
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
