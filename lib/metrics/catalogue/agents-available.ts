import type { Metric } from '../types'
import { AGENT_DIMENSIONS, anchors, attribution, FIRST_VERSION, noClock, none, noPause } from './wording'

export const agentsAvailable = {
  id: 'agents_available',
  type: 'gauge',
  gauge: 'agents_available',
  unit: 'people',
  polarity: 'none',
  group: 'people',
  dimensions: AGENT_DIMENSIONS,
  minSample: 0,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '有过状态的客服', en: 'Agents with a status' },
    unitOfAnalysis: { zh: '客服', en: 'Agent' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.now,
    attribution: attribution.agents,
    exclusions: none,
    twins: none,
  },
  text: {
    zh: {
      label: '空闲客服',
      definition: '此刻可以接待的客服人数：最近状态为空闲。',
      synonyms: ['空闲人数', '空闲坐席', '可接待客服', '可用客服'],
    },
    en: {
      label: 'Agents available',
      definition: 'Agents whose last status is available.',
      synonyms: ['available agents', 'free agents', 'ready agents'],
    },
  },
} satisfies Metric
