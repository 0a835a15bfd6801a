import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { contentOf } from '../content'
import { chatSafe } from '../escape'
import type { AlarmMessage, HttpTarget, MessageSetting } from '../types'
import { JSON_HEADERS, judgeCode } from './answers'

const config = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(1000),
  /** of the robot's 签名校验; null = none */
  secret: z.string().min(1).max(500).nullable(),
})

/** The signature: timestamp (s), a line feed and the secret are the key, the message is empty. Not DingTalk's rule. */
export function feishuSign(timestamp: string, secret: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64')
}

type Node =
  | { readonly tag: 'text'; readonly text: string }
  | { readonly tag: 'a'; readonly text: string; readonly href: string }

/** Rich text is a list of paragraphs of nodes, so that nothing in a text can become a mention or a link. */
function post(message: AlarmMessage, at: MessageSetting) {
  const { glyph, mark, kind, number, title, vip, lines, items, link } = contentOf(message, at)
  const text = (words: string): Node => ({ tag: 'text', text: words })
  return {
    title: `${glyph} ${mark}${kind} ${number}${vip ? ' VIP' : ''}`.trimEnd(),
    content: [
      [text(chatSafe(title))],
      ...lines.map(({ label, value }) => [text(`${label}：${chatSafe(value)}`)]),
      ...items.map((item): Node[] => [{ tag: 'a', text: chatSafe(item.text), href: item.url }]),
      [{ tag: 'a', text: link.text, href: link.url } as const],
    ],
  }
}

/** Custom robot of 飞书: signed in the body; 5 messages a second and 100 a minute. */
export const feishu: HttpTarget<z.output<typeof config>> = {
  id: 'feishu',
  config,
  limits: { perMinute: 90, perSecond: 4 },
  maxBytes: 15_000,
  content: (message, at) => JSON.stringify(post(message, at)),
  request: (message, { url, secret }, at) => {
    const timestamp = String(Math.floor(at.now / 1000))
    return {
      method: 'POST',
      url,
      headers: JSON_HEADERS,
      body: JSON.stringify({
        ...(secret === null ? {} : { timestamp, sign: feishuSign(timestamp, secret) }),
        msg_type: 'post',
        content: { post: { [at.locale === 'zh' ? 'zh_cn' : 'en_us']: post(message, at) } },
      }),
    }
  },
  judge: (status, headers, body) =>
    judgeCode(status, headers, body, {
      fields: ['code', 'StatusCode'],
      limited: [11232, 11247],
      temporary: [-1, 10003, 11233],
      waitMs: 60_000,
    }),
}
