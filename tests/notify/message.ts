/** An alarm about a slow channel and the moment it is told: what tests of messages begin with. */
import type { AlarmMessage, MessageSetting } from '@/lib/notify/types'

export const SETTING: MessageSetting = {
  now: Date.parse('2026-11-20T06:17:00Z'),
  locale: 'zh',
  baseUrl: 'https://helm.example.com',
  recipient: '13800000001',
  resent: false,
  deliveryId: '0b5c6ee0-0000-4000-8000-000000000001',
  zone: 'Asia/Shanghai',
}

export const MESSAGE: AlarmMessage = {
  kind: 'fired',
  incident: { id: '0b5c6ee0-0000-4000-8000-000000000009', number: 2207 },
  title: { zh: '抖音 首次响应过慢', en: 'Douyin answers slowly' },
  severity: 'bad',
  metric: 'frt_mean',
  unit: 'seconds',
  value: 108,
  limit: 60,
  since: Date.parse('2026-11-20T06:05:00Z'),
  at: Date.parse('2026-11-20T06:17:00Z'),
  scope: [{ dimension: 'channel', value: 'douyin' }],
  owner: '李*',
  trend: [40, 52, null, 108],
  path: '/incidents/2207',
  vip: true,
  note: null,
}
