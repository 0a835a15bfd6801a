/** Wording that several metric cards share, in both languages. */
import type { Dimension, Locale } from '../types'
import { DIMENSIONS } from '../types'

export type Words = Record<Locale, string>
const words = (zh: string, en: string): Words => ({ zh, en })

export const none = words('无', 'None')
export const noClock = words('不计时', 'No clock')
export const noPause = words('不适用', 'Not applicable')

export const FIRST_VERSION = { number: 1, validFrom: '2026-11-01' } as const

/** what stops a running clock */
export const pauses = {
  calendar: words(
    '全时口径不暂停；工作时间口径在营业时间之外停表，节假日与调休按所用日历',
    'All hours: never. Business: outside the working hours of the calendar in force, holidays and make-up workdays included',
  ),
  effort: words(
    '只累计处理投入，客户等待与思考的时间不计；每段最多计 5 分钟',
    'Only effort counts; the time the customer takes does not. Each stretch counts for at most 5 minutes',
  ),
}

/** which instant puts a thing into a period */
export const anchors = {
  opened: words('工单开启时间', 'When the ticket was opened'),
  resolved: words('最后一次解决的时间', 'The last resolution'),
  everResolved: words(
    '最后一次解决的时间，之后又被重开的也算',
    'The last resolution, whether or not it still stands',
  ),
  ended: words('解决时间；未解决的取关闭时间', 'The resolution, else the closing'),
  closed: words('最后一次关闭的时间', 'The last closing'),
  surveyed: words('首次发出评价邀请的时间', 'The first sending of a survey'),
  episode: words('服务段开始的时间', 'The start of the service episode'),
  round: words(
    '回合开始的时间，即首条未回复的客户消息',
    'The start of the round: the first unanswered customer message',
  ),
  assignment: words('指派时间', 'The assignment'),
  message: words('消息时间', 'When the message was sent'),
  answer: words('客户作答的时间', 'When the customer answered'),
  complaint: words('投诉提交时间', 'When the complaint was filed'),
  decided: words('建议裁定的时间，取最后一次', 'The last decision on the suggestion'),
  now: words('此刻；与所选时段无关', 'Now, whatever period is asked for'),
  span: words('状态时长落在时段内的部分', 'The part of a status that lies in the period'),
  periodEnd: words('时段结束时；未结束的时段取此刻', 'The end of the period, or now while it still runs'),
}

/** whose team and agent a thing counts for */
export const attribution = {
  opened: words('团队与客服：开启时最后指定者', 'Team and agent: the last named up to the opening'),
  settled: words(
    '团队：解决时最后指定者；客服：解决时最后被指派或回复者',
    'Team: the last named by the resolution. Agent: the last assigned or replying at the resolution',
  ),
  closed: words('团队与客服：关闭时最后指定者', 'Team and agent: the last named up to the closing'),
  episode: words(
    '团队：首次回复前最后指定者，即客户等待所在的团队；客服：作出首次回复者，未回复的不归任何人',
    'Team: the last named before the first reply, where the customer waited. Agent: who replied; nobody for unanswered ones',
  ),
  round: words(
    '团队：回合开始前最后指定者；客服：作出回复者',
    'Team: the last named before the round. Agent: who replied',
  ),
  assignment: words(
    '被指派的客服本人：排队不算在任何客服头上',
    'The assigned agent: nobody is punished for the queue',
  ),
  event: words(
    '团队与客服：事件发生前最后指定者，事件自带的优先',
    'Team and agent: the last named before the event, its own included',
  ),
  answer: words(
    '团队：作答前最后指定者；客服：答卷所指，否则为作答前最后公开回复或接听的人',
    'Team: the last named before the answer. Agent: the one it names, else the last human who wrote publicly or took a call before it',
  ),
  survey: words('团队与客服：发出邀请时最后指定者', 'Team and agent: the last named up to the sending'),
  complaintAndEnded: words(
    '分子归投诉前最后指定的团队；分母归工单解决时的团队',
    'Complaints: the team last named before filing. Tickets: the team at the resolution',
  ),
  agents: words('客服本人及其状态所属团队', 'The agent, and the team the status names'),
  customers: words(
    '客户所属来源、地区与等级；不归团队和客服',
    "The customer's source, region and tier; no team or agent",
  ),
}

export const twins = {
  jd: words(
    '京东「首次30秒应答率」以 30 秒计，剔除 23:00–9:00 开始的会话，与本指标并列展示，不混算',
    "JD's 30-second first reply rate uses 30 s and leaves out sessions begun 23:00–9:00; shown beside this one, never mixed in",
  ),
  platforms: words(
    '京东首次30秒应答率（剔除 23:00–9:00）、抖音3分钟人工回复率（08:00–22:59:59，无人接起记 0）、拼多多5分钟回复率（按客户计，机器人也算）口径各异，并列展示',
    'JD 30 s first reply (without 23:00–9:00), Douyin 3 min human reply (08:00–22:59:59, sessions nobody took count 0) and PDD 5 min reply (by customer, bots count) differ in population and hours; they stand beside this one',
  ),
}

export const EVERY_DIMENSION: readonly Dimension[] = DIMENSIONS
export const AGENT_DIMENSIONS: readonly Dimension[] = ['team', 'agent', 'source']
export const CUSTOMER_DIMENSIONS: readonly Dimension[] = ['region', 'customerTier', 'source']
export const WAITING_DIMENSIONS: readonly Dimension[] = DIMENSIONS.filter((d) => d !== 'agent')
