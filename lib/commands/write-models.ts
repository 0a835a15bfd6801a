/** Writes the Prisma models of facts and rollups: `node --import tsx lib/commands/write-models.ts`. */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { factModels, rollupModels } from '@/lib/db/models'

const schema = new URL('../../prisma/schema/', import.meta.url)
await writeFile(fileURLToPath(new URL('facts.prisma', schema)), factModels())
await writeFile(fileURLToPath(new URL('rollups.prisma', schema)), rollupModels())
