import { z } from 'zod'
import { contentOf } from '../content'
import { chatSafe } from '../escape'
import type { AlarmMessage, HttpTarget, MessageSetting } from '../types'
import { failure, JSON_HEADERS, judgeStatus, kept } from './answers'

const config = z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(1000) })

function content(message: AlarmMessage, at: MessageSetting): string {
  const { glyph, mark, kind, number, title, vip, lines, items, link } = contentOf(message, at)
  return [
    `${glyph} ${mark}${kind} ${number}${vip ? ' *VIP*' : ''}`.trimEnd(),
    `*${chatSafe(title)}*`,
    ...lines.map(({ label, value }) => `${label}: ${chatSafe(value)}`),
    ...items.map((item) => `<${item.url}|${chatSafe(item.text)}>`),
    `<${link.url}|${link.text}>`,
  ].join('\n')
}

/** Incoming webhook of Slack: one message a second; answers `ok` or a word that says what is wrong. */
export const slack: HttpTarget<z.output<typeof config>> = {
  id: 'slack',
  config,
  limits: { perMinute: 50, perSecond: 1 },
  maxBytes: 9000,
  content,
  request: (message, { url }, at) => ({
    method: 'POST',
    url,
    headers: JSON_HEADERS,
    body: JSON.stringify({
      text: content(message, at),
      mrkdwn: true,
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
    }),
  }),
  judge: (status, headers, body) => {
    const word = body.trim()
    if (status === 200 && (word === 'ok' || /^\{"ok":true/.test(word)))
      return { ok: true, status, response: kept(body) }
    if (/rate_?limited/.test(word)) return judgeStatus(429, headers, body) ?? failure('failed', status, body)
    if (status === 403 || status === 404 || /^(invalid|no_|channel_|action_|posting_|team_|user_)/.test(word))
      return failure('rejected', status, body)
    return judgeStatus(status, headers, body) ?? failure('failed', status, body)
  },
}
