import type { Metric } from '../types'
import { AGENT_DIMENSIONS, anchors, attribution, FIRST_VERSION, noClock, none, noPause } from './wording'

export const load = {
  id: 'load',
  type: 'gauge',
  gauge: 'load',
  unit: 'share',
  polarity: 'none',
  group: 'people',
  dimensions: AGENT_DIMENSIONS,
  minSample: 0,
  target: { value: 0.85, op: '<=', from: 0.7 },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '在线且报过接待上限的客服', en: 'Agents online who stated a capacity' },
    unitOfAnalysis: { zh: '客服', en: 'Agent' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.now,
    attribution: attribution.agents,
    exclusions: {
      zh: '电话与工单渠道；没有接待上限的客服',
      en: 'Phone and ticket channels; agents without a capacity',
    },
    twins: none,
  },
  text: {
    zh: {
      label: '负载',
      definition: '在线客服手上未完的在线会话 ÷ 其接待上限。',
      synonyms: ['客服负载', '接待负载', '会话负载', '饱和度'],
    },
    en: {
      label: 'Load',
      definition: 'Open chats held by agents online ÷ their capacity.',
      synonyms: ['agent load', 'chat load', 'concurrency'],
    },
  },
} satisfies Metric
