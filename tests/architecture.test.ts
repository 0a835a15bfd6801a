/** What the house promises about itself and no other tool holds. The layers are in .dependency-cruiser.cjs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const SKIPPED =
  /^(node_modules|\.next|\.git|coverage|test-results|playwright-report|shots)$|^\.helmline|^generated$/
const TEXT = /\.(ts|tsx|mts|mjs|cjs|js|json|md|css|prisma|sql|ya?ml|toml|example)$|^(Dockerfile|run|LICENSE)$/

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.test(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? walk(path) : entry.isFile() && TEXT.test(entry.name) ? [path] : []
  })
}

const files = walk('.').map((path) => ({
  path: path.split(sep).join('/'),
  text: readFileSync(join(root, path), 'utf8'),
}))
const source = files.filter(({ path }) => /^(app|components|lib)\/.*\.tsx?$/.test(path))

/** Code without comments, so that a rule does not trip over prose about it. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

describe('architecture', () => {
  it('reads the whole project', () => {
    expect(source.length).toBeGreaterThan(100)
    expect(files.map(({ path }) => path)).toContain('lib/launch/start.mjs')
  })

  it("has 'use client' in components only, and where Next asks for it", () => {
    const there = source
      .filter(({ text }) => /^\s*['"]use client['"]/m.test(code(text)))
      .map(({ path }) => path)
    expect(
      there.filter(
        (path) => !path.startsWith('components/') && !/^app\/(.*\/)?(global-)?error\.tsx$/.test(path),
      ),
    ).toEqual([])
  })

  it('has SQL in lib/db only', () => {
    const sql =
      /[`'"][^`'"]*\b(SELECT\s[^`'"]{1,400}\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX|DATABASE|VIEW)\s|TRUNCATE\s+\w|WITH\s+\w+\s+AS\s*\()/
    expect(
      source
        .filter(({ path, text }) => !path.startsWith('lib/db/') && sql.test(code(text)))
        .map(({ path }) => path),
    ).toEqual([])
  })

  it('cites paths that exist in its documents', () => {
    const missing = files
      .filter(({ path }) => path.endsWith('.md'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/`((?:app|components|lib|tests|prisma|public|\.ci)\/[\w./@()[\]-]*)`/g)]
          .map((match) => match[1] ?? '')
          .filter((cited) => !existsSync(join(root, cited)))
          .map((cited) => `${path}: ${cited}`),
      )
    expect(missing).toEqual([])
  })

  it('links documents to files that exist', () => {
    const missing = files
      .filter(({ path }) => path.endsWith('.md'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
          .map((match) => match[1] ?? '')
          .filter((cited) => !existsSync(join(root, dirname(path), cited)))
          .map((cited) => `${path}: ${cited}`),
      )
    expect(missing).toEqual([])
  })

  it('names no package registry', () => {
    const registry = new RegExp(
      ['registry[.]npm', 'npmmirror', 'artifactory', 'verdaccio', 'jfrog[.]io', 'pkg[.]github[.]com'].join(
        '|',
      ),
      'i',
    )
    const here = relative(root, fileURLToPath(import.meta.url))
      .split(sep)
      .join('/')
    expect(
      files.filter(({ path, text }) => path !== here && registry.test(text)).map(({ path }) => path),
    ).toEqual([])
  })

  it('names no path of one machine', () => {
    const machine = new RegExp(
      `(?<![\\w.:/})-])/(?:${['work', 'tmp', 'root', 'home/[a-z]\\w*', 'Users/\\w+'].join('|')})/\\w`,
    )
    expect(
      files
        .filter(({ path }) => path !== 'package-lock.json')
        .flatMap(({ path, text }) =>
          text
            .split('\n')
            .flatMap((line, index) => (machine.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
        ),
    ).toEqual([])
  })

  it('keeps secrets out of examples and compose', () => {
    const example = files.find(({ path }) => path === '.env.example')?.text ?? ''
    expect(
      [...example.matchAll(/^(\w*(?:SECRET|TOKEN|PASSWORD)\w*)=(.+)$/gm)].map((match) => match[1]),
    ).toEqual([])
    const compose = files.find(({ path }) => path === 'docker-compose.yml')?.text ?? ''
    for (const name of ['POSTGRES_PASSWORD', 'NEXTAUTH_SECRET', 'METRICS_TOKEN'])
      expect(compose).toContain(`\${${name}:?`)
  })

  it('has no path whose name differs from another by case alone', () => {
    const seen = new Map<string, string>()
    for (const { path } of files) {
      const known = seen.get(path.toLowerCase())
      expect(known === undefined || known === path).toBe(true)
      seen.set(path.toLowerCase(), path)
    }
  })
})
