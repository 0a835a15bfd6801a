'use client'

import { ChevronDown, Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useSubmit } from '@/components/settings/use-submit'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { Text, Tick } from '@/components/ui/fields'
import { said } from '@/components/ui/toast'
import {
  type DraftRow,
  draftOverrides,
  figureText,
  readRow,
  shippedAt,
  type TargetDraft,
} from '@/lib/metrics/target-draft'
import { type TargetMetric, targetScopes } from '@/lib/metrics/target-overrides'
import type { Metric } from '@/lib/metrics/types'
import { AddPlace } from './add-place'
import { BandsLine } from './bands-line'
import { PlaceRows } from './place-rows'

/** A metric that can have a target, with what finds it. */
export interface EditedMetric extends TargetMetric {
  readonly group: Metric['group']
  readonly label: string
  /** lower case */
  readonly words: string
}

/** Targets of all metrics by group: what holds, what ships, and for each a panel of its places. */
export function TargetsEditor({
  metrics,
  groups,
  initial,
  channels,
  teams,
  opened,
  mayWrite,
}: {
  readonly metrics: readonly EditedMetric[]
  readonly groups: readonly { readonly group: Metric['group']; readonly name: string }[]
  readonly initial: TargetDraft
  readonly channels: readonly string[]
  readonly teams: readonly string[]
  /** the metric whose panel is open at first */
  readonly opened: string | null
  readonly mayWrite: boolean
}) {
  const t = useTranslations('metricTargets')
  const router = useRouter()
  const [draft, setDraft] = useState(initial)
  const [open, setOpen] = useState<readonly string[]>(opened === null ? [] : [opened])
  const [typed, setTyped] = useState('')
  const [onlyOwn, setOnlyOwn] = useState(false)
  const [tried, setTried] = useState(false)
  const { pending, submit, refused } = useSubmit(() =>
    import('@/lib/metrics/target-settings').then((file) => file.metricTargetsSchema),
  )
  const rowsOf = (id: string): readonly DraftRow[] => draft[id] ?? []
  const ownOf = (metric: EditedMetric) =>
    rowsOf(metric.id).some((row) => readRow(metric, row).override !== null)
  const changed = metrics.filter(({ id }) => JSON.stringify(draft[id]) !== JSON.stringify(initial[id]))
  const faulty = metrics.filter((metric) =>
    rowsOf(metric.id).some((row) => readRow(metric, row).fault !== null),
  )
  const own = metrics.filter(ownOf)
  const word = typed.trim().toLowerCase()
  const shown = metrics.filter(
    (metric) => metric.words.includes(word) && (!onlyOwn || own.includes(metric) || open.includes(metric.id)),
  )
  const save = async () => {
    setTried(true)
    if (faulty.length > 0) {
      setOpen([...new Set([...open, ...faulty.map(({ id }) => id)])])
      return
    }
    const answer = await submit('PUT', '/settings/metric-targets', {
      overrides: draftOverrides(metrics, draft),
    })
    if (!answer?.ok) return
    said(t('saved'))
    setTried(false)
    router.refresh()
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 max-md:px-5">
        <span className="relative w-[240px] max-md:w-full">
          <Search size={15} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3" />
          <Text
            type="search"
            aria-label={t('search')}
            placeholder={t('search')}
            className="pl-8!"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </span>
        <Tick checked={onlyOwn} onChange={setOnlyOwn}>
          {t('onlyOwn', { count: own.length })}
        </Tick>
      </div>
      <div className="max-w-[86ch] text-caption text-ink-3 max-md:px-5">
        <p>{t('how')}</p>
        <p>{t('order')}</p>
      </div>
      {shown.length === 0 ? (
        <p className="card px-4 py-5 text-body text-ink-2 max-md:rounded-none max-md:border-x-0 max-md:px-5">
          {onlyOwn && word === '' ? t('noneOwn') : t('none')}
        </p>
      ) : null}
      {groups.map(({ group, name }) => {
        const ofGroup = shown.filter((metric) => metric.group === group)
        return ofGroup.length === 0 ? null : (
          <Card key={group} title={name} className="max-md:rounded-none max-md:border-x-0">
            <ul>
              {ofGroup.map((metric) => (
                <MetricLine
                  key={metric.id}
                  metric={metric}
                  rows={rowsOf(metric.id)}
                  own={own.includes(metric)}
                  open={open.includes(metric.id)}
                  mayWrite={mayWrite}
                  known={{ channel: channels, team: teams }}
                  onOpen={() =>
                    setOpen(
                      open.includes(metric.id) ? open.filter((id) => id !== metric.id) : [...open, metric.id],
                    )
                  }
                  onRows={(rows) => setDraft({ ...draft, [metric.id]: rows })}
                />
              ))}
            </ul>
          </Card>
        )
      })}
      {mayWrite && (changed.length > 0 || refused !== null) ? (
        <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-3 rounded-card border border-line-2 bg-surface px-4 py-2.5 shadow-lg max-md:bottom-[calc(56px+env(safe-area-inset-bottom))] max-md:rounded-none max-md:border-x-0 max-md:px-5">
          <Button type="submit" look="primary" disabled={pending || changed.length === 0}>
            {t('save')}
          </Button>
          <Button look="quiet" disabled={pending} onClick={() => setDraft(initial)}>
            {t('discard')}
          </Button>
          <p className="text-body text-ink-2">{t('changes', { count: changed.length })}</p>
          <p role="alert" className="text-body text-bad empty:hidden">
            {refused ?? (tried && faulty.length > 0 ? t('faulty') : null)}
          </p>
        </div>
      ) : null}
    </form>
  )
}

function MetricLine({
  metric,
  rows,
  own,
  open,
  mayWrite,
  known,
  onOpen,
  onRows,
}: {
  readonly metric: EditedMetric
  readonly rows: readonly DraftRow[]
  readonly own: boolean
  readonly open: boolean
  readonly mayWrite: boolean
  readonly known: { readonly channel: readonly string[]; readonly team: readonly string[] }
  readonly onOpen: () => void
  readonly onRows: (rows: readonly DraftRow[]) => void
}) {
  const t = useTranslations('metricTargets')
  const f = useFormats()
  const company = rows[0]
  const limit = company === undefined ? null : readRow(metric, company).limit
  const shipped = company === undefined ? null : shippedAt(metric, company)
  const places = rows.filter((row) => row.scope !== null && (row.target !== '' || row.watch !== '')).length
  return (
    <li data-metric={metric.id} className="border-t border-line">
      <div className="grid min-h-[46px] grid-cols-[minmax(150px,1.1fr)_minmax(0,2.4fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-1.5 max-md:grid-cols-[minmax(0,1fr)_auto] max-md:px-5 max-md:py-2.5">
        <p className="min-w-0 text-body font-[540] text-ink">
          {metric.label}
          {own ? (
            <span className="ml-2 inline-block rounded-[4px] border border-line-2 px-1.5 text-caption font-[540] whitespace-nowrap text-ink-2">
              {t('own')}
            </span>
          ) : null}
        </p>
        <div className="flex min-w-0 flex-wrap gap-x-4 gap-y-0.5 text-caption max-md:col-span-full max-md:row-start-2">
          {limit === null ? (
            <span className="text-ink-3">{t('noTarget')}</span>
          ) : (
            <BandsLine limit={limit} unit={metric.unit} />
          )}
          {own ? (
            <span className="whitespace-nowrap text-ink-3">
              {shipped === null
                ? t('noShipped')
                : t('shipped', { target: figureText(shipped, metric.unit, f.locale) })}
            </span>
          ) : null}
          {places > 0 ? (
            <span className="whitespace-nowrap text-ink-2">{t('scopes', { count: places })}</span>
          ) : null}
        </div>
        <button
          type="button"
          aria-expanded={open}
          aria-label={t('editOf', { name: metric.label })}
          onClick={onOpen}
          className="inline-flex h-[30px] items-center gap-1 rounded-control px-2 text-body text-ink-2 hover:bg-accent hover:text-ink max-md:h-11"
        >
          {open ? t('close') : t('edit')}
          <ChevronDown size={15} aria-hidden className={cx('transition-transform', open && 'rotate-180')} />
        </button>
      </div>
      {open ? (
        <div className="border-t border-line bg-sunken px-4 py-2 max-md:px-5">
          <p
            aria-hidden
            className="grid grid-cols-[minmax(120px,1.1fr)_140px_140px_minmax(0,2fr)_84px] gap-x-3 pt-1 text-caption text-ink-3 max-lg:hidden"
          >
            <span />
            <span>{t('target')}</span>
            <span>{t('watch')}</span>
          </p>
          <PlaceRows metric={metric} rows={rows} mayWrite={mayWrite} onChange={onRows} />
          {mayWrite ? (
            <div className="border-t border-line py-2.5">
              <AddPlace
                scopes={targetScopes(metric)}
                known={known}
                taken={(scope, key) => rows.some((row) => row.scope === scope && row.key === key)}
                onAdd={(scope, key) => onRows([...rows, { scope, key, target: '', watch: '' }])}
              />
            </div>
          ) : null}
        </div>
      ) : null}
    </li>
  )
}
