import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { contentOf } from '../content'
import { chatSafe } from '../escape'
import type { AlarmMessage, HttpTarget, MessageSetting } from '../types'
import { JSON_HEADERS, judgeCode } from './answers'

const config = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(1000),
  /** of the robot's 加签; null = it checks keywords or addresses instead */
  secret: z.string().min(1).max(500).nullable(),
})

/** The signature: the secret is the key, timestamp (ms), a line feed and the secret are the message. Not yet encoded. */
export function dingtalkSign(timestamp: string, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
}

function signed(url: string, secret: string | null, now: number): string {
  if (secret === null) return url
  const out = new URL(url)
  out.searchParams.set('timestamp', String(now))
  out.searchParams.set('sign', dingtalkSign(String(now), secret))
  return out.href
}

function content(message: AlarmMessage, at: MessageSetting): string {
  const { glyph, mark, kind, number, title, vip, lines, items, link } = contentOf(message, at)
  return [
    `#### ${glyph} ${mark}${kind} ${number}${vip ? ' VIP' : ''}`.trimEnd(),
    `**${chatSafe(title)}**`,
    ...lines.map(({ label, value }) => `> ${label}：${chatSafe(value)}`),
    ...items.map((item) => `[${chatSafe(item.text)}](${item.url})`),
    `[${link.text}](${link.url})`,
  ].join('\n\n')
}

/** Group robot of 钉钉: signed in its address; 20 messages a minute, and ten minutes of silence beyond. */
export const dingtalk: HttpTarget<z.output<typeof config>> = {
  id: 'dingtalk',
  config,
  limits: { perMinute: 18, perSecond: null },
  maxBytes: 15_000,
  content,
  request: (message, { url, secret }, at) => {
    const { glyph, kind, title } = contentOf(message, at)
    return {
      method: 'POST',
      url: signed(url, secret, at.now),
      headers: JSON_HEADERS,
      body: JSON.stringify({
        msgtype: 'markdown',
        markdown: { title: chatSafe(`${glyph} ${kind} ${title}`), text: content(message, at) },
        at: { isAtAll: false },
      }),
    }
  },
  judge: (status, headers, body) =>
    judgeCode(status, headers, body, {
      fields: ['errcode'],
      limited: [130101, 130102],
      temporary: [-1],
      waitMs: 600_000,
    }),
}
