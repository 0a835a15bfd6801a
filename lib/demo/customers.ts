/** The customers of a source: who they are depends on nothing but the seed and their number. */
import type { EventData, Instant } from '@/lib/facts/event'
import { COUNTRIES, type DemoSource, PROVINCES } from './company'
import { DAY, type DemoPlan, firstDay, startOfDay } from './plan'
import { type Random, randomOf } from './random'

export type Tier = 'vip' | 'high' | 'normal' | 'new'

export interface DemoCustomer {
  readonly customer: string
  readonly tier: Tier
  readonly region: string
  readonly registeredAt: Instant
  readonly profile: EventData
}

const SURNAMES =
  '王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢'
const GIVEN =
  '子涵 雨欣 浩然 思远 佳怡 建国 晓燕 志强 美玲 宇轩 梓萱 文博 静雯 海燕 俊杰 丽娜 明哲 婷婷 国华 雪 磊 敏 洋 倩 鹏 娟 涛 颖'.split(
    ' ',
  )
const FIRST =
  'Olivia James Emma Liam Sophia Henry Grace Oscar Lily Jack Hannah Lucas Chloe Adam Ruby Max Isla Ryan Nora Felix'.split(
    ' ',
  )
const LAST =
  'Smith Brown Taylor Wilson Clark Hall Young King Wright Scott Green Baker Adams Hill Moore Cooper'.split(
    ' ',
  )
const TIERS: readonly (readonly [Tier, number])[] = [
  ['vip', 4],
  ['high', 10],
  ['normal', 70],
  ['new', 16],
]
/** Customers of the whole company. */
const POOL = 36_000

/** How many customers a source has. */
export function poolSize(source: DemoSource): number {
  return Math.max(60, Math.round((POOL * source.share) / 100))
}

/** The customer of a source by number, from 0. */
export function customerOf(plan: DemoPlan, source: DemoSource, index: number): DemoCustomer {
  const customer = `${source.code}U${String(index).padStart(5, '0')}`
  const random = randomOf(plan.seed, 'customer', customer)
  const tier = random.weighted(TIERS)
  const chinese = source.language === 'zh'
  const region = random.weighted(chinese ? PROVINCES : COUNTRIES)
  const name = chinese
    ? `${SURNAMES[random.int(0, SURNAMES.length - 1)] ?? ''}${random.pick(GIVEN)}`
    : `${random.pick(FIRST)} ${random.pick(LAST)}`
  const worth = { vip: 24_000, high: 9_600, normal: 2_600, new: 420 }[tier]
  const registeredAt =
    startOfDay(firstDay(plan)) - random.int(tier === 'new' ? 1 : 40, tier === 'new' ? 30 : 900) * DAY
  const profile = {
    customer,
    name,
    tier,
    region,
    lifetimeValue: Math.round(random.lognormal(worth, 0.5)),
    ...(chinese ? { phone: `1390000${String(random.int(0, 9999)).padStart(4, '0')}` } : {}),
    ...(source.channel === 'email' || !chinese ? { email: `${customer.toLowerCase()}@example.com` } : {}),
    ...(random.chance(0.12)
      ? { tags: [random.pick(['老客户', '企业采购', '设计师', '装修中', '易流失'])] }
      : {}),
  }
  return { customer, tier, region, registeredAt, profile }
}

/** A customer who writes: some come much more often than others. */
export function someCustomer(plan: DemoPlan, source: DemoSource, random: Random): DemoCustomer {
  return customerOf(plan, source, Math.floor(poolSize(source) * random.next() ** 1.4))
}
