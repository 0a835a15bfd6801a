import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, none, pauses } from './wording'

export const resolvedWithinTarget = {
  id: 'resolved_within_target',
  type: 'ratio',
  numerator: [measures.resolutionWithin],
  denominator: [measures.resolutionDone, measures.resolutionOverdue],
  unit: 'share',
  polarity: 'up',
  group: 'resolution',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: { value: 0.9, op: '>=' },
  defaultCalendar: 'business',
  matureAfterSeconds: 259200,
  version: FIRST_VERSION,
  card: {
    population: {
      zh: '已解决的工单，加上超过目标仍未解决的',
      en: 'Resolved tickets, and open ones past the target',
    },
    unitOfAnalysis: { zh: '工单', en: 'Ticket' },
    clockStart: { zh: '工单开启', en: 'The opening' },
    clockStop: { zh: '最后一次解决', en: 'The last resolution' },
    pauses: pauses.calendar,
    anchor: anchors.opened,
    attribution: attribution.settled,
    exclusions: {
      zh: '没有开启事件的、还没到目标时间的、被放弃的工单',
      en: 'Tickets without an opening, not yet due, or abandoned',
    },
    twins: none,
  },
  text: {
    zh: {
      label: '解决达标率',
      definition:
        '在目标时间（24 小时）内解决的工单占比；超时未解决的算未达标。默认全时；租户设置日历后默认工作时间。',
      synonyms: ['解决及时率', '按时解决率', 'SLA达标率', '时效达标率'],
    },
    en: {
      label: 'Resolved within target',
      definition:
        'Tickets resolved within target (24 h) ÷ (resolved + open past it). All hours by default, working time once the tenant has set a calendar.',
      synonyms: ['resolution SLA', 'on-time resolution', 'SLA attainment'],
    },
  },
} satisfies Metric
