/** `npm run build`: packages, database client and pages, for images and for servers that must not build at start. */
import { fail, leave, say } from './output.mjs'
import { checkNode, ensureBuilt, ensureClient, ensureInstalled } from './prepare.mjs'

try {
  checkNode()
  await ensureInstalled(say)
  await ensureClient(say)
  if (!(await ensureBuilt(say, process.env))) say('The pages are up to date.')
  await leave(0)
} catch (error) {
  await fail(error)
}
