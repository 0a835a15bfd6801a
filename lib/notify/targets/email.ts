import { z } from 'zod'
import { type Content, contentOf } from '../content'
import { defang, htmlSafe, oneLine } from '../escape'
import type { AlarmMessage, MessageSetting, OutgoingMail, SendLimits } from '../types'

/** One plain address: no display name, no quotes, no comments, no line breaks. In lower case behind the @. */
export const addressSchema = z
  .string()
  .max(254)
  .regex(
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/,
  )

export const emailConfig = z.strictObject({
  host: z
    .string()
    .max(253)
    .regex(/^[A-Za-z0-9.:-]+$/),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls', 'none']),
  user: z.string().max(200).nullable(),
  password: z.string().max(500).nullable(),
  from: addressSchema,
  fromName: z
    .string()
    .max(100)
    .regex(/^[^\p{Cc}<>"@,;:\\]*$/u),
  /** empty = each person at their own address */
  to: z.array(addressSchema).max(50),
})
export type EmailConfig = z.output<typeof emailConfig>

export const EMAIL_LIMITS: SendLimits = { perMinute: 120, perSecond: null }
export const EMAIL_MAX_BYTES = 60_000

/** Bars of table cells, which every mail program draws: no picture, no SVG, nothing to fetch. */
function trendTable(values: readonly (number | null)[], colour: string): string {
  const shown = values.slice(-24)
  const known = shown.filter((value) => value !== null)
  if (known.length < 2) return ''
  const low = Math.min(0, ...known)
  const span = Math.max(...known) - low
  const cells = shown.map((value, index) => {
    const height =
      value === null ? 0 : Math.max(1, Math.round(((value - low) / (span === 0 ? 1 : span)) * 32))
    const ground = index === shown.length - 1 ? colour : '#A9B1BA'
    const bar =
      value === null
        ? ''
        : `<div style="width:7px;height:${height}px;background:${ground};font-size:0;line-height:0">&nbsp;</div>`
    return `<td valign="bottom" style="padding:0 1px 0 0;height:34px">${bar}</td>`
  })
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:4px 0"><tr>${cells.join('')}</tr></table>`
}

function htmlOf(message: AlarmMessage, parts: Content, footer: string, locale: string): string {
  const { glyph, mark, kind, number, title, vip, lines, items, link } = parts
  const colour = glyph === '■' ? '#C4262E' : glyph === '▲' ? '#A85400' : '#2F7A5E'
  const rows = lines.map(({ key, label, value }) => {
    const shown = key === 'trend' ? trendTable(message.trend, colour) : htmlSafe(value)
    return `<tr><td style="padding:3px 16px 3px 0;color:#626C77;vertical-align:top;white-space:nowrap">${htmlSafe(label)}</td><td style="padding:3px 0;color:#12161B">${shown}</td></tr>`
  })
  const listed = items.map(
    (item) =>
      `<li style="margin:4px 0"><a href="${htmlSafeUrl(item.url)}" style="color:#12161B">${htmlSafe(item.text)}</a></li>`,
  )
  return `<!doctype html><html lang="${locale === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head><body style="margin:0;padding:20px;background:#F6F7F8;font:14px/1.6 -apple-system,'PingFang SC','Microsoft YaHei',sans-serif"><div style="max-width:560px;background:#FFFFFF;border:1px solid #E5E8EB;border-radius:8px;padding:20px">
<p style="margin:0 0 4px;color:${colour};font-weight:600">${glyph} ${htmlSafe(mark)}${htmlSafe(kind)} ${number}${vip ? ' <span style="border:1px solid #C6A23C;color:#7A5C0B;border-radius:3px;padding:0 4px">VIP</span>' : ''}</p>
<h1 style="margin:0 0 12px;font-size:18px;line-height:26px;color:#12161B">${htmlSafe(title)}</h1>
<table role="presentation" cellpadding="0" cellspacing="0">${rows.join('')}</table>
${listed.length > 0 ? `<ul style="margin:8px 0;padding-left:18px">${listed.join('')}</ul>` : ''}
<p style="margin:16px 0 0"><a href="${htmlSafeUrl(link.url)}" style="display:inline-block;background:#12161B;color:#FFFFFF;padding:9px 16px;border-radius:6px;text-decoration:none">${htmlSafe(link.text)}</a></p>
</div><p style="color:#626C77;font-size:12px">${htmlSafe(footer)}</p></body></html>`
}

/** Addresses are our own, made by `linkTo`; only the sign that ends an attribute could hurt. */
function htmlSafeUrl(url: string): string {
  return url.replaceAll('&', '&amp;').replaceAll('"', '%22').replaceAll('<', '%3C').replaceAll('>', '%3E')
}

/** The words of a mail, as text; also measured for digests. */
export function mailText(message: AlarmMessage, at: MessageSetting, footer: string): string {
  const { glyph, mark, kind, number, title, vip, lines, items, link } = contentOf(message, at)
  return [
    `${glyph} ${mark}${kind} ${number}${vip ? ' VIP' : ''}`.trimEnd(),
    defang(title),
    '',
    ...lines.map(({ label, value }) => `${label}: ${defang(value)}`),
    ...items.map((item) => `- ${defang(item.text)}\n  ${item.url}`),
    '',
    `${link.text}: ${link.url}`,
    '',
    footer,
  ].join('\n')
}

/** A mail with subject, text and HTML in the setting's language. `footer` says whose it is. */
export function mailOf(
  message: AlarmMessage,
  to: readonly string[],
  at: MessageSetting,
  footer: string,
): OutgoingMail {
  const parts = contentOf(message, at)
  const host = new URL(at.baseUrl).hostname
  return {
    to: to.map((address) => addressSchema.parse(address)),
    subject: oneLine(`${parts.mark}[${parts.kind}] ${parts.number} ${defang(parts.title)}`, 160),
    text: mailText(message, at, footer),
    html: htmlOf(message, parts, footer, at.locale),
    messageId: `<${at.deliveryId}@${/^[a-z0-9.-]+$/i.test(host) ? host : 'helmline.invalid'}>`,
  }
}
