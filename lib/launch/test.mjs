/**
 * `npm test`: everything, on a fresh machine: installs what is missing, then the checks, every vitest project on a
 * Postgres of its own, and the end-to-end tests in a browser. The last line is `N passed, N failed[, N skipped]`.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser } from './browser.mjs'
import { runChecks, runVitest } from './checks.mjs'
import { root } from './home.mjs'
import { fail, leave, pass, say } from './output.mjs'
import { checkNode, ensureBuilt, ensureClient, ensureInstalled } from './prepare.mjs'
import { run, stopRunning } from './processes.mjs'

const folder = mkdtempSync(join(tmpdir(), 'helmline-results-'))
const total = { passed: 0, failed: 0, skipped: 0 }

function add(part, { passed, failed, skipped }) {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  say(`— ${part}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

async function endToEnd() {
  const browser = await findBrowser()
  if (browser === null) {
    say(
      'No browser starts here: install Chromium, or name one with HELMLINE_CHROMIUM=/path/to/chromium npm test.',
    )
    return { passed: 0, failed: 1, skipped: 0 }
  }
  say(`Browser: ${browser.path}`)
  await ensureBuilt(say, process.env)
  const report = join(folder, 'playwright.json')
  const done = await run(
    process.execPath,
    [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test'],
    {
      cwd: root,
      env: {
        ...process.env,
        ...browser.env,
        HELMLINE_CHROMIUM: browser.path,
        HELMLINE_CHROMIUM_ARGS: browser.args.join(' '),
        HELMLINE_E2E_REPORT: report,
        FORCE_COLOR: '0',
      },
      onOut: pass,
      onErr: pass,
    },
  )
  const answer = readReport(report)
  if (answer === null) return { passed: 0, failed: 1, skipped: 0 }
  const { expected, unexpected, flaky, skipped } = answer.stats
  const failed = unexpected + flaky
  return { passed: expected, failed: failed === 0 && done.code !== 0 ? 1 : failed, skipped }
}

let interrupted = false
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true
    stopRunning()
  })
}

try {
  checkNode()
  await ensureInstalled(say)
  await ensureClient(say)
  const began = Date.now()

  const checks = await runChecks(({ name, ok, text, ms }) => {
    say(`${ok ? 'ok  ' : 'FAIL'} ${name} ${(ms / 1000).toFixed(1)} s`)
    if (!ok) say(text)
  })
  const good = checks.filter((check) => check.ok).length
  add('checks', { passed: good, failed: checks.length - good, skipped: 0 })

  for (const project of ['unit', 'database']) {
    if (interrupted) break
    add(
      project,
      await runVitest({
        projects: [project],
        report: join(folder, `${project}.json`),
        env: {},
        onOut: pass,
        readReport,
      }),
    )
  }
  if (!interrupted && existsSync(join(root, 'tests', 'e2e'))) add('end to end', await endToEnd())

  rmSync(folder, { recursive: true, force: true })
  if (interrupted) total.failed += 1
  say(`It took ${((Date.now() - began) / 1000).toFixed(0)} s.`)
  say(
    `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
  )
  await leave(total.failed > 0 || total.passed === 0 ? 1 : 0)
} catch (error) {
  rmSync(folder, { recursive: true, force: true })
  await fail(error)
}
