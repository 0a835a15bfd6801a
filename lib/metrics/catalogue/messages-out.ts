import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const messagesOut = {
  id: 'messages_out',
  type: 'count',
  of: [measures.messagesOut],
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
    population: { zh: '客服的公开消息，含自动消息', en: 'Public agent messages, automatic ones included' },
    unitOfAnalysis: { zh: '消息', en: 'Message' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.message,
    attribution: attribution.event,
    exclusions: { zh: '内部备注、机器人与系统消息', en: 'Private notes, bot and system messages' },
    twins: none,
  },
  text: {
    zh: {
      label: '客服消息量',
      definition: '客服发出的公开消息条数，含自动回复。',
      synonyms: ['发消息', '客服消息数', '发送消息', '回复条数'],
    },
    en: {
      label: 'Messages out',
      definition: 'Public agent messages, automatic ones included.',
      synonyms: ['agent messages', 'outgoing messages', 'sent messages', 'replies'],
    },
  },
} satisfies Metric
