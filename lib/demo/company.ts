/**
 * Who and what the demo company 云杉家居 (Spruce Home) is: its sources, teams, agents, products, issue types and
 * places. All invented. Every source name begins with `demo-`, so that nothing made here passes for real data.
 */
export const DEMO_COMPANY = '云杉家居'
export const DEMO_ZONE = 'Asia/Shanghai'
/** China has had one zone and no daylight saving since 1991. */
export const DEMO_OFFSET_MS = 8 * 3600_000
export const DEMO_PREFIX = 'demo-'
export const CAMPAIGN = '促销活动A'

export type Language = 'zh' | 'en'

export type DemoTeam =
  | '抖音直播组'
  | '淘系组'
  | '京拼组'
  | '热线组'
  | '微信组'
  | '官网App组'
  | '邮件组'
  | '海外组'

/** How a source's day looks: shop (evening peak), office (working hours), mail, world (day and night), phone, live. */
export type Curve = 'shop' | 'office' | 'world' | 'phone' | 'live'

export interface DemoSource {
  readonly source: string
  readonly channel: string
  readonly team: DemoTeam
  readonly language: Language
  /** letters a ticket's number begins with */
  readonly code: string
  /** share of all tickets, in per cent */
  readonly share: number
  readonly curve: Curve
  /** share of tickets that meet a bot first */
  readonly bot: number
  readonly pages: readonly string[]
}

export const SOURCES: readonly DemoSource[] = [
  {
    source: 'demo-douyin-live',
    channel: 'douyin',
    team: '抖音直播组',
    language: 'zh',
    code: 'DY',
    share: 17,
    curve: 'live',
    bot: 0.35,
    pages: ['/live/room', '/live/cart', '/shop/item', '/live/coupon'],
  },
  {
    source: 'demo-taobao-flagship',
    channel: 'taobao',
    team: '淘系组',
    language: 'zh',
    code: 'TB',
    share: 20,
    curve: 'shop',
    bot: 0.45,
    pages: ['/item/sofa', '/item/mattress', '/order/list', '/cart', '/refund'],
  },
  {
    source: 'demo-jd-flagship',
    channel: 'jd',
    team: '京拼组',
    language: 'zh',
    code: 'JD',
    share: 10,
    curve: 'shop',
    bot: 0.4,
    pages: ['/item/desk', '/order/track', '/invoice', '/item/lamp'],
  },
  {
    source: 'demo-pdd-store',
    channel: 'pdd',
    team: '京拼组',
    language: 'zh',
    code: 'PD',
    share: 9,
    curve: 'shop',
    bot: 0.3,
    pages: ['/goods/quilt', '/order', '/coupon', '/group'],
  },
  {
    source: 'demo-wechat-service',
    channel: 'wechat',
    team: '微信组',
    language: 'zh',
    code: 'WX',
    share: 12,
    curve: 'shop',
    bot: 0.4,
    pages: ['/mini/home', '/mini/order', '/mini/member', '/mini/service'],
  },
  {
    source: 'demo-wecom-care',
    channel: 'wecom',
    team: '微信组',
    language: 'zh',
    code: 'WC',
    share: 3,
    curve: 'office',
    bot: 0,
    pages: ['/care/member', '/care/install'],
  },
  {
    source: 'demo-weibo-official',
    channel: 'weibo',
    team: '微信组',
    language: 'zh',
    code: 'WB',
    share: 2.2,
    curve: 'shop',
    bot: 0,
    pages: ['/u/sprucehome', '/topic/home'],
  },
  {
    source: 'demo-web-widget',
    channel: 'web',
    team: '官网App组',
    language: 'zh',
    code: 'WEB',
    share: 5,
    curve: 'office',
    bot: 0.5,
    pages: ['/', '/sofa', '/mattress', '/price/designer', '/help/install'],
  },
  {
    source: 'demo-app-inbox',
    channel: 'app',
    team: '官网App组',
    language: 'zh',
    code: 'APP',
    share: 4.8,
    curve: 'shop',
    bot: 0.5,
    pages: ['/app/home', '/app/order', '/app/points', '/app/login'],
  },
  {
    source: 'demo-hotline-400',
    channel: 'phone',
    team: '热线组',
    language: 'zh',
    code: 'TEL',
    share: 8,
    curve: 'phone',
    bot: 0,
    pages: [],
  },
  {
    source: 'demo-mail-cn',
    channel: 'email',
    team: '邮件组',
    language: 'zh',
    code: 'ML',
    share: 1.6,
    curve: 'office',
    bot: 0,
    pages: [],
  },
  {
    source: 'demo-sms-gateway',
    channel: 'sms',
    team: '邮件组',
    language: 'zh',
    code: 'SMS',
    share: 1.2,
    curve: 'phone',
    bot: 0,
    pages: [],
  },
  {
    source: 'demo-store-desk',
    channel: 'store',
    team: '邮件组',
    language: 'zh',
    code: 'ST',
    share: 1.2,
    curve: 'office',
    bot: 0,
    pages: [],
  },
  {
    source: 'demo-web-global',
    channel: 'web',
    team: '海外组',
    language: 'en',
    code: 'WG',
    share: 3.6,
    curve: 'world',
    bot: 0.4,
    pages: ['/en', '/en/sofas', '/en/shipping', '/en/returns'],
  },
  {
    source: 'demo-app-global',
    channel: 'app',
    team: '海外组',
    language: 'en',
    code: 'AG',
    share: 2,
    curve: 'world',
    bot: 0.4,
    pages: ['/en/app/orders', '/en/app/account'],
  },
  {
    source: 'demo-zendesk-global',
    channel: 'email',
    team: '海外组',
    language: 'en',
    code: 'ZD',
    share: 2.8,
    curve: 'world',
    bot: 0,
    pages: [],
  },
]

/** Source of agent status events. */
export const WORKFORCE_SOURCE = 'demo-workforce'
/** The source whose connector fails from time to time. */
export const FRAIL_SOURCE = 'demo-weibo-official'

/** Every source the demo writes. */
export const DEMO_SOURCES: readonly string[] = [...SOURCES.map((source) => source.source), WORKFORCE_SOURCE]

export interface DemoAgent {
  readonly agent: string
  readonly team: DemoTeam
  /** place among the team's people */
  readonly index: number
  /** factor on reply times: below 1 is faster */
  readonly speed: number
  /** added to the chance of a good rating, −0.06 … 0.06 */
  readonly care: number
  /** chats at once; 1 on the phone */
  readonly capacity: number
}

const PEOPLE: readonly (readonly [DemoTeam, string])[] = [
  ['抖音直播组', '星野 北辰 云舒 木子 半夏 阿哲 石榴 白芷 若溪 小满'],
  ['淘系组', '初一 沐阳 晚晴 子衿 苏叶 阿宁 团团 景行 十七 米粒 洛川'],
  ['京拼组', '长安 丁香 予安 果果 远山 白露 阿澈 思齐'],
  ['热线组', '林晓 周宁 何静 许诺 方圆 江月 阿斌 秦川 梁音'],
  ['微信组', '拾光 沈星 可可 阿元 南乔 雨桐'],
  ['官网App组', '青禾 南星 知夏 立秋 叶子 海棠'],
  ['邮件组', '墨白 温言 书简 柏舟 简宁'],
  ['海外组', 'Ava Leo Mia Ethan Zoe'],
]

export const TEAMS: readonly DemoTeam[] = PEOPLE.map(([team]) => team)

/** Skill is spread evenly over a team and shuffled by its size, so each team has its quick and its slow ones. */
function agentsOf(team: DemoTeam, names: readonly string[]): DemoAgent[] {
  return names.map((agent, index) => {
    const rank = names.length === 1 ? 0.5 : ((index * 3) % names.length) / (names.length - 1)
    const care = ((index * 5 + 2) % names.length) / Math.max(1, names.length - 1)
    return {
      agent,
      team,
      index,
      speed: 0.72 + 0.56 * Math.min(1, rank),
      care: Math.min(1, care) * 0.12 - 0.06,
      capacity: team === '热线组' ? 1 : team === '邮件组' ? 4 : 2 + (index % 3 === 0 ? 1 : 0),
    }
  })
}

export const AGENTS: readonly DemoAgent[] = PEOPLE.flatMap(([team, names]) =>
  agentsOf(team, names.split(' ')),
)

export function agentsIn(team: DemoTeam): readonly DemoAgent[] {
  return AGENTS_BY_TEAM.get(team) ?? []
}
const AGENTS_BY_TEAM = new Map(TEAMS.map((team) => [team, AGENTS.filter((agent) => agent.team === team)]))

export interface DemoProduct {
  readonly zh: string
  readonly en: string
  /** yuan */
  readonly price: number
  readonly weight: number
}

export const PRODUCTS: readonly DemoProduct[] = [
  { zh: '云朵沙发', en: 'Cloud sofa', price: 4280, weight: 15 },
  { zh: '山音床垫', en: 'Shanyin mattress', price: 3190, weight: 14 },
  { zh: '松间餐桌', en: 'Pinewood dining table', price: 2460, weight: 10 },
  { zh: '折叠升降桌', en: 'Folding standing desk', price: 1899, weight: 13 },
  { zh: '雾光落地灯', en: 'Misty floor lamp', price: 469, weight: 11 },
  { zh: '回声书架', en: 'Echo bookshelf', price: 980, weight: 8 },
  { zh: '轻羽被', en: 'Feather quilt', price: 599, weight: 12 },
  { zh: '听雨花洒', en: 'Rain shower head', price: 329, weight: 7 },
  { zh: '原木衣柜', en: 'Solid wood wardrobe', price: 5680, weight: 6 },
  { zh: '暖屿电热毯', en: 'Warm isle heated blanket', price: 259, weight: 9 },
]

export const ISSUE_TYPES = [
  '物流',
  '商品质量',
  '退款',
  '退换货',
  '优惠与活动',
  '发票',
  '安装',
  '尺寸与材质',
  '改地址',
  '账号与登录',
  '支付',
  '缺件',
] as const
export type IssueType = (typeof ISSUE_TYPES)[number]

export const ISSUE_WEIGHTS: readonly (readonly [IssueType, number])[] = [
  ['物流', 22],
  ['尺寸与材质', 15],
  ['优惠与活动', 13],
  ['退款', 10],
  ['退换货', 9],
  ['商品质量', 8],
  ['安装', 7],
  ['发票', 5],
  ['改地址', 4],
  ['账号与登录', 3],
  ['支付', 2],
  ['缺件', 2],
]

export const PROVINCES: readonly (readonly [string, number])[] = [
  ['广东', 14],
  ['浙江', 12],
  ['江苏', 11],
  ['上海', 9],
  ['北京', 8],
  ['山东', 7],
  ['四川', 7],
  ['河南', 5],
  ['湖北', 5],
  ['福建', 5],
  ['湖南', 4],
  ['陕西', 3],
  ['辽宁', 3],
  ['重庆', 3],
  ['安徽', 3],
  ['云南', 1],
]
export const COUNTRIES: readonly (readonly [string, number])[] = [
  ['United States', 42],
  ['United Kingdom', 17],
  ['Canada', 12],
  ['Australia', 12],
  ['Singapore', 9],
  ['Germany', 8],
]
