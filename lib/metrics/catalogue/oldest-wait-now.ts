import type { Metric } from '../types'
import { anchors, attribution, FIRST_VERSION, none, pauses, WAITING_DIMENSIONS } from './wording'

export const oldestWaitNow = {
  id: 'oldest_wait_now',
  type: 'gauge',
  gauge: 'oldest_wait_now',
  unit: 'seconds',
  polarity: 'down',
  group: 'response',
  dimensions: WAITING_DIMENSIONS,
  minSample: 0,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '正在等待且尚无人工回复的服务段', en: 'Open episodes with no human reply' },
    unitOfAnalysis: { zh: '服务段：一次等待人工的过程', en: 'Service episode: one wait for a human' },
    clockStart: {
      zh: '开始等待人工：进入排队，否则首条客户消息，否则工单开启；电话为振铃',
      en: 'The wait for a human begins: queued, else the first customer message, else the opening; for a call its ringing',
    },
    clockStop: { zh: '此刻', en: 'Now' },
    pauses: pauses.calendar,
    anchor: anchors.now,
    attribution: attribution.episode,
    exclusions: { zh: '只有全时口径', en: 'All hours only' },
    twins: none,
  },
  text: {
    zh: {
      label: '当前最长等待',
      definition: '此刻等得最久的客户已经等了多久；没有人等待时无数据。',
      synonyms: ['最长等待', '最久等待', '排队最长时间', '最长排队时间'],
    },
    en: {
      label: 'Oldest wait now',
      definition: 'How long the customer who waits longest has waited by now; no data where nobody waits.',
      synonyms: ['longest wait', 'oldest waiting', 'max wait'],
    },
  },
} satisfies Metric
