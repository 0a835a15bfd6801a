import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, pauses } from './wording'

export const resolutionP50 = {
  id: 'resolution_p50',
  type: 'quantile',
  sketch: measures.resolutionSketch,
  count: measures.resolutionDone,
  q: 0.5,
  scale: 0.001,
  unit: 'seconds',
  polarity: 'down',
  group: 'resolution',
  dimensions: EVERY_DIMENSION,
  minSample: 10,
  target: { value: 86_400, op: '<=' },
  defaultCalendar: 'business',
  matureAfterSeconds: 259200,
  version: FIRST_VERSION,
  card: {
    population: { zh: '有开启事件且已解决的工单', en: 'Resolved tickets with an opening' },
    unitOfAnalysis: { zh: '工单', en: 'Ticket' },
    clockStart: { zh: '工单开启', en: 'The opening' },
    clockStop: { zh: '最后一次解决', en: 'The last resolution' },
    pauses: pauses.calendar,
    anchor: anchors.opened,
    attribution: attribution.settled,
    exclusions: {
      zh: '没有开启事件的工单、重开后尚未再次解决的工单',
      en: 'Tickets without an opening; tickets reopened and not resolved again',
    },
    twins: {
      zh: '不叫 AHT：AHT 是投入的时间，这里是经过的时间',
      en: 'Never called AHT: that is effort, this is elapsed time',
    },
  },
  text: {
    zh: {
      label: '解决时长中位数',
      definition: '一半的工单在这个时间内解决。默认全时；租户设置日历后默认工作时间。',
      synonyms: ['解决时长P50', '解决中位数'],
    },
    en: {
      label: 'Resolution time, median',
      definition:
        'Half of the tickets were resolved within this time. All hours by default, working time once the tenant has set a calendar.',
      synonyms: ['resolution p50', 'median resolution time'],
    },
  },
} satisfies Metric
