import { defineConfig } from 'prisma/config'

/** For Prisma's own tools. The product migrates by lib/db/migrate.ts, which needs no binary and no network. */
export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://localhost/helmline' },
})
