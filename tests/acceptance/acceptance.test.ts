/** Every scenario: the expected messages inside their time, and none else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import '../database'
import { type HttpReceiver, type MailReceiver, startMailReceiver, startReceiver } from '../receivers'
import { SCENARIOS } from './scenarios'
import { differences, Stage } from './stage'

let http: HttpReceiver
let mail: MailReceiver

beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = 'a-test-secret-that-is-long-enough-0123456789'
  process.env.NEXTAUTH_URL = 'https://helm.example.com'
  resetEnv()
  http = await startReceiver()
  mail = await startMailReceiver()
})
afterAll(async () => {
  await http.close()
  await mail.close()
})

describe('acceptance', () => {
  it('has at least forty scenarios', () => {
    expect(SCENARIOS.length).toBeGreaterThanOrEqual(40)
    expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length)
  })

  it('finds what is missing, late, wrong or too much', () => {
    const want = { to: '群', kind: 'fired', from: 10, till: 15, says: 'A-1' } as const
    const got = { to: '群', kind: 'fired', at: 12, text: 'A-1', resent: false } as const
    expect(differences([want], [got])).toEqual([])
    expect(differences([want], [])).toHaveLength(1)
    expect(differences([], [got])).toHaveLength(1)
    expect(differences([want], [got, got])).toHaveLength(1)
    const wrong = [
      { at: 16 },
      { at: 9 },
      { to: '别处' },
      { kind: 'repeated' as const },
      { text: 'x' },
      { resent: true },
    ]
    for (const one of wrong)
      expect(differences([want], [{ ...got, ...one }]), JSON.stringify(one)).toHaveLength(2)
  })

  it.each(SCENARIOS)('$name', async (scenario) => {
    const seen = await new Stage(http, mail).play(scenario)
    expect(differences(scenario.expects, seen)).toEqual([])
  })
})
