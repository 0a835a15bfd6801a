/**
 * What the launcher says. Writes go through a queue off the main thread of control, so that a reader who stops
 * reading our output never stops the product: beyond 4 MB of unread text, lines are dropped and counted.
 */
import { write } from 'node:fs'

const LIMIT = 4 * 1024 * 1024

/** A problem a person can solve: one sentence that says what is wrong and what to do. Ends the command with 1. */
export class Fault extends Error {
  name = 'Fault'
}

function channel(fd) {
  const queue = []
  let size = 0
  let dropped = 0
  let busy = false
  let closed = false
  let idle = []

  function next() {
    if (busy) return
    const chunk = queue.shift()
    if (chunk === undefined) {
      for (const done of idle) done()
      idle = []
      return
    }
    busy = true
    put(chunk, 0)
  }

  function put(chunk, from) {
    write(fd, chunk, from, chunk.length - from, null, (error, written) => {
      if (error?.code === 'EAGAIN') {
        setTimeout(put, 20, chunk, from)
        return
      }
      if (error) {
        closed = true
        queue.length = 0
        size = 0
      } else if (from + written < chunk.length) {
        put(chunk, from + written)
        return
      } else size -= chunk.length
      busy = false
      next()
    })
  }

  return {
    send(text) {
      if (closed) return
      if (size > LIMIT) {
        dropped++
        return
      }
      if (dropped > 0) {
        const note = Buffer.from(`helmline: ${dropped} pieces of output were dropped, nobody was reading\n`)
        dropped = 0
        queue.push(note)
        size += note.length
      }
      const chunk = Buffer.from(text)
      queue.push(chunk)
      size += chunk.length
      next()
    },
    drained() {
      return !busy && queue.length === 0 ? Promise.resolve() : new Promise((done) => idle.push(done))
    },
    get stuck() {
      return busy || queue.length > 0
    },
  }
}

const out = channel(1)
const err = channel(2)

/** A line on stdout. */
export function say(line) {
  out.send(`${line}\n`)
}

/** A line on stderr. */
export function warn(line) {
  err.send(`${line}\n`)
}

/** Text of a child process, as it came. */
export function pass(text) {
  out.send(text)
}

/** Text of a child process for stderr, as it came. */
export function passError(text) {
  err.send(text)
}

/** Ends this process once what was said is read, or after a second. */
export async function leave(code) {
  await Promise.race([Promise.all([out.drained(), err.drained()]), new Promise((r) => setTimeout(r, 1000))])
  // a blocked write holds the exit of the process for ever
  if (out.stuck || err.stuck) process.kill(process.pid, 'SIGKILL')
  process.exit(code)
}

/** Ends with one sentence for a Fault, with the stack for a defect. */
export async function fail(error) {
  err.send(error instanceof Fault ? `helmline: ${error.message}\n` : `helmline: ${error?.stack ?? error}\n`)
  await leave(1)
}
