/** Signatures, bodies and answers of every kind of target. */
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { trendBars } from '@/lib/notify/content'
import { httpTarget } from '@/lib/notify/targets'
import { dingtalkSign } from '@/lib/notify/targets/dingtalk'
import { addressSchema, mailOf } from '@/lib/notify/targets/email'
import { feishuSign } from '@/lib/notify/targets/feishu'
import type { AlarmMessage, MessageSetting, SendOutcome, TargetKind } from '@/lib/notify/types'
import { MESSAGE, SETTING } from './message'

const VECTORS = '../shared/data/connectors/robots/signing-vectors.json'
const EXAMPLES = '../shared/data/connectors/robots/message-examples.json'
const HERE = existsSync(VECTORS)
const KINDS = ['wecom', 'dingtalk', 'feishu', 'slack', 'webhook', 'sms'] as const

const CONFIG: Record<(typeof KINDS)[number], unknown> = {
  wecom: { url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k' },
  dingtalk: { url: 'https://oapi.dingtalk.com/robot/send?access_token=t', secret: 'SEC1' },
  feishu: { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/h', secret: 's' },
  slack: { url: 'https://hooks.slack.com/services/a/b/c' },
  webhook: { url: 'https://x.example/hook', secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` },
  sms: {
    url: 'https://sms.example/send',
    authorization: null,
    template: '{"to":["{phone}"],"body":{"text":"{text}"},"n":1}',
    okField: 'result.code',
    okValue: '0',
  },
}
const targetOf = (kind: TargetKind) => {
  const target = httpTarget(kind)
  if (target === null) throw new Error(kind)
  return target
}
const requestOf = (kind: (typeof KINDS)[number], message: AlarmMessage, more: Partial<MessageSetting> = {}) =>
  targetOf(kind).request(message, CONFIG[kind], { ...SETTING, ...more })

describe.skipIf(!HERE)('vectors of ../shared (skipped where they are absent)', () => {
  it('DingTalk and Feishu sign as the vendors do', () => {
    const { dingtalk, feishu } = JSON.parse(readFileSync(VECTORS, 'utf8')) as Record<
      string,
      { timestamp: string; secret: string; sign: string }
    >
    expect(encodeURIComponent(dingtalkSign(dingtalk?.timestamp ?? '', dingtalk?.secret ?? ''))).toBe(
      dingtalk?.sign,
    )
    expect(feishuSign(feishu?.timestamp ?? '', feishu?.secret ?? '')).toBe(feishu?.sign)
  })
  it('bodies have the shape of the vendors’ examples', () => {
    const examples = JSON.parse(readFileSync(EXAMPLES, 'utf8')) as Record<string, Record<string, unknown>>
    const keys = (value: unknown) => Object.keys(value as object)
    const wecom = JSON.parse(requestOf('wecom', MESSAGE).body)
    expect(keys(wecom)).toEqual(keys(examples.wecom_markdown))
    expect(keys(wecom.markdown)).toEqual(keys(examples.wecom_markdown?.markdown))
    const dingtalk = JSON.parse(requestOf('dingtalk', MESSAGE).body)
    expect(keys(dingtalk)).toEqual(keys(examples.dingtalk_markdown))
    expect(keys(dingtalk.markdown)).toEqual(keys(examples.dingtalk_markdown?.markdown))
    expect(keys(JSON.parse(requestOf('feishu', MESSAGE).body))).toEqual(keys(examples.feishu_text))
    const error = JSON.stringify(examples.feishu_error_bad_sign)
    expect(targetOf('feishu').judge(200, {}, error, CONFIG.feishu)).toMatchObject({
      ok: false,
      why: 'rejected',
    })
  })
})

describe('signatures', () => {
  it('of our own fixtures', () => {
    // computed with openssl from the rules: HMAC-SHA256 of "1\nk" with key "k", and of nothing with key "1\nk"
    expect(dingtalkSign('1', 'k')).toBe('+Y/NysOI70f4DBpAAhJ12F23YD7ant6IfWD1Sviq7UI=')
    expect(feishuSign('1', 'k')).toBe('Gepkb8I0BuWIj67x/8i84hg82sGSm9jkvIBiSZtqZCE=')
  })
  it('DingTalk’s stands in the address, in milliseconds; Feishu’s in the body, in seconds', () => {
    const url = new URL(requestOf('dingtalk', MESSAGE).url)
    expect(url.searchParams.get('access_token')).toBe('t')
    expect(url.searchParams.get('timestamp')).toBe(String(SETTING.now))
    expect(url.searchParams.get('sign')).toBe(dingtalkSign(String(SETTING.now), 'SEC1'))
    const body = JSON.parse(requestOf('feishu', MESSAGE).body)
    expect(body.timestamp).toBe(String(SETTING.now / 1000))
    expect(body.sign).toBe(feishuSign(body.timestamp, 's'))
  })
  it('a webhook’s is taken by the reference library', () => {
    const { headers, body } = requestOf('webhook', MESSAGE, { now: Date.now() })
    const secret = (CONFIG.webhook as { secret: string }).secret
    expect(() => new Webhook(secret).verify(body, { ...headers })).not.toThrow()
    expect(() => new Webhook(secret).verify(`${body} `, { ...headers })).toThrow()
    expect(headers['webhook-id']).toBe(SETTING.deliveryId)
  })
})

describe('answers', () => {
  const cases: readonly (readonly [(typeof KINDS)[number], number, string, string])[] = [
    ['wecom', 200, '{"errcode":0,"errmsg":"ok"}', 'ok'],
    ['wecom', 200, '{"errcode":45009,"errmsg":"api freq out of limit"}', 'rate_limited'],
    ['wecom', 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', 'rejected'],
    ['wecom', 200, '{"errcode":-1,"errmsg":"system busy"}', 'failed'],
    ['wecom', 200, '<html></html>', 'failed'],
    ['wecom', 200, '', 'failed'],
    ['wecom', 502, '', 'failed'],
    ['dingtalk', 200, '{"errcode":0}', 'ok'],
    ['dingtalk', 200, '{"errcode":130101,"errmsg":"send too fast"}', 'rate_limited'],
    ['dingtalk', 200, '{"errcode":310000,"errmsg":"sign not match"}', 'rejected'],
    ['feishu', 200, '{"code":0,"msg":"success"}', 'ok'],
    ['feishu', 200, '{"StatusCode":0,"StatusMessage":"success"}', 'ok'],
    ['feishu', 200, '{"code":11232,"msg":"frequency limited"}', 'rate_limited'],
    ['feishu', 400, '{"code":9499,"msg":"Bad Request"}', 'rejected'],
    ['slack', 200, 'ok', 'ok'],
    ['slack', 429, '', 'rate_limited'],
    ['slack', 404, 'no_service', 'rejected'],
    ['slack', 500, 'fatal_error', 'failed'],
    ['slack', 200, 'maintenance', 'failed'],
    ['webhook', 204, '', 'ok'],
    ['webhook', 302, '', 'failed'],
    ['webhook', 410, '', 'rejected'],
    ['webhook', 503, '', 'failed'],
    ['sms', 200, '{"result":{"code":0}}', 'ok'],
    ['sms', 200, '{"result":{"code":"0"}}', 'ok'],
    ['sms', 200, '{"result":{"code":"22"}}', 'failed'],
    ['sms', 200, '{}', 'failed'],
  ]
  it.each(cases)('%s: %i %s is %s', (kind, status, body, expected) => {
    const outcome: SendOutcome = targetOf(kind).judge(status, {}, body, CONFIG[kind])
    expect(outcome.ok ? 'ok' : outcome.why).toBe(expected)
  })
  it('Retry-After is read as seconds and as a date', () => {
    const judge = (after: string) =>
      targetOf('slack').judge(
        429,
        { 'retry-after': after, date: 'Fri, 20 Nov 2026 06:00:00 GMT' },
        '',
        CONFIG.slack,
      )
    expect(judge('7')).toMatchObject({ retryAfterMs: 7_000 })
    expect(judge('Fri, 20 Nov 2026 06:01:30 GMT')).toMatchObject({ retryAfterMs: 90_000 })
    expect(judge('soon')).toMatchObject({ retryAfterMs: 60_000 })
  })
  it('what is kept of an answer is short and holds no personal number', () => {
    const outcome = targetOf('wecom').judge(500, {}, `call 13800001234\n${'x'.repeat(900)}`, CONFIG.wecom)
    expect(outcome.response.length).toBeLessThanOrEqual(310)
    expect(outcome.response).not.toContain('13800001234')
    expect(outcome.response).not.toContain('\n')
  })
})

describe('words', () => {
  it('say value, limit, since, where, owner, trend and one link, in both languages', () => {
    const zh = targetOf('wecom').content(MESSAGE, SETTING)
    for (const part of [
      'A-2207',
      '抖音 首次响应过慢',
      '1 分 48 秒（界限 1 分）',
      '11月20日 周五 14:05，已 12 分钟',
      '渠道 抖音',
      '李＊',
      '▁▂·█',
      'VIP',
      'https://helm.example.com/incidents/2207',
    ])
      expect(zh).toContain(part)
    expect(zh.match(/https?:/g)).toHaveLength(1)
    const en = targetOf('slack').content(MESSAGE, { ...SETTING, locale: 'en' })
    for (const part of [
      'Douyin answers slowly',
      '1 min 48 s (limit 1 min)',
      'Fri 20 Nov 14:05',
      'Channel Douyin',
    ])
      expect(en).toContain(part)
  })
  it('a message that may be the second of its kind says so, everywhere', () => {
    for (const kind of KINDS) {
      const said = requestOf(kind, MESSAGE, { resent: true }).body
      expect(said, kind).toMatch(kind === 'webhook' ? /"resent":true/ : /重发/)
      expect(requestOf(kind, MESSAGE).body, kind).not.toMatch(/重发|"resent":true/)
    }
    expect(mailOf(MESSAGE, ['a@example.com'], { ...SETTING, resent: true }, '').subject).toContain('【重发】')
  })
  it('bars keep gaps and need two values', () => {
    expect(trendBars([1, null, 8])).toBe('▁·█')
    expect(trendBars([5])).toBe('')
    expect(trendBars([2, 2])).toBe('▄▄')
  })
})

const NASTY = [
  '@所有人',
  '@all @channel <!channel> <!here> <@U123> <at user_id="all">所有人</at> <@all>',
  '[免费领取](https://evil.example/x)',
  '![x](http://evil.example/p.png)',
  '<https://evil.example|点这里>',
  '<a href="javascript:alert(1)">x</a><img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  '**加粗** _斜_ ~~删~~ `码` # 标题\n> 引用\n- 列表\n1. 列表',
  'x\r\nBcc: victim@example.com\r\n\r\nbody',
  '</font><font color="warning">假的</font>',
  'evil.example/path www.evil.example',
  '\u202Egnp.exe \u200B\u2066\uFEFF',
  '{phone}{text}","admin":true,"x":"',
  '我的手机 13800001234 邮箱 zhang@example.com',
  '\u0000\u0007\u001b[31m',
  '\\[x\\](y) &lt;b&gt; &#x3c;',
]

/** Everything a target shows of a message, as it shows it. */
function shown(kind: (typeof KINDS)[number], message: AlarmMessage): string {
  const body = JSON.parse(requestOf(kind, message).body) as Record<string, unknown>
  switch (kind) {
    case 'wecom':
      return (body.markdown as { content: string }).content
    case 'dingtalk':
      return Object.values(body.markdown as object).join('\n')
    case 'slack':
      return body.text as string
    default:
      return JSON.stringify(body.content ?? body)
  }
}

describe('nasty words', () => {
  const words = fc.oneof(
    fc.constantFrom(...NASTY),
    fc
      .tuple(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 40 }))
      .map((two) => two.join('')),
    fc
      .array(fc.constantFrom(...'@<>[]()*_~`#|!&\\"\'{}:/.\r\n -所有人a1'), { maxLength: 60 })
      .map((all) => all.join('')),
  )
  const nastyMessage = words.chain((a) =>
    fc.tuple(words, words, words).map(
      ([b, c, d]): AlarmMessage => ({
        ...MESSAGE,
        title: { zh: a, en: a },
        owner: b,
        note: c,
        scope: [{ dimension: 'product', value: d }],
        path: `/incidents/2207`,
      }),
    ),
  )
  const calm: AlarmMessage = {
    ...MESSAGE,
    title: { zh: 'x', en: 'x' },
    owner: 'x',
    note: 'x',
    scope: [{ dimension: 'product', value: 'x' }],
  }
  const count = (text: string, pattern: RegExp) => (text.match(pattern) ?? []).length

  it('call nobody, link nowhere, format nothing and add no line in a chat', () => {
    fc.assert(
      fc.property(
        nastyMessage,
        fc.constantFrom('wecom', 'dingtalk', 'slack', 'feishu' as const),
        (message, kind) => {
          const said = shown(kind, message)
          const plain = shown(kind, calm)
          expect(said).not.toContain('@')
          for (const pattern of [
            /https?:\/\//g,
            /\[/g,
            /\]\(/g,
            /</g,
            /\*/g,
            /`/g,
            /\n/g,
            /^#/gm,
            /^>/gm,
            /!/g,
            /_/g,
          ])
            expect(count(said, pattern), String(pattern)).toBeLessThanOrEqual(count(plain, pattern))
          expect(said).not.toMatch(/evil\.example/)
          expect(said).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B\uFEFF]/)
          expect(said).not.toContain('13800001234')
        },
      ),
      { numRuns: 400 },
    )
  })

  it('cannot be structure in JSON: SMS templates and webhooks keep their fields', () => {
    fc.assert(
      fc.property(nastyMessage, (message) => {
        const sms = JSON.parse(requestOf('sms', message).body)
        expect(Object.keys(sms)).toEqual(['to', 'body', 'n'])
        expect(sms.to).toEqual(['13800000001'])
        expect(sms.body.text.split('\n')).toHaveLength(1)
        expect(sms.body.text).not.toContain('13800001234')
        const hook = JSON.parse(requestOf('webhook', message).body)
        expect(Object.keys(hook)).toEqual(['type', 'timestamp', 'data'])
        expect(JSON.stringify(hook)).not.toContain('13800001234')
      }),
      { numRuns: 200 },
    )
  })

  it('add no header, tag, attribute or link to a mail', () => {
    const tags = (html: string) => (html.match(/<[^>]*>/g) ?? []).join('')
    const plainTags = tags(mailOf(calm, ['a@example.com'], SETTING, 'x').html)
    fc.assert(
      fc.property(nastyMessage, (message) => {
        const mail = mailOf(message, ['a@example.com'], SETTING, 'x')
        expect(mail.subject).not.toMatch(/[\r\n]/)
        const got = tags(mail.html)
        // an empty owner or note leaves its row out; nothing else may differ
        expect(got.length).toBeLessThanOrEqual(plainTags.length)
        expect(got).not.toMatch(/script|onerror|javascript/i)
        expect(count(mail.text, /https?:\/\//g)).toBe(1)
        expect(mail.text).not.toContain('zhang@example.com')
      }),
      { numRuns: 200 },
    )
  })

  it('a path that is none of ours leads to the start', () => {
    for (const path of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/a)](b',
      '/x"onclick="',
      'javascript:1',
    ])
      expect(targetOf('slack').content({ ...MESSAGE, path }, SETTING)).toContain(
        '<https://helm.example.com/|',
      )
  })

  it('addresses that hold more than an address are refused', () => {
    for (const address of [
      'a@example.com\r\nBcc: b@example.com',
      '"a@evil.example"@example.com',
      'a@example.com, b@example.com',
      'A <a@example.com>',
      'a(comment)@example.com',
      'a@[127.0.0.1]',
      '@example.com',
      'a@',
      'a b@example.com',
      'группа: a@example.com;',
    ])
      expect(addressSchema.safeParse(address).success, address).toBe(false)
    expect(addressSchema.safeParse('zhang.wei+duty@mail.example.com.cn').success).toBe(true)
  })
})
