/** Keeping a process alive: started again with back-off when it dies, ended in time when we end. */
import { spawn } from 'node:child_process'
import { pass, passError, say } from './output.mjs'
import { bornAt, signal, until } from './processes.mjs'

/** Waiting times before a restart, ms; a process that ran for 15 s begins at the start of the list. */
const BACK_OFF = [100, 500, 1000, 2000, 5000, 10_000, 15_000]
const QUIET_MS = 15_000

/** How an end is told: "was killed (SIGKILL)" or "ended with code 1". */
export function howEnded(code, name) {
  return name ? `was killed (${name})` : `ended with code ${code}`
}

/** Counts failures and answers how long to wait before the next start. */
export function backOff() {
  let failures = 0
  let startedAt = 0
  return {
    started() {
      startedAt = Date.now()
    },
    next() {
      if (Date.now() - startedAt > QUIET_MS) failures = 0
      return BACK_OFF[Math.min(failures++, BACK_OFF.length - 1)]
    },
    get failures() {
      return failures
    },
  }
}

/**
 * A node process that is kept alive. `args` are those of node, `env()` its environment at each start.
 * `onChange` is told whenever its process id changes.
 */
export function service({ name, args, cwd, env, onChange }) {
  const pause = backOff()
  let child = null
  let stopping = false
  let timer = null

  function start() {
    timer = null
    if (stopping) return
    pause.started()
    const started = spawn(process.execPath, args, {
      cwd,
      env: { ...env(), HELMLINE_TITLE: name },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    child = started
    // whole lines, so that two processes do not write into each other's
    for (const [stream, to] of [
      [started.stdout, pass],
      [started.stderr, passError],
    ]) {
      let rest = ''
      stream.setEncoding('utf8').on('data', (text) => {
        const end = text.lastIndexOf('\n') + 1
        if (end === 0 && rest.length < 1_000_000) rest += text
        else {
          to(rest + text.slice(0, end))
          rest = text.slice(end)
        }
      })
      stream.on('close', () => rest !== '' && to(`${rest}\n`))
      stream.on('error', () => {})
    }
    started.once('error', (error) => ended(started, error.code, null))
    started.once('exit', (code, by) => ended(started, code, by))
    onChange?.()
  }

  function ended(which, code, by) {
    if (child !== which) return
    child = null
    onChange?.()
    if (stopping) return
    const wait = pause.next()
    say(`helmline: ${name} ${howEnded(code, by)}; starting it again in ${wait} ms`)
    timer = setTimeout(start, wait)
  }

  return {
    name,
    start,
    get failures() {
      return pause.failures
    },
    get process() {
      return child === null ? null : { pid: child.pid, born: bornAt(child.pid) }
    },
    /** Ends it and lets the loop start it anew with the present environment. */
    bounce() {
      child?.kill('SIGTERM')
    },
    /** Asks it to end, and ends it after `patience` ms. */
    async stop(patience) {
      stopping = true
      clearTimeout(timer)
      const ending = child
      if (ending === null) return
      signal(ending.pid, 'SIGTERM')
      const gone = () => ending.exitCode !== null || ending.signalCode !== null
      if (await until(gone, patience)) return
      say(`helmline: ${name} did not end in ${patience / 1000} s; killed`)
      signal(ending.pid, 'SIGKILL')
      await until(gone, 500)
    },
  }
}
