/** The environment, read and checked here and nowhere else. Read lazily: importing a module never fails on it. */
import { z } from 'zod'

const empty = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value)
const text = z.preprocess(empty, z.string().optional())
const number = (fallback: number, min: number, max: number) =>
  z.preprocess(empty, z.coerce.number().int().min(min).max(max).default(fallback))
const secret = (name: string) =>
  z.preprocess(
    empty,
    z
      .string()
      .min(
        32,
        `${name} is shorter than 32 characters: use a random value, e.g. from "openssl rand -base64 32"`,
      )
      .refine(
        (v) => !/change[-_ ]?me|secret123|example|^(.)\1+$/i.test(v),
        `${name} is a sample value: use a random one`,
      )
      .optional(),
  )

const schema = z.object({
  NODE_ENV: z.preprocess(empty, z.string().default('development')),
  DATABASE_URL: text,
  DATABASE_READ_URL: text,
  TEST_DATABASE_URL: text,
  HELMLINE_HOME: z.preprocess(empty, z.string().default('.helmline')),
  HELMLINE_DEMO: text,
  PORT: number(3000, 0, 65535),
  /** where the person typed `npm run …` (set by npm) */
  INIT_CWD: text,
  HOST: z.preprocess(empty, z.string().default('127.0.0.1')),
  LOG_LEVEL: z.preprocess(
    empty,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ),
  NEXTAUTH_SECRET: secret('NEXTAUTH_SECRET'),
  /** the address people open, e.g. https://helm.example.com; absent = whatever host they use */
  NEXTAUTH_URL: z.preprocess(
    empty,
    z.url({ protocol: /^https?$/, error: 'NEXTAUTH_URL is not an http(s) address' }).optional(),
  ),
  /** where the launcher says the product listens; for addresses that commands print */
  HELMLINE_URL: text,
  CRON_SECRET: secret('CRON_SECRET'),
  METRICS_TOKEN: secret('METRICS_TOKEN'),
  /** addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto count, separated by commas */
  TRUSTED_PROXIES: z.preprocess(
    empty,
    z
      .string()
      .default('')
      .transform((v) =>
        v
          .split(',')
          .map((s) => s.trim())
          .filter((s) => s !== ''),
      ),
  ),
  OIDC_ISSUER: z.preprocess(empty, z.url({ error: 'OIDC_ISSUER is not an address' }).optional()),
  OIDC_CLIENT_ID: text,
  OIDC_CLIENT_SECRET: text,
  OIDC_NAME: z.preprocess(empty, z.string().default('SSO')),
  /** ingest requests in work at once; beyond it 429 */
  INGEST_MAX_IN_FLIGHT: number(256, 1, 10_000),
  /** accepted events not yet applied; beyond it 429 */
  INGEST_MAX_BACKLOG: number(5_000_000, 1_000, 1_000_000_000),
  /** requests a minute of one API key; beyond it 429 */
  RATE_LIMIT_PER_MINUTE: number(60_000, 1, 10_000_000),
  DATABASE_POOL: number(12, 2, 200),
})
export type Env = z.infer<typeof schema>

let cached: Env | null = null

/** The checked environment. Throws one Error that names each wrong variable and its cure. */
export function env(): Env {
  if (cached !== null) return cached
  const result = schema.safeParse(process.env)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`Wrong environment:\n${lines.join('\n')}`)
  }
  cached = result.data
  return cached
}

/** Reads the environment anew at the next `env()`; for tests and for a launcher that has just made secrets. */
export function resetEnv(): void {
  cached = null
}

/** Changes this process's environment, and that of processes it starts; for commands with a database of their own. */
export function changeEnv(values: Readonly<Record<string, string>>): void {
  Object.assign(process.env, values)
  resetEnv()
}

/** A secret that must be there. Throws an Error that says how to get one. */
export function requireSecret(name: 'NEXTAUTH_SECRET' | 'CRON_SECRET' | 'METRICS_TOKEN'): string {
  const value = env()[name]
  if (value === undefined) {
    throw new Error(
      `${name} is not set: "npm start" makes one; elsewhere set a random value of 32 characters or more`,
    )
  }
  return value
}

/** Where the database is. Throws an Error that says what to set. */
export function databaseUrl(): string {
  const value = env().DATABASE_URL
  if (value === undefined)
    throw new Error('DATABASE_URL is not set: "npm start" sets it, or name your own Postgres')
  return value
}

/**
 * next-auth reads its own variables from the process. It is told to build addresses from the Host header (which
 * `lib/http/server.ts` has cleaned), unless NEXTAUTH_URL names the one address people open.
 */
export function prepareNextAuth(): void {
  if (env().NEXTAUTH_URL === undefined) process.env.AUTH_TRUST_HOST = '1'
}
