import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, pauses, twins } from './wording'

export const frtP90 = {
  id: 'frt_p90',
  type: 'quantile',
  sketch: measures.firstResponseSketch,
  count: measures.episodeAnswered,
  q: 0.9,
  scale: 0.001,
  unit: 'seconds',
  polarity: 'down',
  group: 'response',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: { value: 60, op: '<=', byKind: { phone: 15, chat: 60, ticket: 300 } },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '已由人工回复的服务段', en: 'Answered service episodes' },
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
      zh: '已放弃、由机器人解决、以及仍在等待的服务段',
      en: 'Abandoned episodes, those a bot resolved, and those still waiting',
    },
    twins: twins.platforms,
  },
  text: {
    zh: {
      label: '首次响应时间 P90',
      definition: '九成服务段在这个时间内得到第一条人工回复。',
      synonyms: ['首响P90', '首响九十分位', 'FRT P90', '首次响应90分位'],
    },
    en: {
      label: 'First response time, 90 %',
      definition: 'Nine in ten episodes had their first human reply within this time.',
      synonyms: ['FRT p90', '90th percentile first response'],
    },
  },
} satisfies Metric
