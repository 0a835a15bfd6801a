import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, pauses, twins } from './wording'

export const frtWithinTarget = {
  id: 'frt_within_target',
  type: 'ratio',
  numerator: [measures.episodeWithin],
  denominator: [measures.episodeAnswered, measures.episodeOverdue, measures.episodeAbandonedPast],
  unit: 'share',
  polarity: 'up',
  group: 'response',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: { value: 0.9, op: '>=' },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: {
      zh: '已回复的服务段，加上超过目标仍在等待或已放弃的',
      en: 'Answered episodes, and those waiting or abandoned past the target',
    },
    unitOfAnalysis: { zh: '服务段：一次等待人工的过程', en: 'Service episode: one wait for a human' },
    clockStart: {
      zh: '开始等待人工：进入排队，否则首条客户消息，否则工单开启；电话为振铃',
      en: 'The wait for a human begins: queued, else the first customer message, else the opening; for a call its ringing',
    },
    clockStop: {
      zh: '第一条人工、公开、非自动的客服消息；电话为接听',
      en: 'First human, public, non-automatic agent message; for a call its answering',
    },
    pauses: pauses.calendar,
    anchor: anchors.episode,
    attribution: attribution.episode,
    exclusions: {
      zh: '目标时间内放弃的、还没到目标时间的、由机器人解决的服务段',
      en: 'Episodes abandoned within the target, not yet due, or resolved by a bot',
    },
    twins: twins.platforms,
  },
  text: {
    zh: {
      label: '首响达标率',
      definition: '在目标时间内得到首次回复的服务段占比；超时仍在等待、超时后放弃的也算未达标。',
      synonyms: ['首响及时率', '首次响应达标率', '应答达标率', '及时响应率', '首响合格率'],
    },
    en: {
      label: 'First response within target',
      definition:
        'Episodes answered within target, of those answered, still waiting past it, or abandoned past it.',
      synonyms: ['FRT within target', 'first response SLA', 'on-time first response'],
    },
  },
} satisfies Metric
