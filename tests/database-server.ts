/** Global set-up of the database tests: one Postgres for the run, the embedded one unless TEST_DATABASE_URL names another. */
import { tmpdir } from 'node:os'
import { sweepTemporary, temporaryServer } from '../lib/launch/postgres.mjs'

export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return undefined
  sweepTemporary(tmpdir())
  const server = await temporaryServer(process.cwd(), tmpdir())
  process.env.TEST_DATABASE_URL = server.url
  return server.stop
}
