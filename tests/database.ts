/**
 * Databases for tests. `freshDatabase()` gives an empty, migrated database of one's own and points DATABASE_URL
 * and `pool()` at it. All are dropped when the test file ends.
 */
import { afterAll } from 'vitest'
import { dropDatabases } from './clone'

export { connectTo, freshDatabase, unusedDatabase } from './clone'

afterAll(dropDatabases)
