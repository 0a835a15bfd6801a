'use client'

import { Plus, Trash2, X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { EditionTabs } from '@/components/settings/edition-tabs'
import { useSubmit } from '@/components/settings/use-submit'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { Choice, Field, Refused, Text } from '@/components/ui/fields'
import { said } from '@/components/ui/toast'
import { durationText } from '@/lib/core/duration-text'
import { dateText, dayNumberAt, parseDate } from '@/lib/core/zone'
import { channelKind } from '@/lib/facts/channel-kind'
import {
  emptyRow,
  KINDS,
  type KindLimits,
  LIMITS,
  type Limit,
  type LimitEdition,
  type LimitRow,
  limitFaults,
  limitSettings,
  readLimit,
} from '@/lib/facts/limit-draft'
import type { ChannelKind } from '@/lib/facts/shapes'
import { channelName } from '@/lib/i18n/names'

type Preview = readonly { readonly limit: Limit; readonly text: string }[]

/** The limits of tickets, an edition at a time; a new edition holds from its day on. */
export function LimitsEditor({
  initial,
  defaults,
  channels,
  teams,
  now,
  mayWrite,
}: {
  readonly initial: readonly LimitEdition[]
  readonly defaults: Readonly<Record<ChannelKind, KindLimits>>
  readonly channels: readonly string[]
  readonly teams: readonly string[]
  readonly now: number
  readonly mayWrite: boolean
}) {
  const t = useTranslations('limits')
  const s = useTranslations('settings')
  const f = useFormats()
  const router = useRouter()
  const [saved, setSaved] = useState(initial)
  const [editions, setEditions] = useState(initial)
  const [at, setAt] = useState(initial.length - 1)
  const [tried, setTried] = useState(false)
  const [preview, setPreview] = useState<{ readonly row: string; readonly lines: Preview } | null>(null)
  const { pending, submit, refused } = useSubmit(() =>
    import('@/lib/facts/config').then((file) => file.targetSettingsSchema),
  )
  const today = dateText(dayNumberAt(now, f.zone))
  const edition = editions[at]
  const faults = limitFaults(editions)
  const changed = JSON.stringify(editions) !== JSON.stringify(saved)
  const change = (patch: Partial<LimitEdition>) => {
    setPreview(null)
    setEditions(editions.map((it, i) => (i === at ? { ...it, ...patch } : it)))
  }
  const removed = saved.filter(
    ({ validFrom }) => validFrom <= today && !editions.some((it) => it.validFrom === validFrom),
  )
  const begun =
    edition !== undefined &&
    edition.validFrom <= today &&
    JSON.stringify(saved.find(({ validFrom }) => validFrom === edition.validFrom)) !== JSON.stringify(edition)

  const nameOf = ({ scope, key }: LimitRow) =>
    scope === 'kind'
      ? t(`kind.${key as ChannelKind}`)
      : scope === 'channel'
        ? t('channel', { name: channelName(f.locale, key) })
        : t('team', { name: key })
  /** What holds where the row says nothing. A team's tickets come by several channels: then it depends. */
  const widerOf = (row: LimitRow, limit: Limit): number | null | undefined => {
    if (row.scope === 'team') return undefined
    const kind = row.scope === 'kind' ? (row.key as ChannelKind) : channelKind(row.key)
    if (row.scope === 'channel') {
      const ofKind = edition?.rows.find((it) => it.scope === 'kind' && it.key === kind)
      const set = ofKind === undefined ? undefined : readLimit(limit, ofKind.limits[limit])
      if (set !== undefined && set !== 'wrong') return set
    }
    return defaults[kind][limit]
  }
  const holding = (row: LimitRow, limit: Limit): number | null | undefined => {
    const own = readLimit(limit, row.limits[limit])
    return own === undefined || own === 'wrong' ? widerOf(row, limit) : own
  }
  const textOf = (value: number | null | undefined): string =>
    value === undefined ? '—' : value === null ? t('none') : durationText(value, f.locale)

  const addEdition = () => {
    const last = editions.at(-1)
    const tomorrow = dateText(dayNumberAt(now, f.zone) + 1)
    const after = last === undefined ? null : parseDate(last.validFrom)
    const validFrom =
      last !== undefined && after !== null && last.validFrom >= tomorrow ? dateText(after + 1) : tomorrow
    setEditions([...editions, { validFrom, rows: last?.rows ?? KINDS.map((kind) => emptyRow('kind', kind)) }])
    setAt(editions.length)
    setPreview(null)
  }
  const save = async () => {
    setTried(true)
    if (faults.length > 0) return
    const answer = await submit('PUT', '/settings/limits', limitSettings(editions))
    if (!answer?.ok) return
    said(s('saved'))
    setSaved(editions)
    setTried(false)
    router.refresh()
  }
  const look = async (row: LimitRow) => {
    const lines: { limit: Limit; text: string }[] = []
    for (const limit of ['frt', 'resolution'] as const) {
      const seconds = holding(row, limit)
      if (typeof seconds !== 'number') continue
      const asked = new URLSearchParams({ limit, scope: row.scope, key: row.key, seconds: String(seconds) })
      const answer = await callApi<{ n: number; within: number | null }>(
        'GET',
        `/settings/limits/preview?${asked}`,
      )
      const values = { limit: t(`column.${limit}`), target: textOf(seconds) }
      lines.push({
        limit,
        text: !answer.ok
          ? t('previewFailed')
          : answer.value.within === null
            ? t('previewNone', values)
            : t('previewLine', {
                ...values,
                n: f.count(answer.value.n),
                within: f.share(answer.value.within),
              }),
      })
    }
    setPreview({ row: `${row.scope}:${row.key}`, lines })
  }

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className="flex flex-wrap items-end gap-3 max-md:px-5">
        <EditionTabs
          labels={editions.map(({ validFrom }) => t('edition', { date: validFrom }))}
          at={at}
          onAt={(next) => {
            setAt(next)
            setPreview(null)
          }}
        />
        {mayWrite ? (
          <Button onClick={addEdition} data-do="add-edition">
            <Plus size={15} aria-hidden />
            {t('addEdition')}
          </Button>
        ) : null}
        {changed ? <p className="text-body text-watch">{t('unsaved')}</p> : null}
      </div>
      {edition === undefined ? (
        <Card title={t('defaults')}>
          <LimitTable
            rows={KINDS.map((kind) => emptyRow('kind', kind))}
            nameOf={nameOf}
            placeholder={(row, limit) => textOf(widerOf(row, limit))}
          />
        </Card>
      ) : (
        <fieldset disabled={!mayWrite} className="contents">
          <Card
            title={t('edition', { date: edition.validFrom })}
            hint={t('how')}
            aside={
              mayWrite ? (
                <Button
                  size="small"
                  look="quiet"
                  onClick={() => {
                    setEditions(editions.filter((_, i) => i !== at))
                    setAt(Math.max(editions.length === 1 ? -1 : 0, at - 1))
                  }}
                >
                  <Trash2 size={14} aria-hidden />
                  {t('removeEdition')}
                </Button>
              ) : null
            }
          >
            <div className="flex flex-wrap items-end gap-3 px-4 pb-3 max-md:px-5">
              <Field label={t('validFrom')}>
                <Text
                  type="date"
                  name="validFrom"
                  value={edition.validFrom}
                  onChange={(event) => change({ validFrom: event.currentTarget.value })}
                />
              </Field>
              <p className={cx('min-w-0 flex-1 pb-2 text-body', begun ? 'text-watch' : 'text-ink-3')}>
                {begun
                  ? t('restates', { date: edition.validFrom })
                  : edition.validFrom > today
                    ? t('future', { date: edition.validFrom })
                    : t('order')}
              </p>
            </div>
            <LimitTable
              rows={edition.rows}
              nameOf={nameOf}
              placeholder={(row, limit) => textOf(widerOf(row, limit))}
              onText={(index, limit, text) =>
                change({
                  rows: edition.rows.map((row, i) =>
                    i === index ? { ...row, limits: { ...row.limits, [limit]: text } } : row,
                  ),
                })
              }
              onRemove={(index) => change({ rows: edition.rows.filter((_, i) => i !== index) })}
              onPreview={(row) => void look(row)}
              preview={preview}
            />
            {mayWrite ? (
              <div className="flex flex-wrap gap-3 px-4 py-3 max-md:px-5">
                {(['channel', 'team'] as const).map((scope) => (
                  <Choice
                    key={scope}
                    aria-label={t(scope === 'channel' ? 'addChannel' : 'addTeam')}
                    value=""
                    className="w-auto"
                    onChange={(event) => {
                      const key = event.currentTarget.value
                      if (key !== '') change({ rows: [...edition.rows, emptyRow(scope, key)] })
                    }}
                  >
                    <option value="">{t(scope === 'channel' ? 'addChannel' : 'addTeam')}</option>
                    {(scope === 'channel' ? channels : teams)
                      .filter((key) => !edition.rows.some((row) => row.scope === scope && row.key === key))
                      .map((key) => (
                        <option key={key} value={key}>
                          {scope === 'channel' ? channelName(f.locale, key) : key}
                        </option>
                      ))}
                  </Choice>
                ))}
              </div>
            ) : null}
          </Card>
        </fieldset>
      )}
      {mayWrite && (changed || edition !== undefined) ? (
        <div className="flex flex-col gap-2 max-md:px-5">
          {removed.length === 0 ? null : (
            <p className="text-body text-watch">
              {t('removes', { dates: f.list(removed.map(({ validFrom }) => validFrom)) })}
            </p>
          )}
          <Refused>{tried && faults[0] !== undefined ? t(`fault.${faults[0].code}`) : null}</Refused>
          <Refused>{refused}</Refused>
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" look="primary" disabled={pending || !changed}>
              {t('save')}
            </Button>
            <p className="text-caption text-ink-3">{t('warning')}</p>
          </div>
        </div>
      ) : null}
    </form>
  )
}

/** Rows of limits: fields where `onText` takes what is typed, else what holds. */
function LimitTable({
  rows,
  nameOf,
  placeholder,
  onText,
  onRemove,
  onPreview,
  preview,
}: {
  readonly rows: readonly LimitRow[]
  readonly nameOf: (row: LimitRow) => string
  /** what holds where nothing is typed */
  readonly placeholder: (row: LimitRow, limit: Limit) => string
  readonly onText?: (index: number, limit: Limit, text: string) => void
  readonly onRemove?: (index: number) => void
  readonly onPreview?: (row: LimitRow) => void
  readonly preview?: { readonly row: string; readonly lines: Preview } | null
}) {
  const t = useTranslations('limits')
  return (
    <div className="overflow-x-auto px-4 pb-3 max-md:px-5">
      <table className="w-full min-w-[720px] border-collapse text-body max-md:block max-md:min-w-0">
        <thead className="max-md:sr-only">
          <tr className="text-left text-caption text-ink-3">
            <th scope="col" className="h-[30px] pr-3 font-[420]">
              {t('column.scope')}
            </th>
            {LIMITS.map((limit) => (
              <th key={limit} scope="col" title={t(`hint.${limit}`)} className="px-1.5 font-[420]">
                {t(`column.${limit}`)}
              </th>
            ))}
            <th aria-label={t('preview')} />
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.map((row, index) => {
            const name = nameOf(row)
            const id = `${row.scope}:${row.key}`
            return (
              <tr key={id} data-limits={id} className="border-t border-line max-md:block max-md:py-3">
                <th scope="row" className="py-2 pr-3 text-left align-top font-[540] text-ink max-md:block">
                  {name}
                  {preview?.row === id ? (
                    <ul aria-live="polite" className="mt-1 text-caption font-[420] text-ink-2" data-preview>
                      {preview.lines.map(({ limit, text }) => (
                        <li key={limit}>{text}</li>
                      ))}
                    </ul>
                  ) : null}
                </th>
                {LIMITS.map((limit) => {
                  const wrong = readLimit(limit, row.limits[limit]) === 'wrong'
                  const label = `${name} · ${t(`column.${limit}`)}`
                  return (
                    <td
                      key={limit}
                      className="px-1.5 py-1.5 align-top max-md:flex max-md:items-center max-md:gap-3 max-md:px-0"
                    >
                      <span className="w-[104px] shrink-0 text-ink-3 md:hidden">{t(`column.${limit}`)}</span>
                      {onText === undefined ? (
                        <span className="tabular-nums text-ink">{placeholder(row, limit)}</span>
                      ) : (
                        <span className="block min-w-0 flex-1">
                          <Text
                            aria-label={label}
                            aria-invalid={wrong}
                            autoComplete="off"
                            maxLength={40}
                            placeholder={placeholder(row, limit)}
                            value={row.limits[limit]}
                            onChange={(event) => onText(index, limit, event.currentTarget.value)}
                          />
                          {wrong ? (
                            <span role="alert" className="block pt-1 text-caption text-bad">
                              {t('wrong')}
                            </span>
                          ) : null}
                        </span>
                      )}
                    </td>
                  )
                })}
                <td className="py-1.5 text-right align-top whitespace-nowrap max-md:block">
                  {onPreview === undefined ? null : (
                    <button
                      type="button"
                      aria-label={t('previewOf', { name })}
                      onClick={() => onPreview(row)}
                      className="h-[34px] rounded-control px-2 text-caption text-ink-2 hover:bg-accent hover:text-ink max-md:h-11"
                    >
                      {t('preview')}
                    </button>
                  )}
                  {onRemove === undefined || row.scope === 'kind' ? null : (
                    <button
                      type="button"
                      aria-label={t('removeRow', { name })}
                      onClick={() => onRemove(index)}
                      className="ml-1 inline-grid size-[30px] place-items-center rounded-control text-ink-3 hover:bg-accent hover:text-ink max-md:size-11"
                    >
                      <X size={15} aria-hidden />
                    </button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
