import type { ReactNode } from 'react'
import { cx } from '@/components/ui/classes'
import type { PageKit } from '@/components/views/page-kit'
import { AUDIENCES, type Audience } from '@/lib/alerts/types'
import type { Unit } from '@/lib/metrics/types'
import { countsConversations, targetText, type Worded } from './words'

interface TimelineEvent {
  readonly id: string
  readonly at: string
  readonly kind: string
  /** null = the product itself */
  readonly by: string | null
  readonly body: Readonly<Record<string, unknown>>
}

interface Told {
  readonly step: string
  readonly targetKind: string
  readonly person: string | null
}

/** What the timeline is made of. */
export interface Timed extends Worded {
  readonly events: readonly TimelineEvent[]
  readonly deliveries: readonly Told[]
  readonly causes: readonly {
    readonly id: string
    readonly label: { readonly zh: string; readonly en: string }
  }[]
  readonly cause: string | null
  readonly acknowledgedAt: string | null
  readonly nextStepAt: string | null
  readonly nextStep: { readonly audiences: readonly string[] } | null
  readonly recovery: {
    readonly kind: 'number' | 'answered'
    readonly done: number
    readonly needed: number
    readonly limit: number | null
    readonly provenAt: number | null
  }
  readonly assignee: { readonly name: string } | null
}

interface Line {
  readonly key: string
  /** the time as written, and its day where it is another one; null = to come */
  readonly at: string | null
  readonly day?: string
  readonly text: ReactNode
  readonly sub: ReactNode
}

const numberIn = (body: TimelineEvent['body'], name: string): number | null => {
  const value = body[name]
  return typeof value === 'number' ? value : null
}
const textIn = (body: TimelineEvent['body'], name: string): string | null => {
  const value = body[name]
  return typeof value === 'string' && value !== '' ? value : null
}
const personIn = (body: TimelineEvent['body'], name: string): string | null => {
  const value = body[name]
  return typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : null
}

/** The cause's name in the company's list; one that is no longer there is shown as it was kept. */
export function causeName({ causes }: Pick<Timed, 'causes'>, id: string, locale: 'zh' | 'en'): string {
  return causes.find((cause) => cause.id === id)?.label[locale] ?? id
}

/** What happened, oldest first: done = filled dots; then what is still to come and who owes it, with hollow ones. */
export function IncidentTimeline({ incident, page }: { readonly incident: Timed; readonly page: PageKit }) {
  const { t } = page
  const done = linesOf(incident, page)
  const ahead = aheadOf(incident, page)
  const lines = [...done, ...ahead]
  return (
    <ol data-timeline aria-label={t('incidents.timeline')} className="px-4 pb-3 max-md:px-5">
      {lines.map((line, i) => (
        <li
          key={line.key}
          data-done={line.at !== null}
          className="relative grid grid-cols-[56px_24px_minmax(0,1fr)] pb-3 max-md:grid-cols-[60px_28px_minmax(0,1fr)]"
        >
          <span
            className={cx(
              'text-body whitespace-nowrap max-md:text-phone',
              line.at === null ? 'text-ink-3' : 'text-ink-2',
            )}
          >
            {line.at ?? t('incidents.pending')}
            {line.day === undefined ? null : (
              <span className="block text-caption text-ink-3">{line.day}</span>
            )}
          </span>
          <span aria-hidden className="relative flex justify-center">
            {i < lines.length - 1 ? <span className="absolute top-[18px] -bottom-2 w-px bg-line-2" /> : null}
            <span
              className={cx(
                'mt-[6px] size-2 shrink-0 rounded-full',
                line.at === null ? 'border-[1.5px] border-ink-2' : 'bg-ink-2',
              )}
            />
          </span>
          <div className="min-w-0">
            <p
              className={cx(
                'text-body break-words max-md:text-phone',
                line.at === null ? 'text-ink-2' : 'text-ink',
              )}
            >
              {line.text}
            </p>
            {line.sub ? (
              <p className="text-caption break-words whitespace-pre-line text-ink-3">{line.sub}</p>
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  )
}

function linesOf(incident: Timed, page: PageKit): Line[] {
  const { f } = page
  const sameDay = (at: string) => f.day(at) === f.day(page.ctx.now)
  return incident.events.flatMap((event): Line[] => {
    const words = wordsOf(event, incident, page)
    if (words === null) return []
    return [
      {
        key: event.id,
        at: f.time(event.at),
        ...(sameDay(event.at) ? {} : { day: f.axisDay(event.at) }),
        ...words,
      },
    ]
  })
}

type Words = Pick<Line, 'text' | 'sub'>

function wordsOf(event: TimelineEvent, incident: Timed, page: PageKit): Words | null {
  const { t, f, locale } = page
  const { body } = event
  const by = event.by ?? t('incidents.event.system')
  const unit: Unit = incident.unit
  const value = numberIn(body, 'value')
  const number = value === null ? null : f.value(unit, value)
  const words = (text: ReactNode, sub: ReactNode = null): Words => ({ text, sub })
  switch (event.kind) {
    case 'opened': {
      const target = targetText(incident, f)
      return number === null || target === null || countsConversations(incident)
        ? words(t('incidents.event.opened'))
        : words(t('incidents.event.openedValue', { value: number, limit: target }))
    }
    case 'told':
    case 'escalated': {
      if (body.byHand === true) return words(t('incidents.event.escalatedBy', { by }))
      const step = textIn(body, 'step')
      const { people, media } = toldOf(incident, step, page)
      if (body.repeated !== undefined) return words(t('incidents.event.repeated'), media)
      const who = people === '' ? media : people
      if (event.kind === 'escalated')
        return who === ''
          ? words(t('incidents.event.escalated'))
          : words(t('incidents.event.escalatedTo', { who }), people === '' ? null : media)
      return who === '' ? null : words(t('incidents.event.told', { who }), people === '' ? null : media)
    }
    case 'acknowledged': {
      const after = numberIn(body, 'afterSeconds')
      return words(
        t('incidents.event.acknowledged', { by }),
        after === null ? null : t('incidents.event.acknowledgedAfter', { span: f.span(after) }),
      )
    }
    case 'assigned': {
      const who = personIn(body, 'assignee')
      const note = textIn(body, 'note')
      if (who === null) return words(t('incidents.event.unassigned', { by }), note)
      return words(
        who === event.by ? t('incidents.event.taken', { who }) : t('incidents.event.assigned', { by, who }),
        note,
      )
    }
    case 'handed_over':
      return words(
        t('incidents.event.handed_over', { by, who: personIn(body, 'assignee') ?? '' }),
        textIn(body, 'note'),
      )
    case 'commented': {
      const cause = textIn(body, 'cause')
      return words(
        textIn(body, 'text') ?? '',
        [
          by,
          ...(cause === null
            ? []
            : [t('incidents.event.causeNoted', { cause: causeName(incident, cause, locale) })]),
        ].join(' · '),
      )
    }
    case 'snoozed': {
      const until = textIn(body, 'until')
      return words(
        until === null
          ? t('incidents.event.unsnoozed', { by })
          : t('incidents.event.snoozed', { by, time: f.dateTime(until) }),
      )
    }
    case 'value':
      return body.flapping === true
        ? words(t('incidents.event.flapping'))
        : number === null
          ? null
          : words(t('incidents.event.value', { value: number }))
    case 'worse':
      return words(
        number === null ? t('incidents.event.worsePlain') : t('incidents.event.worse', { value: number }),
      )
    case 'recovered':
      return words(
        number === null || countsConversations(incident)
          ? t('incidents.event.recovered')
          : t('incidents.event.recoveredValue', { value: number }),
      )
    case 'resolved': {
      const cause = textIn(body, 'cause')
      return words(
        event.by === null ? t('incidents.event.resolvedAuto') : t('incidents.event.resolved', { by }),
        [
          ...(cause === null
            ? []
            : [t('incidents.event.causeNoted', { cause: causeName(incident, cause, locale) })]),
          textIn(body, 'reason') ?? '',
        ]
          .filter((part) => part !== '')
          .join('\n'),
      )
    }
    case 'reopened':
      return words(t('incidents.event.reopened', { by }), textIn(body, 'reason'))
    case 'relapsed':
    case 'task':
    case 'quiet':
    case 'digest':
      return words(t(`incidents.event.${event.kind}`))
    default:
      return words(event.kind)
  }
}

/** Whom a step of the ladder reached, and by what. */
function toldOf(
  { deliveries }: Timed,
  step: string | null,
  { t, f }: PageKit,
): { readonly people: string; readonly media: string } {
  const own = deliveries.filter((delivery) => delivery.step === step)
  const people = [...new Set(own.flatMap(({ person }) => (person === null ? [] : [person])))]
  const media = [...new Set(own.map(({ targetKind }) => mediumName(targetKind, t)))]
  return { people: f.list(people), media: f.list(media) }
}

const MEDIA = ['inbox', 'wall', 'email', 'wecom', 'dingtalk', 'feishu', 'slack', 'webhook', 'sms'] as const

/** 企业微信、大屏 … */
export function mediumName(kind: string, t: PageKit['t']): string {
  const known = MEDIA.find((medium) => medium === kind)
  return known === undefined ? kind : t(`incidents.medium.${known}`)
}

function audienceNames(audiences: readonly string[], { t, f }: PageKit): string {
  return f.list(
    audiences.flatMap((id) => {
      const known = AUDIENCES.find((audience): audience is Audience => audience === id)
      return known === undefined ? [] : [t(`incidents.audience.${known}`)]
    }),
  )
}

/** What is still owed: an acknowledgement, the number's recovery, the cause. */
function aheadOf(incident: Timed, page: PageKit): Line[] {
  const { t, f } = page
  const { recovery } = incident
  const lines: Line[] = []
  if (incident.state === 'open' && incident.acknowledgedAt === null && incident.nextStepAt !== null) {
    const who = incident.nextStep === null ? '' : audienceNames(incident.nextStep.audiences, page)
    lines.push({
      key: 'acknowledge',
      at: null,
      text: t('incidents.todo.acknowledge'),
      sub: who === '' ? null : `${f.time(incident.nextStepAt)} ${t('incidents.todo.escalate', { who })}`,
    })
  }
  if (incident.state !== 'resolved') {
    const { done, needed } = recovery
    const target = targetText(incident, f)
    lines.push(
      recovery.kind === 'answered'
        ? {
            key: 'recover',
            at: null,
            text: t('incidents.todo.answered', { done, needed }),
            sub: t('incidents.todo.answeredHint'),
          }
        : {
            key: 'recover',
            at: null,
            text: t('incidents.todo.recover', { done, needed }),
            sub:
              incident.state === 'recovered'
                ? t('incidents.todo.proving')
                : target === null
                  ? t('incidents.todo.recoverHintPlain', { needed })
                  : t('incidents.todo.recoverHint', { needed, limit: target }),
          },
    )
  }
  return lines
}
