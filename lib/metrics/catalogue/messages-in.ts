import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const messagesIn = {
  id: 'messages_in',
  type: 'count',
  of: [measures.messagesIn],
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
    population: { zh: '客户发送的消息', en: 'Messages from customers' },
    unitOfAnalysis: { zh: '消息', en: 'Message' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.message,
    attribution: attribution.event,
    exclusions: none,
    twins: none,
  },
  text: {
    zh: {
      label: '客户消息量',
      definition: '客户发来的消息条数。',
      synonyms: ['来消息', '客户消息数', '接收消息', '收到消息'],
    },
    en: {
      label: 'Messages in',
      definition: 'Messages customers sent.',
      synonyms: ['customer messages', 'incoming messages', 'received messages'],
    },
  },
} satisfies Metric
