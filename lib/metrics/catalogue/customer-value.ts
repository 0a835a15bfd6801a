import type { Metric } from '../types'
import { anchors, attribution, CUSTOMER_DIMENSIONS, FIRST_VERSION, noClock, none, noPause } from './wording'

export const customerValue = {
  id: 'customer_value',
  type: 'scan',
  scan: 'customer_value',
  unit: 'money',
  polarity: 'up',
  group: 'customers',
  dimensions: CUSTOMER_DIMENSIONS,
  minSample: 10,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '来源给出了价值的客户', en: 'Customers with a value from their source' },
    unitOfAnalysis: { zh: '客户', en: 'Customer' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.now,
    attribution: attribution.customers,
    exclusions: none,
    twins: none,
  },
  text: {
    zh: {
      label: '客户终身价值',
      definition: '来源系统给出的客户终身价值的平均值，来源的货币单位。',
      synonyms: ['CLV', 'LTV', '客户价值', '生命周期价值'],
    },
    en: {
      label: 'Customer lifetime value',
      definition: 'Mean of the lifetime values the sources state, in their currency.',
      synonyms: ['CLV', 'LTV', 'lifetime value'],
    },
  },
} satisfies Metric
