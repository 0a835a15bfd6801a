/** Mail by SMTP. The server's host passes the same guard as every other address somebody typed. */
import { createTransport } from 'nodemailer'
import type { OutgoingMail, SendOutcome, SmtpServer } from '@/lib/notify/types'
import { checkedHost, RefusedAddress } from './address-guard'

const CONNECT_CAP = 8_000
const SOCKET_CAP = 15_000

/** Sends one mail. Never throws; what the server said is in the outcome. */
export async function sendMail(
  mail: OutgoingMail,
  server: SmtpServer,
  options: { readonly allow: readonly string[] },
): Promise<SendOutcome> {
  try {
    const { address } = await checkedHost(server.host, options.allow)
    const transport = createTransport({
      host: address,
      port: server.port,
      secure: server.security === 'tls',
      requireTLS: server.security === 'starttls',
      ignoreTLS: server.security === 'none',
      tls: { servername: server.host },
      ...(server.user === null ? {} : { auth: { user: server.user, pass: server.password ?? '' } }),
      disableFileAccess: true,
      disableUrlAccess: true,
      connectionTimeout: CONNECT_CAP,
      greetingTimeout: CONNECT_CAP,
      socketTimeout: SOCKET_CAP,
    })
    try {
      const sent = await transport.sendMail({
        from: { name: server.fromName, address: server.from },
        to: mail.to.map((to) => ({ name: '', address: to })),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: mail.messageId,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      })
      return { ok: true, status: 250, response: String(sent.response).slice(0, 300) }
    } finally {
      transport.close()
    }
  } catch (error) {
    return outcomeOf(error)
  }
}

function outcomeOf(error: unknown): SendOutcome {
  if (error instanceof RefusedAddress)
    return {
      ok: false,
      why: 'refused_address',
      status: null,
      response: error.range,
      retryAfterMs: null,
    }
  const { code, responseCode, response, command } = error as {
    code?: string
    responseCode?: number
    response?: string
    command?: string
  }
  const status = responseCode ?? null
  const text = (response ?? code ?? 'failed').replace(/[\p{Cc}]+/gu, ' ').slice(0, 300)
  const recipientOnly = code === 'EENVELOPE' && status !== null && command !== 'MAIL FROM'
  if (status !== null && status >= 500) {
    return { ok: false, why: 'rejected', status, response: text, retryAfterMs: null, recipientOnly }
  }
  if (status !== null && status >= 400) {
    const why = /rate|too many|limit/i.test(text) ? 'rate_limited' : 'failed'
    return { ok: false, why, status, response: text, retryAfterMs: null, recipientOnly }
  }
  // after DATA the server may have taken it without our hearing of it
  const uncertain = command === 'DATA' || command === 'CONN_DATA'
  if (code === 'ETIMEDOUT')
    return { ok: false, why: 'timeout', status: null, response: text, retryAfterMs: null, uncertain }
  return { ok: false, why: 'failed', status: null, response: text, retryAfterMs: null, uncertain }
}
