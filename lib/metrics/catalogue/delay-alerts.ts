import * as measures from '../measures'
import type { Metric } from '../types'
import { attribution, EVERY_DIMENSION, FIRST_VERSION, none, pauses } from './wording'

export const delayAlerts = {
  id: 'delay_alerts',
  type: 'count',
  of: [
    measures.episodeLate,
    measures.episodeAbandonedPast,
    measures.episodeOverdue,
    measures.roundBreached,
    measures.roundOverdue,
  ],
  unit: 'count',
  polarity: 'down',
  group: 'response',
  dimensions: EVERY_DIMENSION,
  minSample: 0,
  target: { value: 0, op: '<=' },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: {
      zh: '超过首响时限的服务段，和超过回合时限、不含首次回复的回合',
      en: 'Episodes past the first-response limit, and rounds past theirs that hold no first reply',
    },
    unitOfAnalysis: { zh: '一次等待', en: 'One wait' },
    clockStart: {
      zh: '开始等待人工：进入排队，否则首条客户消息，否则工单开启；电话为振铃',
      en: 'The wait for a human begins: queued, else the first customer message, else the opening; for a call its ringing',
    },
    clockStop: {
      zh: '第一条人工、公开、非自动的客服消息；电话为接听',
      en: 'First human, public, non-automatic agent message; for a call its answering',
    },
    pauses: pauses.calendar,
    anchor: { zh: '服务段或回合开始的时间', en: 'The start of the episode or round' },
    attribution: attribution.episode,
    exclusions: { zh: '电话没有回合时限', en: 'Phone has no round limit' },
    twins: none,
  },
  text: {
    zh: {
      label: '响应延迟预警次数',
      definition: '超过首响或回合时限的次数：超时回复、超时放弃、超时仍在等待；同一等待只计一次。',
      synonyms: ['延迟预警', '超时次数', '响应超时', '超时预警', '超时未回复'],
    },
    en: {
      label: 'Delay alerts',
      definition:
        'Breaches of a response limit: answered late, abandoned past it, or waiting past it; first replies and later rounds, each wait once.',
      synonyms: ['breaches', 'late responses', 'response breaches', 'overdue replies'],
    },
  },
} satisfies Metric
