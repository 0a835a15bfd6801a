import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { environment, openHome } from '../../lib/launch/home.mjs'
import { backOff, howEnded } from '../../lib/launch/supervise.mjs'

const folder = mkdtempSync(join(tmpdir(), 'helmline-home-'))
let count = 0
beforeEach(() => {
  count += 1
  process.env.HELMLINE_HOME = join(folder, String(count))
})
afterAll(() => {
  delete process.env.HELMLINE_HOME
  rmSync(folder, { recursive: true, force: true })
})

describe('the data folder', () => {
  it('makes secrets once, each of its own, readable by the owner alone', () => {
    const first = openHome().secrets()
    expect(openHome().secrets()).toEqual(first)
    const values = Object.values(first)
    expect(values.length).toBeGreaterThanOrEqual(3)
    expect(new Set(values).size).toBe(values.length)
    for (const value of values) expect(value.length).toBeGreaterThanOrEqual(32)
    expect(statSync(join(openHome().folder, 'secrets.json')).mode & 0o777).toBe(0o600)
  })
  it('never makes a cron secret, and lets those of the environment win', () => {
    const home = openHome()
    expect(home.secrets()).not.toHaveProperty('CRON_SECRET')
    vi.stubEnv('METRICS_TOKEN', 'given-by-the-environment-of-the-host')
    vi.stubEnv('CRON_SECRET', '')
    const env = environment(home, 'postgresql://x')
    expect(env.METRICS_TOKEN).toBe('given-by-the-environment-of-the-host')
    expect(env.NEXTAUTH_SECRET).toBe(home.secrets().NEXTAUTH_SECRET)
    expect(env).not.toHaveProperty('CRON_SECRET')
    expect(env.HELMLINE_HOME).toBe(home.folder)
    vi.unstubAllEnvs()
  })
  it('says so where its secrets are broken, instead of making others', () => {
    const home = openHome()
    writeFileSync(join(home.folder, 'secrets.json'), '{"half')
    expect(() => home.secrets()).toThrow(/cannot be read as JSON/)
  })
  it('belongs to one living process', () => {
    const home = openHome()
    expect(home.take('start')).toBeNull()
    expect(openHome().take('command')).toMatchObject({ pid: process.pid, kind: 'start' })
    home.release()
    expect(home.holder()).toBeNull()
    expect(openHome().take('command')).toBeNull()
  })
  it('is free again after its holder was killed, also where the process id is used anew', () => {
    const home = openHome()
    writeFileSync(
      join(home.folder, 'lock.json'),
      JSON.stringify({ pid: process.pid, born: 'another time', kind: 'start' }),
    )
    expect(home.holder()).toBeNull()
    expect(home.take('start')).toBeNull()
    expect(JSON.parse(readFileSync(join(home.folder, 'lock.json'), 'utf8')).born).not.toBe('another time')
  })
})

describe('back-off', () => {
  it('waits longer with each failure, and begins anew after it ran for a while', () => {
    vi.useFakeTimers()
    const pause = backOff()
    pause.started()
    const waits = Array.from({ length: 8 }, () => pause.next())
    expect(waits).toEqual([100, 500, 1000, 2000, 5000, 10_000, 15_000, 15_000])
    pause.started()
    vi.advanceTimersByTime(16_000)
    expect(pause.next()).toBe(100)
    vi.useRealTimers()
  })
  it('tells a kill from an end', () => {
    expect(howEnded(null, 'SIGKILL')).toBe('was killed (SIGKILL)')
    expect(howEnded(1, null)).toBe('ended with code 1')
  })
})
