import type { Metric } from '../types'
import { anchors, attribution, FIRST_VERSION, noClock, none, noPause, WAITING_DIMENSIONS } from './wording'

export const queueNow = {
  id: 'queue_now',
  type: 'gauge',
  gauge: 'queue_now',
  unit: 'count',
  polarity: 'down',
  group: 'response',
  dimensions: WAITING_DIMENSIONS,
  minSample: 0,
  target: { value: 10, op: '<=' },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '正在等待且尚无人工回复的服务段', en: 'Open episodes with no human reply' },
    unitOfAnalysis: { zh: '服务段：一次等待人工的过程', en: 'Service episode: one wait for a human' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.now,
    attribution: attribution.episode,
    exclusions: none,
    twins: none,
  },
  text: {
    zh: {
      label: '当前排队数',
      definition: '此刻正在等待人工、还没有得到回复的客户数。',
      synonyms: ['排队数', '排队人数', '正在排队', '等待人数', '未回复会话'],
    },
    en: {
      label: 'Queue now',
      definition: 'Customers who wait for a human now and have had no reply.',
      synonyms: ['queue', 'waiting now', 'queue length', 'backlog waiting'],
    },
  },
} satisfies Metric
