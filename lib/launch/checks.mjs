/** The checks that need no database: lint, types, layers, what nobody uses. Each answers {name, ok, text, ms}. */
import { existsSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { root } from './home.mjs'
import { run } from './processes.mjs'

const bin = (...path) => join(root, 'node_modules', ...path)
const plain = () => ({ ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' })

async function tool(args) {
  const done = await run(process.execPath, args, { cwd: root, env: plain() })
  return { ok: done.code === 0, text: `${done.out}${done.err}`.trim() }
}

/** Source files that must have been read: what dependency-cruiser leaves out it does not hold. */
function sources() {
  return ['app', 'components', 'lib'].flatMap((folder) => {
    const at = join(root, folder)
    if (!existsSync(at)) return []
    return readdirSync(at, { withFileTypes: true, recursive: true })
      .filter(
        (entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name) && !/\.d\.m?ts$/.test(entry.name),
      )
      .map((entry) =>
        relative(root, join(entry.parentPath ?? entry.path, entry.name))
          .split(sep)
          .join('/'),
      )
      .filter((path) => !path.startsWith('lib/db/generated/'))
  })
}

async function layers() {
  const done = await run(
    process.execPath,
    [
      bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      'lib',
      'app',
      'components',
    ],
    { cwd: root, env: plain() },
  )
  let answer
  try {
    answer = JSON.parse(done.out)
  } catch {
    return { ok: false, text: `${done.out.slice(0, 2000)}${done.err}` }
  }
  const cruised = new Set(answer.modules.map((module) => module.source))
  const unread = sources().filter((path) => !cruised.has(path))
  const broken = answer.summary.violations.filter((one) => one.rule.severity === 'error')
  const lines = [
    ...broken.map(
      (one) =>
        `${one.rule.name}: ${one.from} → ${one.to}${one.cycle ? ` (${one.cycle.map((step) => step.name).join(' → ')})` : ''}`,
    ),
    ...(unread.length > 0
      ? [`${unread.length} modules were not read, e.g. ${unread.slice(0, 5).join(', ')}`]
      : []),
  ]
  return { ok: lines.length === 0 && cruised.size > 0, text: lines.join('\n') }
}

const CHECKS = [
  ['lint (biome)', () => tool([bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings'])],
  ['types (tsc)', () => tool([bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'tsconfig.verify.json'])],
  ['layers (dependency-cruiser)', layers],
  ['unused code (knip)', () => tool([bin('knip', 'bin', 'knip.js'), '--no-progress'])],
]

/** Runs all checks, two at a time; `tell` gets each result as it comes. */
export async function runChecks(tell) {
  const waiting = [...CHECKS]
  const results = []
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, work] = next
      const start = Date.now()
      const result = { name, ...(await work()), ms: Date.now() - start }
      results.push(result)
      tell(result)
    }
  }
  await Promise.all([lane(), lane()])
  return results
}

/** Runs vitest projects. Answers {passed, failed, skipped}, from its own report. */
export async function runVitest({ projects, report, env, onOut, readReport }) {
  const done = await run(
    process.execPath,
    [
      bin('vitest', 'vitest.mjs'),
      'run',
      ...projects.flatMap((name) => ['--project', name]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, env: { ...plain(), ...env }, onOut, onErr: onOut },
  )
  const answer = readReport(report)
  if (answer === null) return { passed: 0, failed: 1, skipped: 0 }
  // a file that fails while it loads has no tests of its own to count
  const dead = answer.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failed = answer.numFailedTests + dead.length
  return {
    passed: answer.numPassedTests,
    failed: failed === 0 && done.code !== 0 ? 1 : failed,
    skipped: answer.numPendingTests + answer.numTodoTests,
  }
}
