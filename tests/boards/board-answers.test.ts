import { afterEach, describe, expect, it, vi } from 'vitest'
import { BoardAnswers, noteApplied, noteListening } from '@/lib/services/board-answers'

const moment = (now: number, day = 1) => ({ now, day })

/** A question that counts how often it is put. */
function question() {
  const asked = { count: 0 }
  return { asked, ask: async () => ++asked.count }
}

afterEach(() => noteListening(false))

describe('shared answers', () => {
  it('of the moment are shared between two batches only, and only while batches are heard of', async () => {
    const answers = new BoardAnswers()
    const { asked, ask } = question()
    const get = (now: number) => answers.get('now', 0, moment(now), ask)
    await get(0)
    await get(10)
    expect(asked.count).toBe(2)
    noteListening(true)
    expect(await get(20)).toBe(3)
    expect(await Promise.all([get(30), get(40), get(900)])).toEqual([3, 3, 3])
    noteApplied()
    expect(await get(50)).toBe(4)
    expect(await get(1_000)).toBe(5)
  })

  it('that were on their way when a batch came are not taken for what came after it', async () => {
    noteListening(true)
    const answers = new BoardAnswers()
    let finish: (answer: number) => void = () => undefined
    const slow = answers.get('now', 0, moment(0), () => new Promise<number>((resolve) => (finish = resolve)))
    noteApplied()
    const { ask } = question()
    expect(await answers.get('now', 0, moment(5), ask)).toBe(1)
    finish(99)
    expect(await slow).toBe(99)
    expect(await answers.get('now', 0, moment(6), ask)).toBe(1)
  })

  it('that move slowly never hold up a frame, and are renewed beside it', async () => {
    const answers = new BoardAnswers()
    const { asked, ask } = question()
    const get = (now: number, day = 1) => answers.get('band', 60_000, moment(now, day), ask)
    expect(await get(0)).toBe(1)
    expect(await get(59_999)).toBe(1)
    expect(await get(60_000)).toBe(1)
    await Promise.resolve()
    expect(asked.count).toBe(2)
    expect(await get(60_001)).toBe(2)
    // much too old: it is waited for
    expect(await get(200_000)).toBe(3)
  })

  it('are other ones after midnight', async () => {
    noteListening(true)
    const answers = new BoardAnswers()
    const { ask } = question()
    expect(await answers.get('today', 600_000, moment(0, 1), ask)).toBe(1)
    expect(await answers.get('today', 600_000, moment(1_000, 2), ask)).toBe(2)
    expect(await answers.get('now', 0, moment(1_000, 2), ask)).toBe(3)
    expect(await answers.get('now', 0, moment(1_001, 3), ask)).toBe(4)
  })

  it('that fail are told to whoever waits and asked again; an old one stands meanwhile', async () => {
    const answers = new BoardAnswers()
    const broken = () => Promise.reject(new Error('away'))
    await expect(answers.get('x', 60_000, moment(0), broken)).rejects.toThrow('away')
    const { ask } = question()
    expect(await answers.get('x', 60_000, moment(0), ask)).toBe(1)
    expect(await answers.get('x', 60_000, moment(61_000), broken)).toBe(1)
    const later = () => answers.get('x', 60_000, moment(62_000), ask)
    expect(await later()).toBe(1)
    await vi.waitFor(async () => expect(await later()).toBe(2))
  })

  it('of many questions are kept within bounds', async () => {
    const answers = new BoardAnswers()
    const { asked, ask } = question()
    for (let i = 0; i < 1_000; i++) await answers.get(`focus ${i}`, 60_000, moment(0), ask)
    expect(await answers.get('focus 999', 60_000, moment(0), ask)).toBe(1_000)
    expect(await answers.get('focus 0', 60_000, moment(0), ask)).toBe(1_001)
    expect(asked.count).toBe(1_001)
  })
})
