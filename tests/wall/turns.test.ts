import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isQuiet } from '@/components/wall/quiet-hours'
import { APART_MS, planReload, reloadDue, SPREAD_MS } from '@/components/wall/reload-policy'
import { nextScene, tickRotation, turnShare } from '@/components/wall/rotation'
import { sessionOf } from '@/components/wall/wall-session'
import { instantOfWall } from '@/lib/core/zone'

describe('the turn of the scenes', () => {
  it('goes round, skips what could not be had, and stays where there is nothing else', () => {
    const scenes = ['overview', 'teams', 'night']
    expect(nextScene(scenes, 'overview', new Set())).toBe('teams')
    expect(nextScene(scenes, 'night', new Set())).toBe('overview')
    expect(nextScene(scenes, 'overview', new Set(['teams']))).toBe('night')
    expect(nextScene(scenes, 'overview', new Set(['teams', 'night']))).toBeNull()
    expect(nextScene(['overview'], 'overview', new Set())).toBeNull()
    expect(nextScene(scenes, 'elsewhere', new Set())).toBe('overview')
  })

  it('does not count the time of a pause', () => {
    let turn = { since: 0, seenAt: 0 }
    turn = tickRotation(turn, false, 5_000)
    turn = tickRotation(turn, true, 35_000)
    turn = tickRotation(turn, false, 36_000)
    expect(turnShare(turn, 20_000)).toBeCloseTo(0.3)
    expect(turnShare(turn, null)).toBe(0)
  })

  it('shows every scene equally often', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 7 }), (scenes) => {
        let scene: string | null = scenes[0] ?? null
        const seen = new Map<string, number>()
        for (let i = 0; i < scenes.length * 3 && scene !== null; i++) {
          seen.set(scene, (seen.get(scene) ?? 0) + 1)
          scene = nextScene(scenes, scene, new Set())
        }
        expect([...seen.values()]).toEqual(scenes.map(() => 3))
      }),
    )
  })
})

describe('quiet hours', () => {
  const zone = 'Asia/Shanghai'
  const at = (hour: number, minute = 0) => instantOfWall(Date.UTC(2026, 10, 20, hour, minute), zone)

  it('pass midnight, in the zone of the tenant', () => {
    const quiet = { from: '22:00', to: '08:00' }
    expect([at(21, 59), at(22), at(3), at(7, 59), at(8)].map((now) => isQuiet(quiet, now, zone))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
    expect(isQuiet(quiet, at(22), 'UTC')).toBe(false)
  })

  it('lie within a day, fill it, or are not set', () => {
    expect(isQuiet({ from: '12:00', to: '13:30' }, at(13, 29), zone)).toBe(true)
    expect(isQuiet({ from: '12:00', to: '13:30' }, at(13, 30), zone)).toBe(false)
    expect(isQuiet({ from: '09:00', to: '09:00' }, at(15), zone)).toBe(true)
    expect(isQuiet(null, at(3), zone)).toBe(false)
    expect(isQuiet({ from: 'late', to: '08:00' }, at(12), zone)).toBe(true)
  })
})

describe('loading a new build', () => {
  const base = { own: 'a', served: 'b', planned: null, lastAt: null, now: 1_000_000, random: 0.5 }

  it('spreads over a minute and keeps its plan', () => {
    const planned = planReload(base)
    expect(planned).toBe(1_000_000 + SPREAD_MS / 2)
    expect(planReload({ ...base, planned, now: 1_010_000, random: 0 })).toBe(planned)
    expect(planReload({ ...base, planned, served: 'a' })).toBeNull()
    expect(planReload({ ...base, served: null })).toBeNull()
  })

  it('comes no sooner than five minutes after the last one, and never while the line is down', () => {
    expect(planReload({ ...base, lastAt: 990_000 })).toBe(990_000 + APART_MS)
    expect(reloadDue(5, false, 10)).toBe(false)
    expect(reloadDue(5, true, 4)).toBe(false)
    expect(reloadDue(5, true, 5)).toBe(true)
    expect(reloadDue(null, true, 5)).toBe(false)
  })

  it('never lets fifty screens come at once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 }),
        (dice) => {
          for (const random of dice) {
            const planned = planReload({ ...base, random }) ?? 0
            expect(planned).toBeGreaterThanOrEqual(base.now)
            expect(planned).toBeLessThan(base.now + 60_000)
          }
        },
      ),
    )
  })
})

describe('what a screen is told', () => {
  it('reads all of it, and an older server’s shorter answer', () => {
    expect(
      sessionOf({ board: 'overview', company: '云杉', zone: 'Asia/Shanghai', demo: true, build: 'x' }),
    ).toMatchObject({
      board: 'overview',
      build: 'x',
      command: null,
      settings: { scenes: [], rotateSeconds: null, sound: false, quiet: null },
    })
    expect(
      sessionOf({
        board: 'overview',
        settings: {
          scenes: ['overview', 7],
          rotateSeconds: 20,
          density: 'far',
          quiet: { from: '22:00', to: '08:00' },
        },
        command: { id: 'c1', scene: null, notice: { text: '开会', until: '2026-11-20T08:00:00Z' } },
      }),
    ).toMatchObject({
      settings: {
        scenes: ['overview'],
        rotateSeconds: 20,
        density: 'far',
        quiet: { from: '22:00', to: '08:00' },
      },
      command: { id: 'c1', scene: null, notice: { text: '开会' } },
    })
  })

  it('takes no nonsense', () => {
    for (const nonsense of [null, 'no', [], {}, { board: '' }]) expect(sessionOf(nonsense)).toBeNull()
    expect(
      sessionOf({ board: 'b', settings: { rotateSeconds: -1, density: 'huge' } })?.settings,
    ).toMatchObject({
      rotateSeconds: null,
      density: null,
    })
  })
})
