/**
 * Loaded first in web and worker: their names in the process list, and their end when the launcher is killed. The
 * launcher holds the other end of the channel; when it breaks, nobody else would end us.
 */
import { isMainThread, Worker } from 'node:worker_threads'

if (isMainThread) {
  if (process.env.HELMLINE_TITLE) process.title = process.env.HELMLINE_TITLE
  // the launcher coordinates Ctrl-C; without a listener the default would end us before open requests are answered
  process.on('SIGINT', () => {})
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  if (process.channel) {
    process.on('disconnect', () => {
      process.kill(process.pid, 'SIGTERM')
      // in a thread of its own: the log's pipe is broken as well, and a logger that flushes at exit blocks this one
      new Worker("setTimeout(() => process.kill(process.pid, 'SIGKILL'), 2500)", { eval: true, execArgv: [] })
    })
    process.channel.unref()
  }
}
