/** `npm run verify`: what must hold before a commit. No database, under a minute. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChecks, runVitest } from './checks.mjs'
import { fail, leave, pass, say } from './output.mjs'
import { checkNode, ensureClient, ensureInstalled } from './prepare.mjs'

const readReport = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

const folder = mkdtempSync(join(tmpdir(), 'helmline-verify-'))
try {
  checkNode()
  await ensureInstalled(say)
  await ensureClient(say)
  const began = Date.now()
  const results = await runChecks(({ name, ok, text, ms }) => {
    say(`${ok ? 'ok  ' : 'FAIL'} ${name} ${(ms / 1000).toFixed(1)} s`)
    if (!ok) say(text)
  })
  const unit = await runVitest({
    projects: ['unit'],
    report: join(folder, 'unit.json'),
    env: {},
    onOut: pass,
    readReport,
  })
  const failed = results.filter((one) => !one.ok).length + unit.failed
  const passed = results.filter((one) => one.ok).length + unit.passed
  say(`verify took ${((Date.now() - began) / 1000).toFixed(1)} s`)
  say(`${passed} passed, ${failed} failed${unit.skipped > 0 ? `, ${unit.skipped} skipped` : ''}`)
  rmSync(folder, { recursive: true, force: true })
  await leave(failed > 0 || unit.passed === 0 ? 1 : 0)
} catch (error) {
  rmSync(folder, { recursive: true, force: true })
  await fail(error)
}
