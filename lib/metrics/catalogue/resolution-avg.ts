import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, pauses } from './wording'

export const resolutionAvg = {
  id: 'resolution_avg',
  type: 'mean',
  sum: measures.resolutionTime,
  count: measures.resolutionDone,
  scale: 0.001,
  unit: 'seconds',
  polarity: 'down',
  group: 'resolution',
  dimensions: EVERY_DIMENSION,
  minSample: 5,
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
      label: '平均解决时长',
      definition:
        '从开启到最后一次解决的平均时长；重开窗口 72 小时内为暂定值。默认全时；租户设置日历后默认工作时间。',
      synonyms: ['解决时长', '平均解决时间', '解决耗时', '结案时长', '处理周期'],
    },
    en: {
      label: 'Resolution time, average',
      definition:
        'Mean time from the opening to the last resolution; provisional for 72 h. All hours by default, working time once the tenant has set a calendar.',
      synonyms: ['resolution time', 'time to resolution', 'TTR', 'solve time'],
    },
  },
} satisfies Metric
