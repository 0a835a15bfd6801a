/** What the dimensions are called. */
import type { Dimension, Locale } from './types'

export const DIMENSION_TEXT: Readonly<Record<Dimension, Record<Locale, string>>> = {
  channel: { zh: '渠道', en: 'Channel' },
  team: { zh: '团队', en: 'Team' },
  agent: { zh: '客服', en: 'Agent' },
  product: { zh: '产品', en: 'Product' },
  issueType: { zh: '问题类型', en: 'Issue type' },
  region: { zh: '地区', en: 'Region' },
  customerTier: { zh: '客户等级', en: 'Customer tier' },
  source: { zh: '数据源', en: 'Source' },
  campaign: { zh: '活动', en: 'Campaign' },
  priority: { zh: '优先级', en: 'Priority' },
}

export const TIME_TEXT: Record<Locale, string> = { zh: '时间', en: 'Time' }
