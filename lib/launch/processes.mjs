/** Looking at, waiting for and running processes. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'

/** True while a process of this id exists (a zombie does not count). */
export function alive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z'
  } catch {
    return true
  }
}

/** When a process began, in a form to compare: process ids are used again. Null where the system does not say. */
export function bornAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

/** True where `pid` is still the process that was written down with this birth. */
export function same(pid, born) {
  return alive(pid) && (born === null || born === undefined || bornAt(pid) === born)
}

/** Sends a signal; false where the process is gone or not ours. */
export function signal(pid, name) {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}

/** Waits until `check()` is true; false after `ms`. */
export async function until(check, ms, step = 25) {
  const end = Date.now() + ms
  for (;;) {
    if (await check()) return true
    if (Date.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, step))
  }
}

/** A free port of an address; 0 is never returned. */
export function freePort(host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, host, () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Why nothing can listen there: an error code such as EADDRINUSE, or null where it can. */
export function whyNotListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(error.code ?? 'EUNKNOWN'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)))
  })
}

/** True where something accepts a connection. */
export function answers(port, host = '127.0.0.1', ms = 1000) {
  return new Promise((resolve) => {
    const socket = connect({ port, host })
    const end = (result) => {
      socket.destroy()
      resolve(result)
    }
    socket.setTimeout(ms, () => end(false))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

const running = new Set()

/** Ends every child of `run` that still runs, with its whole group. */
export function stopRunning() {
  for (const child of running) {
    try {
      process.kill(-child.pid, 'SIGTERM')
    } catch {
      child.kill('SIGTERM')
    }
  }
}

/**
 * Runs a program to its end. `onOut`, `onErr` get its text; without them the text is kept and returned.
 * Answers {code, signal, out, err}; never throws for a program that fails.
 */
export function run(file, args, { cwd, env, uid, gid, input, onOut, onErr } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env,
      ...(uid === undefined ? {} : { uid, gid }),
      detached: process.platform !== 'win32',
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    running.add(child)
    child.stdout.setEncoding('utf8').on('data', (text) => {
      if (onOut) onOut(text)
      else out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      if (onErr) onErr(text)
      err = (err + text).slice(-20_000)
    })
    if (input !== undefined) child.stdin.on('error', () => {}).end(input)
    child.once('error', (error) => {
      running.delete(child)
      reject(error)
    })
    child.once('close', (code, name) => {
      running.delete(child)
      resolve({ code, signal: name, out, err })
    })
  })
}
