'use client'

import { Check } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button, button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { type Outcome, outcomeOf, type Timing, tryLimit } from '@/lib/alerts/backtest'
import type { Backtest } from '@/lib/alerts/backtest-answer'
import type { Limit } from '@/lib/alerts/kinds/limits'
import { BacktestChart, outsideOf } from './backtest-chart'
import { type Beside, falseAlarmsOf, linesOf, outcomeAt, rowsOf, type Tried, trialOf, tryAll } from './trial'
import { type NumberKind, writeNumber } from './written'

export interface Tries extends Beside {
  readonly limit: Limit
  /** each line has a limit of its own until one is chosen */
  readonly own: boolean
  readonly timing: Timing
  /** the limit of the stored edition, where it is of the same number */
  readonly saved: number | null
  readonly version: number
  readonly disabled: boolean
  readonly tabs?: ReactNode
  readonly onLimit: (limit: number) => void
  /** the same number against the band of its history; absent = there is no such rule */
  readonly onAdaptive?: (() => void) | undefined
}

/** The past of a rule under its limit; other limits beside it; the one to take, with its arithmetic. */
export function BacktestPanel({
  answer,
  busy,
  text,
  onAgain,
  ...tries
}: Tries & {
  /** null = `text` says why */
  readonly answer: Backtest | null
  readonly busy: boolean
  readonly text: string
  readonly onAgain: (() => void) | null
}) {
  const t = useTranslations('rules.backtest')
  if (answer !== null && answer.series.length > 0) return <Known answer={answer} busy={busy} {...tries} />
  return (
    <Card title={t('title')} className="mt-3">
      {tries.tabs}
      <div
        role="status"
        className="grid h-[372px] place-items-center px-6 text-center text-body text-ink-3 max-md:h-[200px]"
      >
        <div className="max-w-[52ch]">
          {text}
          {onAgain === null ? null : (
            <div className="mt-3">
              <Button onClick={onAgain}>{t('again')}</Button>
            </div>
          )}
        </div>
      </div>
    </Card>
  )
}

const GRAINS = {
  state: 'grainState',
  longest: 'grainLongest',
} as const

function Known({
  answer,
  busy,
  limit,
  own,
  joined,
  whole,
  timing,
  saved,
  version,
  disabled,
  tabs,
  onLimit,
  onAdaptive,
}: Tries & { readonly answer: Backtest; readonly busy: boolean }) {
  const t = useTranslations('rules.backtest')
  const f = useFormats()
  const lines = useMemo(() => linesOf(answer), [answer])
  const { op, recoverAt } = limit
  const recoverBy = recoverAt === null ? null : Math.round((limit.limit - recoverAt) * 1e6) / 1e6
  const { forSeconds, recoverTimes, everySeconds, keepFiringSeconds } = timing
  // The limit itself is no part of it, so that the table stays while the handle moves.
  const trial = useMemo(
    () =>
      trialOf(
        answer,
        lines,
        { op, limit: 0, recoverAt: recoverBy === null ? null : -recoverBy },
        { forSeconds, recoverTimes, everySeconds, keepFiringSeconds },
        { joined, whole },
      ),
    [answer, lines, op, recoverBy, forSeconds, recoverTimes, everySeconds, keepFiringSeconds, joined, whole],
  )
  const tried = useMemo(
    () =>
      tryAll(
        trial,
        answer,
        [answer.target, saved].flatMap((it) => it ?? []),
      ),
    [trial, answer, saved],
  )
  const chosen = own ? null : limit.limit
  const firings = useMemo(() => tryLimit(trial, chosen), [trial, chosen])
  const current = useMemo(() => (chosen === null ? null : outcomeAt(trial, chosen)), [trial, chosen])
  const longer = useMemo(() => outcomeOf(0, firings, trial.known, trial.period).longer, [firings, trial])
  const [key, setKey] = useState<string | null>(null)
  const busiest = useMemo(() => {
    const counts = new Map<string, number>()
    for (const firing of firings) counts.set(firing.key, (counts.get(firing.key) ?? 0) + 1)
    return counts
  }, [firings])
  const shown = answer.series.find((series) => series.key === key) ?? answer.series[0]
  if (shown === undefined) return null
  const here = whole ? firings : firings.filter((firing) => firing.key === shown.key)
  const falseAlarms = falseAlarmsOf(here, trial)
  const kind: NumberKind = answer.scale === 'value' ? answer.unit : answer.scale
  const drawn = chosen ?? shown.limit ?? limit.limit
  const outside = outsideOf(shown, answer, drawn)
  const grain =
    answer.reading === 'window' ? (answer.stepMs === 900_000 ? 'grain' : 'grainHour') : GRAINS[answer.reading]
  return (
    <>
      <Card
        title={t('title')}
        hint={
          <>
            <span>
              {t('range', { from: f.day(answer.from), to: f.day(answer.to - 1) })} · {t(grain)}
              {answer.leftOut
                ? ` · ${t(answer.reading === 'longest' ? 'leftOutSources' : 'leftOut', { count: answer.series.length })}`
                : ''}
              {answer.approximate ? ` · ${t('approximate')}` : ''}
            </span>
            {answer.series.length > 1 ? (
              <label className="flex items-center gap-1.5 text-ink-2">
                {t('draws')}
                <select
                  value={shown.key}
                  onChange={(event) => setKey(event.currentTarget.value)}
                  className="h-[26px] rounded-control border border-line-2 bg-surface px-1.5 text-caption text-ink max-md:h-11"
                >
                  {answer.series.map((series) => (
                    <option key={series.key} value={series.key}>
                      {series.label} ({busiest.get(series.key) ?? 0})
                    </option>
                  ))}
                </select>
              </label>
            ) : null}
          </>
        }
        aside={
          <>
            <span className="flex items-center gap-1.5" data-fires={firings.length}>
              <i aria-hidden className="size-[7px] bg-bad" />
              {t('fires', { count: firings.length })}
              {answer.series.length > 1 && firings.length > 0
                ? ` · ${t('ofAll', { count: here.length })}`
                : ''}
            </span>
            <span data-longer={longer}>{t('longer', { count: longer })}</span>
            <span className="flex items-center gap-1.5">
              <i aria-hidden className="h-2.5 w-3.5 bg-band" />
              {answer.known.length === 0 ? t('knownNone') : t('known', { count: answer.known.length })}
            </span>
          </>
        }
        className="mt-3"
        bodyClassName={cx('px-4 pb-2 max-md:px-3', busy && 'opacity-60')}
      >
        {tabs}
        <BacktestChart
          answer={answer}
          series={shown}
          limit={{ ...limit, limit: drawn }}
          firings={here}
          falseAlarms={falseAlarms}
          kind={kind}
          disabled={disabled}
          onLimit={onLimit}
        />
        {outside.above + outside.below > 0 ? (
          <p className="text-caption text-ink-3">
            {outside.above > 0 ? t('outside', { count: outside.above }) : ''}
            {outside.above > 0 && outside.below > 0 ? ' · ' : ''}
            {outside.below > 0 ? t('outsideLow', { count: outside.below }) : ''}
          </p>
        ) : null}
      </Card>
      <div className="mt-3 grid grid-cols-[2fr_1fr] gap-3 max-lg:grid-cols-1">
        <Alternatives
          rows={rowsOf(
            tried,
            current,
            [answer.target, saved, tried.suggestion?.outcome.limit ?? null],
            trial,
          )}
          tried={tried}
          limit={chosen}
          target={answer.target}
          saved={saved}
          version={version}
          kind={kind}
          disabled={disabled}
          onLimit={onLimit}
        />
        <Suggested
          tried={tried}
          limit={chosen}
          kind={kind}
          known={answer.known.length}
          disabled={disabled}
          onLimit={onLimit}
          onAdaptive={onAdaptive}
        />
      </div>
    </>
  )
}

function Alternatives({
  rows,
  tried,
  limit,
  target,
  saved,
  version,
  kind,
  disabled,
  onLimit,
}: {
  readonly rows: readonly Outcome[]
  readonly tried: Tried
  readonly limit: number | null
  readonly target: number | null
  readonly saved: number | null
  readonly version: number
  readonly kind: NumberKind
  readonly disabled: boolean
  readonly onLimit: (limit: number) => void
}) {
  const t = useTranslations('rules.alternatives')
  const f = useFormats()
  const suggested = tried.suggestion?.outcome.limit ?? null
  const known = rows.some(({ caught }) => caught !== null)
  const total = (row: Outcome) => (row.caught ?? 0) + (row.missed ?? 0)
  const notes = (value: number) =>
    [
      value === target ? t('target') : null,
      value === suggested ? t('suggested') : null,
      value === saved ? t('saved', { version }) : null,
    ].filter((note) => note !== null)
  return (
    <Card title={t('title')} hint={t('hint')} bodyClassName="overflow-x-auto">
      {rows.length === 0 ? (
        <p className="px-4 pb-4 text-body text-ink-3">{t('none')}</p>
      ) : (
        <table className="grid-table">
          <thead>
            <tr>
              <th scope="col">{t('limit')}</th>
              <th scope="col" className="right">
                {t('firings')}
              </th>
              {known ? (
                <>
                  <th scope="col" className="right">
                    {t('caught')}
                  </th>
                  <th scope="col" className="right">
                    {t('missed')}
                  </th>
                  <th scope="col" className="right">
                    {t('falseAlarms')}
                  </th>
                  <th scope="col" className="right">
                    {t('lead')}
                  </th>
                </>
              ) : (
                <>
                  <th scope="col" className="right">
                    {t('longer')}
                  </th>
                  <th scope="col" className="right">
                    {t('longest')}
                  </th>
                  <th scope="col" className="right">
                    {t('week')}
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const on = row.limit === limit
              return (
                <tr
                  key={row.limit}
                  aria-current={on ? 'true' : undefined}
                  className={on ? 'bg-accent shadow-[inset_2px_0_0_var(--ink)]' : undefined}
                >
                  <td>
                    <button
                      type="button"
                      disabled={disabled || on}
                      aria-label={t('use', { limit: writeNumber(kind, row.limit, f) })}
                      onClick={() => onLimit(row.limit)}
                      className="inline-flex items-center gap-2 text-ink disabled:cursor-default max-md:min-h-11"
                    >
                      <span className="font-[600] tabular-nums">{writeNumber(kind, row.limit, f)}</span>
                      <span className="text-caption text-ink-3">{notes(row.limit).join(' · ')}</span>
                    </button>
                  </td>
                  <td className="right text-ink">{f.count(row.firings)}</td>
                  {known ? (
                    <>
                      <td className="right text-ink">
                        {f.count(row.caught)} / {f.count(total(row))}
                      </td>
                      <td className="right">{f.count(row.missed)}</td>
                      <td className="right">{f.count(row.falseAlarms)}</td>
                      <td className="right">{row.leadMs === null ? '—' : f.span(row.leadMs / 1000)}</td>
                    </>
                  ) : (
                    <>
                      <td className="right text-ink">{f.count(row.longer)}</td>
                      <td className="right">{row.firings === 0 ? '—' : f.span(row.longestMs / 1000)}</td>
                      <td className="right">{row.perWeek.toFixed(1)}</td>
                    </>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Card>
  )
}

function Suggested({
  tried,
  limit,
  kind,
  known,
  disabled,
  onLimit,
  onAdaptive,
}: {
  readonly tried: Tried
  readonly limit: number | null
  readonly kind: NumberKind
  readonly known: number
  readonly disabled: boolean
  readonly onLimit: (limit: number) => void
  readonly onAdaptive: (() => void) | undefined
}) {
  const t = useTranslations('rules.suggest')
  const f = useFormats()
  const { suggestion } = tried
  const write = (value: number) => writeNumber(kind, value, f)
  if (suggestion === null) {
    return (
      <Card title={t('none')} hint={t('hint')} bodyClassName="px-4 pb-4">
        <p className="text-body text-ink-2">{t('never')}</p>
      </Card>
    )
  }
  const { outcome, tighter, by } = suggestion
  const adopted = outcome.limit === limit
  return (
    <Card
      title={t('title', { limit: write(outcome.limit) })}
      aside={<span className="text-ink-3">{t('hint')}</span>}
      bodyClassName="flex flex-col gap-3 px-4 pb-4"
    >
      <p className="text-body text-ink-2">
        {by === 'known'
          ? t('known', {
              limit: write(outcome.limit),
              all: known,
              caught: outcome.caught ?? 0,
              wrong: outcome.falseAlarms ?? 0,
              lead: outcome.leadMs === null ? '' : t('lead', { span: f.span(outcome.leadMs / 1000) }),
            })
          : t('noise', {
              limit: write(outcome.limit),
              count: outcome.firings,
              longer: outcome.longer,
              longest: f.span(outcome.longestMs / 1000),
            })}
        {tighter === null ? null : by === 'known' ? (
          <>
            {' '}
            {t('tighterKnown', {
              limit: write(tighter.limit),
              more: Math.max(0, tighter.firings - outcome.firings),
              caught: Math.max(0, (tighter.caught ?? 0) - (outcome.caught ?? 0)),
            })}
          </>
        ) : (
          <>
            {' '}
            {t('tighterNoise', {
              limit: write(tighter.limit),
              count: tighter.firings,
              brief: tighter.firings - tighter.longer,
            })}
          </>
        )}
      </p>
      <div className="flex flex-wrap items-center gap-2.5">
        {adopted ? (
          <span className="inline-flex h-[30px] items-center gap-1.5 text-body font-[560] text-ink">
            <Check size={16} aria-hidden />
            {t('adopted')}
          </span>
        ) : (
          <Button disabled={disabled} onClick={() => onLimit(outcome.limit)}>
            {t('adopt')}
          </Button>
        )}
        {onAdaptive !== undefined && !disabled ? (
          <button type="button" className={button({ look: 'secondary' })} onClick={onAdaptive}>
            {t('adaptive')}
          </button>
        ) : null}
      </div>
      <p className="border-t border-line pt-3 text-caption text-ink-3">
        {t('expect', { count: outcome.perWeek.toFixed(1) })}
        {by === 'known' ? '' : ` · ${t(by === 'least' ? 'least' : 'steady')}`}
      </p>
    </Card>
  )
}
