import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, none, noPause } from './wording'

export const repurchaseRate = {
  id: 'repurchase_rate',
  type: 'scan',
  scan: 'repurchase_rate',
  unit: 'share',
  polarity: 'up',
  group: 'customers',
  dimensions: EVERY_DIMENSION,
  minSample: 30,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 7776000,
  version: FIRST_VERSION,
  card: {
    population: { zh: '时段内有工单关闭的客户', en: 'Customers with a ticket closed in the period' },
    unitOfAnalysis: { zh: '客户', en: 'Customer' },
    clockStart: { zh: '工单关闭', en: 'The closing' },
    clockStop: { zh: '其后的首个订单，最长 90 天', en: 'The next order, at most 90 days later' },
    pauses: noPause,
    anchor: anchors.closed,
    attribution: attribution.closed,
    exclusions: { zh: '没有客户编号的工单', en: 'Tickets without a customer id' },
    twins: none,
  },
  text: {
    zh: {
      label: '复购率',
      definition: '工单关闭后 90 天内再次下单的客户占被服务客户的比例。',
      synonyms: ['复购', '回购率', '再次购买率'],
    },
    en: {
      label: 'Repurchase rate',
      definition: 'Customers with an order within 90 d after a ticket closed ÷ customers served.',
      synonyms: ['repeat purchase', 'repurchase', 'reorder rate'],
    },
  },
} satisfies Metric
