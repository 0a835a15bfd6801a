import type { Metric } from '../types'
import { anchors, attribution, CUSTOMER_DIMENSIONS, FIRST_VERSION, noPause } from './wording'

export const churnRate = {
  id: 'churn_rate',
  type: 'scan',
  scan: 'churn_rate',
  unit: 'share',
  polarity: 'down',
  group: 'customers',
  dimensions: CUSTOMER_DIMENSIONS,
  minSample: 30,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '有过订单或活动的客户', en: 'Customers who ever ordered or were active' },
    unitOfAnalysis: { zh: '客户', en: 'Customer' },
    clockStart: { zh: '最后一次订单或活动', en: 'The last order or activity' },
    clockStop: anchors.periodEnd,
    pauses: noPause,
    anchor: anchors.periodEnd,
    attribution: attribution.customers,
    exclusions: { zh: '只有资料、从未下单或活动的客户', en: 'Customers known by their profile only' },
    twins: {
      zh: '投诉下降而流失上升是警讯：不满的客户大多不投诉',
      en: 'Complaints falling while churn rises is a warning: few unhappy customers complain',
    },
  },
  text: {
    zh: {
      label: '流失率',
      definition: '90 天内既没有订单也没有活动的客户占有过订单或活动的客户的比例。',
      synonyms: ['流失', '客户流失率', '沉默率'],
    },
    en: {
      label: 'Churn rate',
      definition: 'Customers with no order and no activity in 90 d ÷ customers who ever had any.',
      synonyms: ['churn', 'lost customers', 'attrition'],
    },
  },
} satisfies Metric
