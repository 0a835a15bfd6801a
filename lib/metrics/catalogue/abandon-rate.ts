import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, noPause } from './wording'

export const abandonRate = {
  id: 'abandon_rate',
  type: 'ratio',
  numerator: [measures.episodeAbandoned],
  denominator: [measures.episodeAnswered, measures.episodeAbandoned],
  unit: 'share',
  polarity: 'down',
  group: 'response',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: { value: 0.05, op: '<=' },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '已回复的和已放弃的服务段', en: 'Answered and abandoned episodes' },
    unitOfAnalysis: { zh: '服务段：一次等待人工的过程', en: 'Service episode: one wait for a human' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.episode,
    attribution: attribution.episode,
    exclusions: {
      zh: '短放弃（电话 5 秒、在线 10 秒以内）与由机器人解决的服务段',
      en: 'Short abandons (5 s phone, 10 s chat) and episodes a bot resolved',
    },
    twins: {
      zh: '呼叫中心常把短放弃计入分母；本指标两边都剔除',
      en: 'Call centres often leave short abandons in the denominator; here they leave both sides',
    },
  },
  text: {
    zh: {
      label: '放弃率',
      definition: '还没等到人工就离开的服务段占比；电话 5 秒、在线 10 秒内的离开两边都不计。',
      synonyms: ['流失放弃率', '排队放弃率', '弃呼率', '呼损率', '放弃比例'],
    },
    en: {
      label: 'Abandonment rate',
      definition:
        'Abandoned ÷ (answered + abandoned); abandons within 5 s (phone) or 10 s (chat) leave both sides.',
      synonyms: ['abandon rate', 'abandonment', 'drop rate'],
    },
  },
} satisfies Metric
