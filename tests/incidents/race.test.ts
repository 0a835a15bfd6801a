/**
 * Acknowledging against escalating, a thousand times, as people and two workers do it: all by the services, at the same
 * moment, on a real database. Whoever is first, the timeline, the messages and the incident tell the same story.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { acknowledgeIncident } from '@/lib/services/acknowledge-incident'
import { forgetServing } from '@/lib/services/alarm-world'
import { escalateIncidents } from '@/lib/services/carry-incidents'
import { systemContext } from '@/lib/services/context'
import { escalateIncident } from '@/lib/services/escalate-incident'
import { freshDatabase } from '../database'
import { inboxTarget, incident, later, type Person, person, rows, watchRule } from './company'

const RACES = 1_000
const ABREAST = 10
const STEP = 'escalated:1'

let lead: Person
let bosses: readonly string[] = []

beforeAll(async () => {
  await freshDatabase()
  resetEnv()
  await watchRule()
  await inboxTarget()
  lead = await person('林晓', 'lead', 'east')
  bosses = (await Promise.all(['知夏', '南星'].map((name) => person(name, 'supervisor', 'east')))).map(
    ({ id }) => id,
  )
  forgetServing()
})

interface Story {
  readonly id: string
  readonly step: number
  readonly acknowledged: boolean
  readonly due: boolean
  /** the timeline, in the order in which it was written */
  readonly kinds: readonly string[]
  /** whom the second step was told to, by target and person */
  readonly told: readonly string[]
  /** messages of any other step */
  readonly others: number
}

const stories = (ids: readonly string[]) =>
  rows<Story>(
    `SELECT i.id, i.step, i.acknowledged_at IS NOT NULL AS acknowledged, i.next_step_at IS NOT NULL AS due,
       ARRAY(SELECT kind FROM incident_event WHERE incident_id = i.id ORDER BY xmin::text::bigint) AS kinds,
       ARRAY(SELECT target_id || ' ' || recipient FROM delivery WHERE incident_id = i.id AND step = $2 ORDER BY 1) AS told,
       (SELECT count(*)::int FROM delivery WHERE incident_id = i.id AND step <> $2) AS others
     FROM incident i WHERE i.id = ANY($1::uuid[]) ORDER BY i.number`,
    [ids, STEP],
  )

const at = (seconds: number) => later(lead.ctx, seconds * 1_000)
const worker = (seconds: number) => systemContext('worker', at(seconds).now)
/** A head start for whoever is not first this time, in turns of the database. */
const headStart = async (turns: number) => {
  for (let i = 0; i < turns; i++) await rows('SELECT 1')
}
const due = (ids: readonly string[], seconds: number) =>
  rows('UPDATE incident SET next_step_at = $2 WHERE id = ANY($1::uuid[])', [ids, new Date(at(seconds).now)])

async function incidents(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) ids.push(await incident())
  // none is due before its own race
  await rows('UPDATE incident SET next_step_at = NULL WHERE id = ANY($1::uuid[])', [ids])
  return ids
}

/** Who is told the second step, as target and person. */
async function toldBy(people: readonly string[]): Promise<readonly string[]> {
  const inside = await rows<{ id: string; kind: string }>(
    "SELECT id, kind FROM notify_target WHERE kind IN ('inbox', 'wall') AND enabled AND deleted_at IS NULL",
  )
  return inside
    .flatMap(({ id, kind }) => (kind === 'inbox' ? people.map((one) => `${id} ${one}`) : [`${id} `]))
    .sort()
}

describe('acknowledging and escalating at the same moment', () => {
  it('ends in exactly one of the two, a thousand times, with two workers', async () => {
    const ids = await incidents(RACES)
    for (let from = 0; from < ids.length; from += ABREAST) {
      const racing = ids.slice(from, from + ABREAST)
      await due(racing, -1)
      const turn = (from / ABREAST) % 5
      await Promise.all([
        ...racing.map(async (id, i) => {
          // a worker reads rules and what is due before it comes to the incident itself
          await headStart((i * 5 + turn * 3) % 24)
          await acknowledgeIncident(at(0), id)
        }),
        headStart(turn).then(() => escalateIncidents(worker(0))),
        headStart(4 - turn).then(() => escalateIncidents(worker(0))),
      ])
    }
    const everybody = await toldBy(bosses)
    expect(everybody.length).toBeGreaterThanOrEqual(2)
    const count = { acknowledged: 0, escalated: 0 }
    for (const { id, kinds, told, ...rest } of await stories(ids)) {
      // Acknowledged after the step was told is acknowledged all the same: what it stops is the next one.
      const escalated = kinds.includes('escalated')
      count[escalated ? 'escalated' : 'acknowledged'] += 1
      expect({ id, kinds, told, ...rest }).toEqual({
        id,
        kinds: escalated ? ['escalated', 'acknowledged'] : ['acknowledged'],
        told: escalated ? everybody : [],
        step: escalated ? 1 : 0,
        acknowledged: true,
        due: false,
        others: 0,
      })
    }
    process.stdout.write(`races: ${JSON.stringify(count)}\n`)
    expect(count.acknowledged + count.escalated).toBe(RACES)
    // a race that one side always wins is none
    expect(count.acknowledged).toBeGreaterThan(RACES / 50)
    expect(count.escalated).toBeGreaterThan(RACES / 50)
    // and nothing is left that a later turn would tell
    expect((await escalateIncidents(worker(3_600))).done).toBe(0)
  })

  it('by hand ends with whoever spoke last, and tells the step only where that was the escalation', async () => {
    const ids = await incidents(200)
    const boss = await person('经理', 'manager')
    for (let from = 0; from < ids.length; from += ABREAST) {
      const racing = ids.slice(from, from + ABREAST)
      await Promise.all(
        racing.flatMap((id, i) => [
          headStart(i % 4).then(() => acknowledgeIncident(at(0), id)),
          headStart((i + 2) % 5).then(() => escalateIncident({ ...boss.ctx, now: at(0).now }, id)),
        ]),
      )
    }
    await Promise.all([escalateIncidents(worker(1)), escalateIncidents(worker(1))])
    // who had acknowledged owns it, and hears of it
    const everybody = await toldBy([...bosses, lead.id])
    const ends = new Map<string, number>()
    for (const { kinds, told, step, acknowledged } of await stories(ids)) {
      const story = kinds.join(' ')
      ends.set(story, (ends.get(story) ?? 0) + 1)
      const byHand = story === 'acknowledged escalated escalated'
      expect(byHand || story === 'escalated acknowledged', story).toBe(true)
      expect({ told, step, acknowledged }).toEqual({
        told: byHand ? everybody : [],
        step: byHand ? 1 : 0,
        acknowledged: !byHand,
      })
    }
    process.stdout.write(`by hand: ${JSON.stringify(Object.fromEntries(ends))}\n`)
    expect(ends.size).toBe(2)
  })
})
