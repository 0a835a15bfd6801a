import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, pauses } from './wording'

export const serviceLevel = {
  id: 'service_level',
  type: 'ratio',
  numerator: [measures.serviceLevelWithin],
  denominator: [measures.episodeAnswered, measures.episodeAbandoned, measures.serviceLevelOverdue],
  unit: 'share',
  polarity: 'up',
  group: 'response',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: { value: 0.8, op: '>=' },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: {
      zh: '已回复的、超过短放弃时限后放弃的、超过 Y 仍在等待的服务段',
      en: 'Answered episodes, those abandoned after the short limit, and those waiting past Y',
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
    exclusions: { zh: '短放弃与由机器人解决的服务段', en: 'Short abandons and episodes a bot resolved' },
    twins: {
      zh: '另一种常见口径以全部来电为分母；本指标不计短放弃',
      en: 'Another common form divides by all offered; this one leaves short abandons out',
    },
  },
  text: {
    zh: {
      label: '服务水平',
      definition: '在限定时间内接起的服务段占比：电话 20 秒、在线 60 秒、工单 4 小时。',
      synonyms: ['服务水平SL', '接通及时率', '20秒接通率', 'SLA接起率'],
    },
    en: {
      label: 'Service level',
      definition:
        'Answered within Y (20 s phone, 60 s chat, 4 h ticket) ÷ (answered + abandoned after the short limit); waiting past Y counts as missed.',
      synonyms: ['SL', '80/20', 'service level rate', 'answered within threshold'],
    },
  },
} satisfies Metric
