import { z } from 'zod'
import { contentOf } from '../content'
import { chatSafe } from '../escape'
import type { AlarmMessage, HttpTarget, MessageSetting } from '../types'
import { JSON_HEADERS, judgeCode } from './answers'

const config = z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(1000) })

/** WeCom's Markdown: quotes, bold, colours and links; no escapes, so that data is written in full-width signs. */
function content(message: AlarmMessage, at: MessageSetting): string {
  const { glyph, mark, kind, number, title, vip, lines, items, link } = contentOf(message, at)
  const colour = glyph === '●' ? 'info' : 'warning'
  const head = `${glyph} ${mark}<font color="${colour}">${kind}</font> ${number}${vip ? ' **VIP**' : ''}`
  return [
    head.trimEnd(),
    `**${chatSafe(title)}**`,
    ...lines.map(({ label, value }) => `>${label}：${chatSafe(value)}`),
    ...items.map((item) => `>${chatSafe(item.text)}`),
    `[${link.text}](${link.url})`,
  ].join('\n')
}

/** Group robot of 企业微信: no signature, the key in its address is the secret; 20 messages a minute. */
export const wecom: HttpTarget<z.output<typeof config>> = {
  id: 'wecom',
  config,
  limits: { perMinute: 18, perSecond: null },
  // the vendor's 4096, less what an admin's address may add
  maxBytes: 4000,
  content,
  request: (message, { url }, at) => ({
    method: 'POST',
    url,
    headers: JSON_HEADERS,
    body: JSON.stringify({ msgtype: 'markdown', markdown: { content: content(message, at) } }),
  }),
  judge: (status, headers, body) =>
    judgeCode(status, headers, body, {
      fields: ['errcode'],
      limited: [45009, 45033],
      temporary: [-1],
      waitMs: 60_000,
    }),
}
