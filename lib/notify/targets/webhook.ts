import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { contentOf, linkTo } from '../content'
import { oneLine } from '../escape'
import type { AlarmMessage, HttpTarget, MessageSetting } from '../types'
import { JSON_HEADERS, judgeStatus, kept } from './answers'

const config = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(1000),
  /** `whsec_` and base64 of 24–64 bytes */
  secret: z.string().regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/),
})

const most = 300

/** The facts in both languages; numbers in the metric's own unit, instants in RFC 3339. */
function payload(message: AlarmMessage, at: MessageSetting): object {
  const time = (ms: number) => new Date(ms).toISOString()
  const both = (title: AlarmMessage['title']) => ({
    zh: oneLine(title.zh, most),
    en: oneLine(title.en, most),
  })
  return {
    type: `helmline.${message.kind}`,
    timestamp: time(message.at),
    data: {
      id: at.deliveryId,
      resent: at.resent,
      incident: message.incident,
      title: both(message.title),
      severity: message.severity,
      metric: message.metric,
      unit: message.unit,
      value: message.value,
      limit: message.limit,
      since: time(message.since),
      scope: message.scope.map(({ dimension, value }) => ({ dimension, value: oneLine(value, most) })),
      owner: message.owner === null ? null : oneLine(message.owner, most),
      trend: message.trend,
      vip: message.vip,
      note: message.note === null ? null : oneLine(message.note, most),
      url: contentOf(message, at).link.url,
      ...(message.items === undefined
        ? {}
        : {
            items: message.items.map((item) => ({
              title: both(item.title),
              url: linkTo(at.baseUrl, item.path),
              ...(item.number === undefined ? {} : { number: item.number }),
              ...(item.kind === undefined ? {} : { kind: item.kind }),
              ...(item.severity === undefined ? {} : { severity: item.severity }),
              ...(item.at === undefined ? {} : { at: time(item.at) }),
            })),
          }),
    },
  }
}

/** Any program that takes JSON, signed by the Standard Webhooks rules: id, timestamp and HMAC-SHA256 in headers. */
export const webhook: HttpTarget<z.output<typeof config>> = {
  id: 'webhook',
  config,
  limits: { perMinute: null, perSecond: null },
  maxBytes: 60_000,
  content: (message, at) => JSON.stringify(payload(message, at)),
  request: (message, { url, secret }, at) => {
    const body = JSON.stringify(payload(message, at))
    const sent = new Date(at.now)
    return {
      method: 'POST',
      url,
      headers: {
        ...JSON_HEADERS,
        'webhook-id': at.deliveryId,
        'webhook-timestamp': String(Math.floor(at.now / 1000)),
        'webhook-signature': new Webhook(secret).sign(at.deliveryId, sent, body),
      },
      body,
    }
  },
  judge: (status, headers, body) =>
    judgeStatus(status, headers, body) ?? { ok: true, status, response: kept(body) },
}
