/** What comes after a conversation: surveys with comments, complaints, suggestions. */
import type { Instant } from '@/lib/facts/event'
import { COMMENTS, type Mood } from './comments'
import type { DemoAgent, IssueType } from './company'
import type { ComplaintCategory } from './phrases'
import { DAY, HOUR, MINUTE, SECOND } from './plan'
import { phrasesOf } from './speech'
import type { TicketWriter } from './writer'

/** How the case went, as far as it moves the rating. */
export interface Experience {
  readonly endedAt: Instant
  /** how long the customer waited for the first human reply, against what is usual for the channel (1 = target) */
  readonly slowness: number
  readonly agent: DemoAgent | null
  readonly issue: IssueType
  readonly transferred: boolean
  readonly reopened: boolean
  readonly campaign: boolean
}

type Feeling = 'good' | 'middling' | 'bad'

function feelingOf(writer: TicketWriter, experience: Experience): Feeling {
  const { random } = writer
  let good = 0.918 + (experience.agent?.care ?? 0)
  if (experience.slowness > 1) good -= 0.09
  if (experience.slowness > 2) good -= 0.12
  if (experience.slowness > 4) good -= 0.12
  if (experience.transferred) good -= 0.08
  if (experience.reopened) good -= 0.2
  if (experience.issue === '商品质量' || experience.issue === '退款') good -= 0.06
  if (experience.issue === '尺寸与材质') good += 0.03
  if (experience.campaign) good -= 0.05
  if (random.chance(good)) return 'good'
  return random.chance(0.4) ? 'middling' : 'bad'
}

function commentOf(writer: TicketWriter, feeling: Feeling): string | null {
  const { random, source } = writer
  if (!random.chance(feeling === 'bad' ? 0.55 : 0.3)) return null
  const mood: Mood = feeling === 'good' && random.chance(0.05) ? 'hidden' : feeling
  return random.pick(COMMENTS[mood][source.language])
}

interface Score {
  readonly kind: string
  readonly scale?: string
  readonly score: number
}

/** A score of this kind that fits the feeling; scales vary by source as they do in life. */
function scoreOf(writer: TicketWriter, kind: string, feeling: Feeling, slow: boolean): Score {
  const { random, source } = writer
  const pick = (good: readonly number[], middling: readonly number[], bad: readonly number[]): number =>
    random.pick(feeling === 'good' ? good : feeling === 'middling' ? middling : bad)
  if (kind === 'nps') {
    return { kind, score: pick([9, 9, 10, 10, 9, 10, 9, 8, 8, 7, 8, 6], [6, 7, 5, 7], [0, 2, 3, 4, 1, 5]) }
  }
  if (kind === 'ces') {
    if (source.channel === 'phone' && random.chance(0.3)) {
      return { kind, scale: '1-7-effort', score: pick([1, 2, 2, 3, 1, 4], [4, 3, 5], [6, 7, 5]) }
    }
    return { kind, score: pick([7, 6, 6, 5, 7, 5, 6, 4], [4, 5, 3], [1, 2, 3]) }
  }
  if (kind === 'resolved')
    return {
      kind,
      score: random.chance(feeling === 'good' ? 0.96 : feeling === 'middling' ? 0.6 : 0.2) ? 1 : 0,
    }
  if (kind === 'csat_first_response' && slow && random.chance(0.45))
    return { kind, score: random.pick([2, 3, 1, 3]) }
  if (source.channel === 'phone' && kind === 'csat') return { kind, scale: '1-3', score: pick([3], [2], [1]) }
  if (source.source === 'demo-web-global' && kind === 'csat') {
    return { kind, scale: '1-2', score: feeling === 'good' ? 2 : 1 }
  }
  return { kind, score: pick([5, 5, 5, 4], [3], [1, 2, 1]) }
}

const KINDS: readonly (readonly [string, number])[] = [
  ['csat', 60],
  ['nps', 12],
  ['ces', 10],
  ['resolved', 8],
  ['csat_solution', 5],
  ['csat_first_response', 3],
  ['csat_process', 2],
]

const CATEGORY: Readonly<Partial<Record<IssueType, ComplaintCategory>>> = {
  物流: '物流',
  改地址: '物流',
  缺件: '物流',
  商品质量: '商品质量',
  安装: '服务态度',
  退款: '售后退款',
  退换货: '售后退款',
  优惠与活动: '价格与活动',
}

/** Surveys, and now and then a complaint or a suggestion, after the case ended. */
export function writeAftermath(writer: TicketWriter, experience: Experience): void {
  const { random, source } = writer
  const phrases = phrasesOf(source.language)
  const feeling = feelingOf(writer, experience)

  if (random.chance(0.52)) {
    const kind = random.weighted(KINDS)
    const sentAt = writer.add(experience.endedAt + random.int(3, 20) * SECOND, 'survey.sent', { kind })
    if (random.chance(feeling === 'bad' ? 0.34 : 0.28)) {
      const comment = commentOf(writer, feeling)
      const score = scoreOf(writer, kind, feeling, experience.slowness > 1)
      const at = writer.add(sentAt + random.lognormal(70, 1) * SECOND, 'survey.answered', {
        ...score,
        ...(comment === null ? {} : { comment }),
      })
      if (kind === 'csat' && random.chance(0.06)) {
        const second = random.pick(['csat_first_response', 'csat_solution', 'csat_process'])
        writer.add(at + random.int(4, 30) * SECOND, 'survey.answered', {
          ...scoreOf(writer, second, feeling, experience.slowness > 1),
        })
      }
    }
  }

  const complains = feeling === 'bad' ? 0.085 : experience.reopened ? 0.03 : 0.003
  if (random.chance(complains)) {
    const category = CATEGORY[experience.issue] ?? '服务态度'
    const at = writer.add(experience.endedAt + random.lognormal(25, 1) * MINUTE, 'complaint.filed', {
      level: category === '商品质量' || random.chance(0.25) ? 'high' : 'normal',
      category,
      text: random.pick(phrases.complaints[category]),
    })
    if (random.chance(0.5)) {
      const sent = writer.add(at + random.int(4, 40) * HOUR, 'survey.sent', { kind: 'csat_complaint' })
      if (random.chance(0.6)) {
        const settled = random.chance(0.78)
        writer.add(sent + random.int(2, 90) * MINUTE, 'survey.answered', {
          kind: 'csat_complaint',
          score: settled ? random.pick([4, 5, 4]) : random.pick([1, 2, 3]),
        })
      }
    }
  }

  if (random.chance(0.007)) {
    const suggestion = `${writer.subject}-S`
    const text = random.pick(phrases.suggestions)
    const at = writer.add(experience.endedAt + random.int(1, 20) * MINUTE, 'suggestion.submitted', {
      suggestion,
      text,
    })
    if (random.chance(0.72)) {
      writer.add(at + random.int(6, 120) * HOUR + random.int(0, 59) * MINUTE, 'suggestion.decided', {
        suggestion,
        adopted: random.chance(0.42),
      })
    }
  }
}

/** When a customer comes back about a settled case: in the daytime of one of the next two days. */
export function comesBackAt(
  writer: TicketWriter,
  endedAt: Instant,
  days: readonly [number, number],
): Instant {
  const { random } = writer
  const later = endedAt + random.int(days[0], days[1]) * DAY
  const hour = random.weighted([
    [10, 4],
    [11, 3],
    [14, 3],
    [16, 3],
    [19, 3],
    [20, 3],
  ])
  const at =
    Math.floor((later + 8 * HOUR) / DAY) * DAY - 8 * HOUR + hour * HOUR + random.int(0, 3599) * SECOND
  return at > endedAt + 10 * MINUTE ? at : endedAt + random.int(20, 300) * MINUTE
}
