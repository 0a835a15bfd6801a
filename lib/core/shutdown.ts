/**
 * What must happen before the process goes: streams say goodbye, pools close. One list per process, also when the
 * server and Next's routes are bundled apart.
 */
type Task = () => void | Promise<void>

interface State {
  readonly tasks: Set<Task>
  closing: boolean
}

const KEY = Symbol.for('helmline.shutdown')

function state(): State {
  const holder = globalThis as { [KEY]?: State }
  holder[KEY] ??= { tasks: new Set(), closing: false }
  return holder[KEY]
}

/** Runs `task` once when the process is asked to end; answers a function that takes it off the list again. */
export function onShutdown(task: Task): () => void {
  const { tasks } = state()
  tasks.add(task)
  return () => tasks.delete(task)
}

/** True from the moment the process has been asked to end. */
export function isShuttingDown(): boolean {
  return state().closing
}

/** Runs all tasks at once and answers when each has ended or failed; a second call does nothing. */
export async function runShutdown(): Promise<void> {
  const now = state()
  if (now.closing) return
  now.closing = true
  await Promise.allSettled([...now.tasks].map(async (task) => task()))
}
