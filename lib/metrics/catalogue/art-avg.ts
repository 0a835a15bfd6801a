import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, pauses } from './wording'

export const artAvg = {
  id: 'art_avg',
  type: 'mean',
  sum: measures.responseTime,
  count: measures.roundAnswered,
  scale: 0.001,
  unit: 'seconds',
  polarity: 'down',
  group: 'response',
  dimensions: EVERY_DIMENSION,
  minSample: 5,
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
      label: '平均响应时间',
      definition: '每个回合从客户消息到人工回复的平均时长。',
      synonyms: ['ART', '平均响应', '响应时间', '响应时长', '平均回复时间', '回复速度'],
    },
    en: {
      label: 'Average response time',
      definition: 'Mean time from a customer message to the human reply, over all rounds.',
      synonyms: ['ART', 'response time', 'reply time', 'average reply time'],
    },
  },
} satisfies Metric
