import type { Translate } from './translate'

/** What a task is called: its own words, or for one that made itself those of its kind. */
export function taskTitle(t: Translate, kind: string, title: string): string {
  if (kind === 'callback' && title === '') return t('tasks.auto.callback')
  if (kind === 'complaint') return t('tasks.auto.complaint', { title })
  return title
}
