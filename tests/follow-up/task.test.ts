import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueMarks, marksOf, nextMarkAfter, type TaskClock, unfinished, urgency } from '@/lib/follow-up/task'

const HOUR = 3_600_000
const complaint: TaskClock = {
  kind: 'complaint',
  state: 'open',
  createdAt: 0,
  respondBy: 4 * HOUR,
  respondedAt: null,
  dueAt: 24 * HOUR,
  callbackAt: null,
}

describe('reminders of a task', () => {
  it('come before and at both limits of a complaint, then to the superior, then daily', () => {
    expect(marksOf(complaint).map(({ at, mark, superior }) => [at / HOUR, mark, superior])).toEqual([
      [3.2, 'respond_soon', false],
      [4, 'respond_overdue', true],
      [19.2, 'due_soon', false],
      [24, 'overdue', true],
      [48, 'overdue', true],
      [72, 'overdue', true],
      [96, 'overdue', true],
    ])
  })

  it('leave the first response out once it was given, and end with the task', () => {
    expect(marksOf({ ...complaint, respondedAt: HOUR }).map(({ mark }) => mark)).not.toContain(
      'respond_overdue',
    )
    expect(marksOf({ ...complaint, state: 'done' })).toEqual([])
    expect(nextMarkAfter({ ...complaint, state: 'cancelled' }, 0)).toBeNull()
  })

  it('are told once each after an outage: the latest of a sort, and not "soon" beside "overdue"', () => {
    const told = dueMarks(complaint, 3.2 * HOUR, 80 * HOUR)
    expect(told.map(({ mark, at }) => [mark, at / HOUR])).toEqual([
      ['respond_overdue', 4],
      ['overdue', 72],
    ])
  })

  it('never miss and never repeat a mark, however the clock is cut into looks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 120 * HOUR }), { minLength: 1, maxLength: 40 }),
        (cuts) => {
          const looks = [...new Set([...cuts, 120 * HOUR])].sort((a, b) => a - b)
          let planned = nextMarkAfter(complaint, 0)
          const told: number[] = []
          for (const now of looks) {
            if (planned === null || planned > now) continue
            told.push(...dueMarks(complaint, planned, now).map(({ at }) => at))
            planned = nextMarkAfter(complaint, now)
          }
          expect(new Set(told).size).toBe(told.length)
          expect(planned).toBeNull()
          // The last of the overdue marks is always told.
          expect(told).toContain(96 * HOUR)
        },
      ),
    )
  })
})

describe('the end of a task', () => {
  it('needs the call-back of a complaint, the whole checklist and an outcome', () => {
    const task = {
      kind: 'complaint',
      callbackAt: null,
      checklist: [{ text: 'a', done: false }],
      outcome: ' ',
    } as const
    expect(unfinished({ ...task, checklist: [...task.checklist] })).toEqual([
      'callback_missing',
      'checklist_open',
      'outcome_missing',
    ])
    expect(unfinished({ kind: 'action', callbackAt: null, checklist: [], outcome: 'done' })).toEqual([])
  })
})

describe('urgency', () => {
  it('turns at the reminder and at the limit', () => {
    expect(urgency(complaint, HOUR)).toBe('ok')
    expect(urgency(complaint, 3.5 * HOUR)).toBe('watch')
    expect(urgency(complaint, 5 * HOUR)).toBe('bad')
    expect(urgency({ ...complaint, respondedAt: HOUR }, 5 * HOUR)).toBe('ok')
    expect(urgency({ ...complaint, state: 'done' }, 99 * HOUR)).toBe('ok')
  })
})
