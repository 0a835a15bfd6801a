/** The registry of targets that are reached by HTTP; a new one is one file and one line here. */
import type { HttpTarget, TargetKind } from '../types'
import { dingtalk } from './dingtalk'
import { feishu } from './feishu'
import { slack } from './slack'
import { sms } from './sms'
import { webhook } from './webhook'
import { wecom } from './wecom'

/** A target whose configuration is checked on the way in, so that all can stand in one list. */
function checked<Config>(target: HttpTarget<Config>): HttpTarget<unknown> {
  return {
    ...target,
    request: (message, config, at) => target.request(message, target.config.parse(config), at),
    judge: (status, headers, body, config) =>
      target.judge(status, headers, body, target.config.parse(config)),
  }
}

const ALL: readonly HttpTarget<unknown>[] = [
  checked(wecom),
  checked(dingtalk),
  checked(feishu),
  checked(slack),
  checked(webhook),
  checked(sms),
]

/** The HTTP target of a kind; null for those that are none (in-app, wall, e-mail). */
export function httpTarget(kind: TargetKind): HttpTarget<unknown> | null {
  return ALL.find((target) => target.id === kind) ?? null
}
