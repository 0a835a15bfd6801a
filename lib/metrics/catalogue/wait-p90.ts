import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, none, pauses } from './wording'

export const waitP90 = {
  id: 'wait_p90',
  type: 'quantile',
  sketch: measures.waitSketch,
  count: measures.episodeEnded,
  q: 0.9,
  scale: 0.001,
  unit: 'seconds',
  polarity: 'down',
  group: 'response',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: {
      zh: '已结束的等待：已回复的和已放弃的服务段',
      en: 'Waits that ended: answered and abandoned episodes',
    },
    unitOfAnalysis: { zh: '服务段：一次等待人工的过程', en: 'Service episode: one wait for a human' },
    clockStart: {
      zh: '开始等待人工：进入排队，否则首条客户消息，否则工单开启；电话为振铃',
      en: 'The wait for a human begins: queued, else the first customer message, else the opening; for a call its ringing',
    },
    clockStop: { zh: '首次人工回复，或放弃', en: 'The first human reply, or the abandonment' },
    pauses: pauses.calendar,
    anchor: anchors.episode,
    attribution: attribution.episode,
    exclusions: {
      zh: '由机器人解决的、仍在等待的服务段',
      en: 'Episodes a bot resolved, and those still waiting',
    },
    twins: none,
  },
  text: {
    zh: {
      label: '等待时间 P90',
      definition: '九成客户的等待在这个时间内结束，无论得到回复还是放弃。',
      synonyms: ['等待P90', '排队P90', '等待时长P90', '等待九十分位'],
    },
    en: {
      label: 'Wait, 90 %',
      definition: 'Nine in ten waits ended within this time, by a reply or by giving up.',
      synonyms: ['wait p90', 'queue time p90'],
    },
  },
} satisfies Metric
