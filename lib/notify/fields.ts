/** What is asked for each kind of target. Data only: form, service and list read it. */
import type { TargetKind } from './types'

/** Kinds that an administrator sets up; inbox and wall are always there. */
export const SET_UP_KINDS = ['wecom', 'dingtalk', 'feishu', 'slack', 'email', 'sms', 'webhook'] as const
export type SetUpKind = (typeof SET_UP_KINDS)[number]

export const FIELD_NAMES = [
  'url',
  'secret',
  'host',
  'port',
  'security',
  'user',
  'password',
  'from',
  'fromName',
  'to',
  'authorization',
  'template',
  'okField',
  'okValue',
] as const
export type FieldName = (typeof FIELD_NAMES)[number]

export interface TargetField {
  readonly name: FieldName
  /** `lines`: one value a line */
  readonly type: 'text' | 'number' | 'choice' | 'lines' | 'long'
  /** sealed; never sent to a browser again */
  readonly secret?: boolean
  readonly optional?: boolean
  readonly choices?: readonly string[]
  readonly initial?: string | number
  readonly placeholder?: string
}

const url = (placeholder: string): TargetField => ({ name: 'url', type: 'text', secret: true, placeholder })

export const FIELDS: Readonly<Record<SetUpKind, readonly TargetField[]>> = {
  wecom: [url('https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…')],
  dingtalk: [
    url('https://oapi.dingtalk.com/robot/send?access_token=…'),
    { name: 'secret', type: 'text', secret: true, optional: true, placeholder: 'SEC…' },
  ],
  feishu: [
    url('https://open.feishu.cn/open-apis/bot/v2/hook/…'),
    { name: 'secret', type: 'text', secret: true, optional: true },
  ],
  slack: [url('https://hooks.slack.com/services/…')],
  email: [
    { name: 'host', type: 'text', placeholder: 'smtp.example.com' },
    { name: 'port', type: 'number', initial: 465 },
    { name: 'security', type: 'choice', choices: ['tls', 'starttls', 'none'], initial: 'tls' },
    { name: 'user', type: 'text', optional: true },
    { name: 'password', type: 'text', secret: true, optional: true },
    { name: 'from', type: 'text', placeholder: 'helmline@example.com' },
    { name: 'fromName', type: 'text', initial: 'Helmline' },
    { name: 'to', type: 'lines' },
  ],
  sms: [
    url('https://sms.example.com/send'),
    { name: 'authorization', type: 'text', secret: true, optional: true, placeholder: 'Bearer …' },
    { name: 'template', type: 'long', initial: '{"phone": "{phone}", "content": "{text}"}' },
    { name: 'okField', type: 'text', optional: true, placeholder: 'code' },
    { name: 'okValue', type: 'text', optional: true, placeholder: '0' },
    { name: 'to', type: 'lines' },
  ],
  webhook: [
    url('https://example.com/hooks/helmline'),
    { name: 'secret', type: 'text', secret: true, optional: true },
  ],
}

/** Whether somebody sets up targets of this kind. */
export function isSetUp(kind: TargetKind): kind is SetUpKind {
  return SET_UP_KINDS.some((one) => one === kind)
}
