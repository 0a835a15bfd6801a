import * as measures from '../measures'
import type { Metric } from '../types'
import { attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const complaintRate = {
  id: 'complaint_rate',
  type: 'ratio',
  numerator: [measures.complaintsCounted],
  denominator: [measures.endedTickets],
  unit: 'share',
  polarity: 'down',
  group: 'satisfaction',
  dimensions: EVERY_DIMENSION,
  minSample: 100,
  target: { value: 0.01, op: '<=' },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: {
      zh: '时段内解决或关闭的工单；分子为时段内的投诉',
      en: 'Tickets resolved or closed in the period; the numerator is complaints filed in it',
    },
    unitOfAnalysis: { zh: '投诉对工单', en: 'Complaints over tickets' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: {
      zh: '分子为投诉时间，分母为解决（否则关闭）时间',
      en: 'Complaints: filing. Tickets: the resolution, else the closing',
    },
    attribution: attribution.complaintAndEnded,
    exclusions: {
      zh: '同一客户、同一问题（投诉类别，否则问题类型）7 天内的后续投诉；无客户的投诉各计一次',
      en: 'Later complaints of the same customer and issue (category, else issue type) within 7 days; those without a customer count by themselves',
    },
    twins: none,
  },
  text: {
    zh: {
      label: '投诉率',
      definition: '时段内的投诉数 ÷ 时段内解决或关闭的工单数；同一客户同一问题 7 天内只计一次。',
      synonyms: ['投诉', '投诉比例', '客诉率', '投诉占比'],
    },
    en: {
      label: 'Complaint rate',
      definition:
        'Complaints filed ÷ tickets closed or resolved in the period; one per customer, issue and 7 days.',
      synonyms: ['complaints', 'complaint share'],
    },
  },
} satisfies Metric
