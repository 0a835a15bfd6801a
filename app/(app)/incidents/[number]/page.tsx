import { ChevronLeft } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { type ReactNode, Suspense } from 'react'
import { answerOf, settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { CauseSentence } from '@/components/boards/cause-sentence'
import { ticketHref } from '@/components/boards/figure'
import { IncidentActions } from '@/components/incidents/incident-actions'
import { causeName, IncidentTimeline, mediumName } from '@/components/incidents/incident-timeline'
import { IncidentTrend } from '@/components/incidents/incident-trend'
import {
  countsConversations,
  fineSide,
  lastingSeconds,
  scopeTexts,
  stateOfIncident,
  targetText,
} from '@/components/incidents/words'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { figureData } from '@/components/ui/figure-data'
import { Skeleton } from '@/components/ui/skeleton'
import { StateBadge, StateGlyph, VipBadge } from '@/components/ui/state-badge'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { isAppError } from '@/lib/core/errors'
import { formatInZone, HOUR, startOfDay } from '@/lib/core/zone'
import { agentLabel, channelName } from '@/lib/i18n/names'
import { metricById } from '@/lib/metrics/catalogue'
import { hasTickets } from '@/lib/metrics/ticket-parts'
import { explainIncident } from '@/lib/services/explain-incident'
import { getIncident, type IncidentDetail } from '@/lib/services/get-incident'
import {
  readIncidentComparison,
  readIncidentPhases,
  readIncidentSeries,
} from '@/lib/services/read-incident-series'

type Props = { readonly params: Promise<{ readonly number: string }> }

/** The hour of the day by which a cause is written. */
const CAUSE_HOUR = 18

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('incidents.one', { number: (await params).number.replace(/^A-/i, '') }) }
}

interface Part {
  readonly page: Page
  readonly incident: IncidentDetail
}

/** One incident: what burns, why, what was done about it and who owes what; on a phone with one hand. */
export default async function IncidentPage({ params }: Props) {
  const page = await pageContext()
  const { t, locale } = page
  const incident = await getIncident(page.ctx, (await params).number).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'not_found') notFound()
    throw error
  })
  const part: Part = { page, incident }
  const { number } = incident
  return (
    <PageBody>
      <div className="max-md:hidden">
        <PageHeader
          title={incident.title[locale]}
          trail={{ href: '/incidents', text: t('incidents.title') }}
          badge={<span className="text-caption text-ink-3">{t('incidents.number', { number })}</span>}
        />
      </div>
      <div className="grid h-12 grid-cols-[44px_1fr_44px] items-center px-3 md:hidden">
        <Link
          href="/incidents"
          aria-label={t('incidents.all')}
          className="grid size-11 place-items-center rounded-phone text-ink"
        >
          <ChevronLeft size={20} aria-hidden />
        </Link>
        <p className="text-center text-phone text-ink-3">{t('incidents.one', { number })}</p>
      </div>
      <div
        data-incident={number}
        data-state={incident.state}
        className="grid gap-3 pt-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] max-md:gap-0 max-md:pt-0"
      >
        <div className="flex flex-col gap-3 max-md:contents">
          <Hero {...part} />
          <Suspense fallback={null}>
            <Phases {...part} />
          </Suspense>
          <Resolution {...part} />
          <Members {...part} />
          <Deliveries {...part} />
        </div>
        <div className="flex flex-col gap-3 max-md:contents">
          <Doing {...part} />
          <Card title={t('incidents.timeline')} className={cx('max-md:order-2', SECTION)}>
            <IncidentTimeline incident={incident} page={page} />
          </Card>
        </div>
      </div>
    </PageBody>
  )
}

const SECTION = 'max-md:rounded-none max-md:border-x-0 max-md:border-b-0 max-md:bg-transparent'

const bold = (chunks: ReactNode) => <b className="font-[600] text-ink">{chunks}</b>

function Hero(part: Part) {
  const { page, incident } = part
  const { t, f, ctx, locale } = page
  const state = stateOfIncident(incident)
  const word =
    incident.state === 'open'
      ? t(`incidents.severity.${incident.severity}`)
      : t(`incidents.state.${incident.state}`)
  const span = f.clock(lastingSeconds(incident, ctx.now))
  const target = targetText(incident, f)
  const talks = countsConversations(incident)
  const shown = talks ? (incident.value ?? incident.members.length) : incident.value
  const text = talks ? f.count(shown) : f.value(incident.unit, shown)
  const marks = [
    ...(incident.relapses > 0 ? [t('incidents.relapses', { count: incident.relapses })] : []),
    ...(incident.flapping ? [t('incidents.flapping')] : []),
    ...(incident.snoozedUntil === null
      ? []
      : [t('incidents.snoozed', { time: f.time(incident.snoozedUntil) })]),
    ...(incident.quiet ? [t('incidents.quiet')] : []),
  ]
  const rows = rowsHref(part)
  return (
    <section
      className="card min-w-0 max-md:order-1 max-md:rounded-none max-md:border-0 max-md:bg-transparent"
      aria-label={t('incidents.now')}
    >
      <div className="flex items-baseline justify-between gap-3 px-4 pt-3 text-card max-md:px-5 max-md:text-phone">
        <StateBadge state={state} word={word} />
        <span className="text-ink-2">
          {t.rich(incident.state === 'open' ? 'incidents.lasting' : 'incidents.lasted', {
            span,
            b: bold,
          })}
        </span>
      </div>
      <h1 className="px-5 pt-1 text-[22px] leading-8 font-[620] text-ink md:hidden">
        {incident.title[locale]}
      </h1>
      <div className="flex items-end justify-between gap-4 px-4 pb-3 max-md:px-5">
        <p className="flex min-w-0 items-baseline gap-2">
          <Value href={rows} incident={incident} text={text} value={shown} bad={state === 'bad'} />
          {talks ? (
            <span className="text-body text-ink-2 max-md:text-phone">{t('incidents.conversations')}</span>
          ) : null}
          {incident.vip ? <VipBadge className="self-center" /> : null}
        </p>
        <p className="shrink-0 text-right text-body text-ink-2 max-md:text-phone">
          {target === null || talks ? null : (
            <span className="block">{t.rich('incidents.targetBold', { target, b: bold })}</span>
          )}
          <Suspense fallback={<Skeleton className="ml-auto h-5 w-24" />}>
            <Compared {...part} />
          </Suspense>
          {incident.worst !== null && incident.worst !== incident.value && !talks ? (
            <span className="block text-caption text-ink-3">
              {t('incidents.worst', { value: f.value(incident.unit, incident.worst) })}
            </span>
          ) : null}
        </p>
      </div>
      <p className="flex flex-wrap gap-x-4 gap-y-1 px-4 pb-2 text-caption text-ink-3 max-md:px-5">
        {scopeTexts(incident.scope, locale).map(({ dimension, value, text: name }) => (
          <span key={dimension}>
            <ScopeLink dimension={dimension} value={value} name={name} />
          </span>
        ))}
        {marks.map((mark) => (
          <span key={mark} className="text-watch">
            {mark}
          </span>
        ))}
        {rows === null ? null : (
          <Link href={rows} prefetch={false} className="link">
            {t('incidents.rows')}
          </Link>
        )}
        {incident.rule.name === '' ? null : (
          <Link href={`/rules/${incident.rule.id}`} prefetch={false} className="link">
            {t('incidents.rule')}
          </Link>
        )}
      </p>
      {talks ? null : (
        <Suspense fallback={<Skeleton className="mx-4 mb-4 h-[200px]" />}>
          <Trend {...part} />
        </Suspense>
      )}
      <Suspense fallback={null}>
        <Cause {...part} />
      </Suspense>
    </section>
  )
}

function Value({
  href,
  incident,
  text,
  value,
  bad,
}: {
  readonly href: string | null
  readonly incident: IncidentDetail
  readonly text: string
  readonly value: number | null
  readonly bad: boolean
}) {
  const className = cx(
    'text-[44px] leading-[56px] font-[640] tracking-[-0.03em] max-md:text-[64px] max-md:leading-[80px]',
    bad ? 'text-bad max-md:text-ink' : 'text-ink',
  )
  if (href === null) return <span className={className}>{text}</span>
  return (
    <Link href={href} prefetch={false} className={className} {...figureData(incident.metric ?? '', value)}>
      {text}
    </Link>
  )
}

/** Pages that a part of the company has of its own. */
const PLACES: Readonly<Record<string, string>> = {
  channel: '/channels',
  team: '/teams',
  agent: '/agents',
  product: '/products',
  issueType: '/issue-types',
  region: '/regions',
}

function ScopeLink({
  dimension,
  value,
  name,
}: {
  readonly dimension: string
  readonly value: string | null
  readonly name: string
}) {
  const place = PLACES[dimension]
  if (place === undefined || value === null) return <>{name}</>
  return (
    <Link href={`${place}/${encodeURIComponent(value)}`} prefetch={false} className="link">
      {name}
    </Link>
  )
}

/** The rows behind the number, of the time it is about; null where it has none of its own. */
function rowsHref({ page, incident }: Part): string | null {
  const metric = metricById(incident.metric ?? '')
  if (metric === undefined || !hasTickets(metric)) return null
  const end = Date.parse(incident.resolvedAt ?? incident.recoveredAt ?? '') || page.ctx.now
  const from = Math.min(Date.parse(incident.breachedAt), end - HOUR)
  const query = new URLSearchParams({
    metric: metric.id,
    from: formatInZone(from, page.zone),
    to: formatInZone(end, page.zone),
  })
  for (const [dimension, value] of Object.entries(incident.scope)) {
    if ((metric.dimensions as readonly string[]).includes(dimension)) query.set(dimension, value ?? '')
  }
  return `/tickets?${query}`
}

async function Compared({ page, incident }: Part) {
  const found = answerOf(await settle(readIncidentComparison(page.ctx, incident.id)))
  if (found === null) return null
  const { t, f } = page
  const change =
    incident.unit === 'share' || found.before === 0
      ? f.change(incident.unit, found.value - found.before)
      : f.relative(found.value / found.before - 1)
  return <span className="block">{t.rich('incidents.compare', { change, b: bold })}</span>
}

async function Trend({ page, incident }: Part) {
  const { t, f, locale } = page
  const found = await settle(readIncidentSeries(page.ctx, incident.id))
  if (!found.ok || found.value === null || found.value.points.every(({ value }) => value === null)) {
    return (
      <p className="mx-4 border-t border-line py-3 text-body text-ink-3 max-md:mx-5">
        {found.ok ? t('incidents.noTrend') : t('error.code', { code: found.code })}
      </p>
    )
  }
  const series = found.value
  const metric = metricById(series.metric)
  const last = series.points.findLast(({ value }) => value !== null)?.value ?? null
  const out =
    last !== null && series.limit !== null && (series.op === '<=' ? last > series.limit : last < series.limit)
  return (
    <div className="relative border-t border-line pt-9 max-md:mx-0 max-md:border-0 max-md:pt-2">
      <p className="absolute top-2.5 left-4 text-caption text-ink-3 max-md:hidden">
        {t('incidents.trend')} · {metric?.text[locale].label ?? series.metric} · {t('incidents.trendHint')}
      </p>
      <IncidentTrend
        series={series}
        state={out ? incident.severity : 'ok'}
        name={metric?.text[locale].label ?? series.metric}
        scope={{
          channels: incident.scope.channel ? [incident.scope.channel] : [],
          teams: incident.teams,
        }}
      />
      <span className="sr-only">{f.period(series.from, series.to)}</span>
    </div>
  )
}

async function Cause({ page, incident }: Part) {
  const cause = answerOf(await settle(explainIncident(page.ctx, incident.id)))
  if (cause === null) return null
  const { t, locale } = page
  const metric = metricById(cause.metric)
  const label = metric?.text[locale].label ?? cause.metric
  const name =
    cause.channel === null
      ? label
      : `${channelName(locale, cause.channel)}${locale === 'zh' ? '' : ' '}${label}`
  return (
    <div className="mx-4 border-t border-line py-3 max-md:mx-5" data-cause>
      <h2 className="sr-only">{t('incidents.why')}</h2>
      <p className="text-body text-ink-2 max-md:text-phone [&_b]:font-[600] [&_b]:text-ink">
        <CauseSentence cause={cause} name={name} hour />
      </p>
    </div>
  )
}

/** Owner, cause and what can be done. */
function Doing({ page, incident }: Part) {
  const { t, f, locale } = page
  const due = causeDue(incident, page.zone)
  return (
    <section aria-label={t('incidents.act.label')} className={cx('card min-w-0 max-md:order-3', SECTION)}>
      <dl className="flex flex-wrap justify-between gap-x-6 gap-y-1 px-4 pt-3 pb-3 text-body max-md:px-5 max-md:text-phone">
        <div className="flex gap-3">
          <dt className="text-ink-3">{t('incidents.owner')}</dt>
          <dd className={incident.assignee === null ? 'text-ink-3' : 'text-ink'} data-owner>
            {incident.assignee?.name ?? t('incidents.nobody')}
          </dd>
        </div>
        <div className="flex gap-3">
          <dt className="text-ink-3">{t('incidents.cause')}</dt>
          <dd className="text-ink" data-cause-label>
            {incident.cause === null
              ? t('incidents.causeBy', {
                  time: f.day(due) === f.day(page.ctx.now) ? f.time(due) : f.dateTime(due),
                })
              : causeName(incident, incident.cause, locale)}
          </dd>
        </div>
      </dl>
      {incident.mayAct ? (
        <IncidentActions
          incident={{
            number: incident.number,
            state: incident.state,
            acknowledged: incident.acknowledgedAt !== null,
            assigned: incident.assignee !== null,
            snoozed: incident.snoozedUntil !== null,
            cause: incident.cause,
            escalates: incident.escalates,
            proven: incident.recovery.proof !== null,
            causes: incident.causes,
          }}
        />
      ) : (
        <p className="px-4 pb-3 text-body text-ink-3 max-md:px-5">{t('incidents.act.readOnly')}</p>
      )}
    </section>
  )
}

/** The cause is written the same day, or by the next day's end where it fired late. */
function causeDue({ openedAt }: IncidentDetail, zone: string): number {
  const at = Date.parse(openedAt)
  const end = startOfDay(at, zone) + CAUSE_HOUR * HOUR
  return at < end - HOUR ? end : startOfDay(at + 24 * HOUR, zone) + CAUSE_HOUR * HOUR
}

async function Phases({ page, incident }: Part) {
  if (incident.state !== 'resolved') return null
  const phases = answerOf(await settle(readIncidentPhases(page.ctx, incident.id))) ?? []
  if (phases.length === 0) return null
  const { t, f } = page
  const side = fineSide(incident)
  const most = Math.max(...phases.map(({ value }) => value ?? 0), incident.limit ?? 0)
  return (
    <Card title={t('incidents.before')} className={cx('max-md:order-4', SECTION)}>
      <ul data-phases>
        {phases.map(({ phase, from, to, value, n }) => {
          const out =
            value !== null &&
            incident.limit !== null &&
            (side === '<=' ? value > incident.limit : value < incident.limit)
          const query = phaseQuery({ page, incident }, from, to)
          return (
            <li
              key={phase}
              className="grid min-h-[34px] grid-cols-[112px_minmax(0,1fr)_72px_64px] items-center gap-3 border-t border-line px-4 text-body max-md:px-5"
            >
              <span className="text-ink-2">{t(`incidents.phase.${phase}`)}</span>
              <span aria-hidden className="relative h-1.5">
                <span
                  className={cx('absolute inset-y-0 left-0', out ? 'bg-bad' : 'bg-faint')}
                  style={{ width: `${most > 0 ? ((value ?? 0) / most) * 100 : 0}%` }}
                />
                {incident.limit === null || most === 0 ? null : (
                  <span
                    className="absolute -top-1 h-3.5 w-px bg-ink"
                    style={{ left: `${(incident.limit / most) * 100}%` }}
                  />
                )}
              </span>
              <span className={cx('text-right font-[600]', out ? 'text-bad' : 'text-ink')}>
                {query === null ? (
                  f.value(incident.unit, value)
                ) : (
                  <Link href={query} prefetch={false} {...figureData(incident.metric ?? '', value, n)}>
                    {f.value(incident.unit, value)}
                  </Link>
                )}
              </span>
              <span className="text-right text-caption text-ink-3">{f.n(n)}</span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function phaseQuery({ page, incident }: Part, from: number, to: number): string | null {
  const href = rowsHref({ page, incident })
  if (href === null) return null
  const query = new URLSearchParams(href.slice(href.indexOf('?')))
  query.set('from', formatInZone(from, page.zone))
  query.set('to', formatInZone(to, page.zone))
  return `/tickets?${query}`
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function Resolution({ page, incident }: Part) {
  const { resolution } = incident
  if (incident.state !== 'resolved' || !isRecord(resolution)) return null
  const { t, f } = page
  const proof = isRecord(resolution.proof) ? resolution.proof : null
  const answered = proof === null ? null : proof.answered
  const reason = typeof resolution.reason === 'string' ? resolution.reason : null
  const by = incident.events.findLast(({ kind }) => kind === 'resolved')?.by ?? null
  return (
    <Card title={t('incidents.resolution')} className={cx('max-md:order-4', SECTION)}>
      <div
        className="border-t border-line px-4 py-3 text-body text-ink max-md:px-5"
        data-proof={proof !== null}
      >
        <p>
          {proof === null
            ? t('incidents.reasonInstead', { who: by ?? t('incidents.event.system') })
            : typeof answered === 'number'
              ? t('incidents.proofAnswered', { count: answered })
              : t('incidents.proofNumber', {
                  from: f.time(instantOf(proof.from, page.ctx.now)),
                  to: f.time(instantOf(proof.to, page.ctx.now)),
                })}
        </p>
        {reason === null ? null : <p className="pt-1 whitespace-pre-wrap text-ink-2">{reason}</p>}
        {resolution.by === 'number' ? <p className="pt-1 text-ink-3">{t('incidents.byNumber')}</p> : null}
      </div>
    </Card>
  )
}

const instantOf = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise

function Members({ page, incident }: Part) {
  const { members } = incident
  if (members.length === 0) return null
  const { t, f, ctx, locale } = page
  const waits = members.filter(({ closedAt }) => closedAt === null).length
  return (
    <Card
      title={t('incidents.members')}
      hint={t('incidents.membersHint', { open: waits, closed: members.length - waits })}
      className={cx('max-md:order-4', SECTION)}
    >
      <ul data-members={members.length}>
        {members.map((member) => {
          const over = (ctx.now - Date.parse(member.dueAt)) / 1000
          return (
            <li key={`${member.source} ${member.subject} ${member.phase}`} className="border-t border-line">
              <Link
                href={ticketHref(member.source, member.subject)}
                prefetch={false}
                className="flex min-h-[34px] items-center gap-3 px-4 text-body hover:bg-accent max-md:min-h-12 max-md:px-5 max-md:text-phone"
              >
                <StateGlyph state={member.closedAt === null ? 'bad' : 'ok'} />
                <span className="flex min-w-0 flex-1 items-center gap-2 truncate text-ink">
                  {member.who ?? member.subject}
                  {member.vip ? <VipBadge /> : null}
                  <span className="text-caption text-ink-3">
                    {channelName(locale, member.channel)}
                    {member.agent === null ? '' : ` · ${agentLabel(member.agent)}`}
                  </span>
                </span>
                <span className={member.closedAt === null ? 'text-bad' : 'text-ink-3'}>
                  {member.closedAt === null
                    ? f.countdown(-over)
                    : t('incidents.answered', { time: f.time(member.closedAt) })}
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

const SENT_STATE = {
  waiting: 'watch',
  sending: 'watch',
  sent: 'ok',
  failed: 'bad',
  digested: 'ok',
  dropped: 'none',
} as const

function Deliveries({ page, incident }: Part) {
  const { t, f } = page
  const { deliveries } = incident
  return (
    <Card title={t('incidents.deliveries')} className={cx('max-md:order-5', SECTION)}>
      {deliveries.length === 0 ? (
        <p className="border-t border-line px-4 py-3 text-body text-ink-3 max-md:px-5">
          {t('incidents.deliveriesEmpty')}
        </p>
      ) : (
        <ul data-deliveries={deliveries.length}>
          {deliveries.map((delivery) => {
            const state = isSent(delivery.state) ? delivery.state : 'waiting'
            const notes = [
              t(`incidents.delivery.${delivery.digested ? 'digested' : state}`),
              ...(delivery.attempts > 1
                ? [t('incidents.delivery.attempts', { count: delivery.attempts })]
                : []),
              ...(state === 'waiting' && delivery.attempts > 0
                ? [t('incidents.delivery.next', { time: f.time(delivery.nextAt) })]
                : []),
            ]
            return (
              <li
                key={delivery.id}
                className="grid min-h-[34px] grid-cols-[52px_84px_minmax(0,1fr)] items-baseline gap-x-3 border-t border-line px-4 py-1.5 text-body max-md:px-5"
              >
                <span className="text-ink-3">{f.time(delivery.sentAt ?? delivery.createdAt)}</span>
                <span className="truncate text-ink-2">{kindName(delivery.kind, page)}</span>
                <span className="min-w-0 text-ink">
                  <span className="pr-2">
                    {delivery.person ?? (delivery.target || mediumName(delivery.targetKind, t))}
                  </span>
                  <span className="pr-2 text-caption text-ink-3">{mediumName(delivery.targetKind, t)}</span>
                  <span className="inline-flex items-center gap-1 text-caption text-ink-2">
                    <StateGlyph state={SENT_STATE[state]} size="9px" />
                    {notes.join(' · ')}
                    {delivery.resent ? (
                      <b className="font-[600] text-watch">{t('incidents.delivery.resent')}</b>
                    ) : null}
                  </span>
                  {delivery.error === null ? null : (
                    <span className="block text-caption break-words text-ink-3">{delivery.error}</span>
                  )}
                </span>
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}

const isSent = (state: string): state is keyof typeof SENT_STATE => state in SENT_STATE

function kindName(kind: string, { t }: Page): ReactNode {
  return t.has(`notify.kind.${kind}` as 'notify.kind.fired')
    ? t(`notify.kind.${kind}` as 'notify.kind.fired')
    : kind
}
