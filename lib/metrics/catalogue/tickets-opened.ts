import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const ticketsOpened = {
  id: 'tickets_opened',
  type: 'count',
  of: [measures.opened],
  unit: 'count',
  polarity: 'none',
  group: 'volume',
  dimensions: EVERY_DIMENSION,
  minSample: 0,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '有开启事件的工单', en: 'Tickets with an opening' },
    unitOfAnalysis: { zh: '工单', en: 'Ticket' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.opened,
    attribution: attribution.opened,
    exclusions: none,
    twins: none,
  },
  text: {
    zh: {
      label: '咨询量',
      definition: '时段内开启的工单数，一次会话、来电、邮件或表单算一张。',
      synonyms: ['进线量', '接待量', '工单量', '新增工单', '开单量', '来访量', '咨询数'],
    },
    en: {
      label: 'Tickets opened',
      definition: 'Tickets opened in the period: one chat session, call, mail thread or form each.',
      synonyms: ['volume', 'new tickets', 'contacts', 'inbound volume', 'cases opened'],
    },
  },
} satisfies Metric
