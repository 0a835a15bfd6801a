/**
 * Starts the product for the end-to-end tests, as `npm start` does, on a data folder and a port of its own, and
 * ends it afterwards, with a week of the demo company in it. HELMLINE_E2E_URL and HELMLINE_E2E_HOME in the environment
 * mean that it runs already.
 */
import { command } from './command'
import { startProduct } from './start-product'

export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.HELMLINE_E2E_URL) return undefined
  const { url, home, stop } = await startProduct()
  process.env.HELMLINE_E2E_URL = url
  process.env.HELMLINE_E2E_HOME = home
  try {
    command('demo', 'load', '--days', '7', '--per-day', '400')
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}
