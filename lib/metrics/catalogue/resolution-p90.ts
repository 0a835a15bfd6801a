import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, pauses } from './wording'

export const resolutionP90 = {
  id: 'resolution_p90',
  type: 'quantile',
  sketch: measures.resolutionSketch,
  count: measures.resolutionDone,
  q: 0.9,
  scale: 0.001,
  unit: 'seconds',
  polarity: 'down',
  group: 'resolution',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
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
      label: '解决时长 P90',
      definition: '九成工单在这个时间内解决。默认全时；租户设置日历后默认工作时间。',
      synonyms: ['解决时长P90', '解决九十分位'],
    },
    en: {
      label: 'Resolution time, 90 %',
      definition:
        'Nine in ten tickets were resolved within this time. All hours by default, working time once the tenant has set a calendar.',
      synonyms: ['resolution p90', '90th percentile resolution time'],
    },
  },
} satisfies Metric
