import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, pauses } from './wording'

export const ahtP50 = {
  id: 'aht_p50',
  type: 'quantile',
  sketch: measures.handleSketch,
  count: measures.handled,
  q: 0.5,
  scale: 0.001,
  unit: 'seconds',
  polarity: 'down',
  group: 'handling',
  dimensions: EVERY_DIMENSION,
  minSample: 10,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: {
      zh: '有过人工处理且已解决（或关闭）的工单',
      en: 'Resolved (else closed) tickets a human worked on',
    },
    unitOfAnalysis: { zh: '工单', en: 'Ticket' },
    clockStart: {
      zh: '文字：客户消息，指派更晚则取指派；电话：接听',
      en: 'Text: the customer message, or the assignment if later. Phone: the answering',
    },
    clockStop: {
      zh: '文字：客服回复；电话：话后处理结束',
      en: 'Text: the agent’s reply. Phone: the end of wrap-up',
    },
    pauses: pauses.effort,
    anchor: anchors.ended,
    attribution: attribution.settled,
    exclusions: {
      zh: '没有已回复回合的文字工单；没有结束事件的通话',
      en: 'Text tickets without an answered round; calls without an end',
    },
    twins: {
      zh: '不少资料把「开单到解决」叫作 AHT；那是解决时长（resolution_*），本产品不混用',
      en: 'Many texts call opening → resolution AHT; that is resolution time (resolution_*), never mixed here',
    },
  },
  text: {
    zh: {
      label: '处理时长中位数',
      definition: '一半的工单投入不超过这个时长。',
      synonyms: ['AHT P50', '处理时长P50', '处理中位数'],
    },
    en: {
      label: 'Handling time, median',
      definition: 'Half of the tickets took no more effort than this.',
      synonyms: ['AHT p50', 'median handle time'],
    },
  },
} satisfies Metric
