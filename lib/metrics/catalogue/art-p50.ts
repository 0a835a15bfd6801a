import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, pauses } from './wording'

export const artP50 = {
  id: 'art_p50',
  type: 'quantile',
  sketch: measures.responseSketch,
  count: measures.roundAnswered,
  q: 0.5,
  scale: 0.001,
  unit: 'seconds',
  polarity: 'down',
  group: 'response',
  dimensions: EVERY_DIMENSION,
  minSample: 10,
  target: { value: 40, op: '<=', byKind: { chat: 40, ticket: 14_400 } },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '已回复的回合', en: 'Answered rounds' },
    unitOfAnalysis: { zh: '回合', en: 'Round' },
    clockStart: {
      zh: '首条未回复的客户消息；追发的消息不改变起点',
      en: 'The first unanswered customer message; further ones do not move it',
    },
    clockStop: {
      zh: '下一条人工、公开、非自动的客服消息',
      en: 'The next human, public, non-automatic agent message',
    },
    pauses: pauses.calendar,
    anchor: anchors.round,
    attribution: attribution.round,
    exclusions: { zh: '以解决告终而没有回复的回合', en: 'Rounds that ended unanswered in a resolution' },
    twins: {
      zh: '部分平台把自动回复也计入平均响应；本指标只认人工',
      en: 'Some platforms count automatic replies; this one counts humans only',
    },
  },
  text: {
    zh: {
      label: '响应时间中位数',
      definition: '一半的回合在这个时间内得到回复。',
      synonyms: ['ART P50', '响应中位数', '平均响应P50'],
    },
    en: {
      label: 'Response time, median',
      definition: 'Half of the rounds were answered within this time.',
      synonyms: ['ART p50', 'median response time'],
    },
  },
} satisfies Metric
