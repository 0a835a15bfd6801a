import { Card } from '@/components/ui/card'
import type { Translate } from '@/lib/i18n/translate'

/** A section that could not be computed: what happened, one action, its code. */
export function SectionError({
  t,
  title,
  code,
  href,
  message,
}: {
  readonly t: Translate
  readonly title: string
  readonly code: string
  /** the page's own address, to try again */
  readonly href: string
  /** what is wrong with the address, where that is it */
  readonly message?: string | undefined
}) {
  return (
    <Card title={title}>
      <div className="flex flex-col gap-1 border-t border-line px-4 py-4" role="alert">
        <p className="text-card text-ink-2">{t('error.title')}</p>
        <p className="text-caption text-ink-2">
          {message
            ? t('error.invalid', { message })
            : code === 'unavailable' || code === 'busy' || code === 'too_heavy'
              ? t(`error.${code}`)
              : t('error.body')}
        </p>
        <p className="mt-1 flex justify-between text-caption text-ink-3">
          {/* A full load on purpose: the same address again. */}
          <a href={href} className="link">
            {t('error.retry')}
          </a>
          {t('error.code', { code })}
        </p>
      </div>
    </Card>
  )
}
