import type { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { came } from '@/components/ui/toast'
import type { Locale } from '@/lib/i18n/locale'
import type { AlarmMessage } from '@/lib/notify/types'

const MOST = 5

interface Row {
  readonly id: string
  readonly message: AlarmMessage
}

/** Says what has come since `before`: one message by its title, several by their number. */
export async function announce({
  newest,
  before,
  locale,
  t,
  open,
}: {
  readonly newest: string
  readonly before: string | null
  readonly locale: Locale
  readonly t: ReturnType<typeof useTranslations<'incidents.inbox'>>
  readonly open: (path: string) => void
}): Promise<void> {
  const answer = await callApi<{ rows: readonly Row[] }>('GET', `/inbox?unread=true&limit=${MOST}`)
  if (!answer.ok) return
  const { rows } = answer.value
  // The one known before may have been read meanwhile: then the newest alone is news.
  const at = rows.findIndex(({ id }) => id === before)
  const fresh = at < 0 ? rows.slice(0, 1) : rows.slice(0, at)
  const [first] = fresh
  if (first === undefined || !rows.some(({ id }) => id === newest)) return
  const { message } = first
  if (fresh.length > 1)
    came(t('many', { count: fresh.length }), message.title[locale], t('open'), () => open('/incidents'))
  else came(message.title[locale], message.note ?? '', t('open'), () => open(message.path))
}
