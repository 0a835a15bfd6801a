'use client'

import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'

/** Foot of a form in a drawer: what was refused, the deed and the way out. */
export function FormFoot({
  refused,
  pending,
  deed,
  onCancel,
}: {
  readonly refused: string | null
  readonly pending: boolean
  readonly deed: string
  readonly onCancel: () => void
}) {
  const t = useTranslations('settings')
  return (
    <footer className="flex shrink-0 flex-col gap-2 border-t border-line px-5 pt-3 pb-[calc(12px+env(safe-area-inset-bottom))]">
      <p role="alert" className="text-body text-bad empty:hidden">
        {refused}
      </p>
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={pending} className="max-md:h-11! max-md:flex-1">
          {deed}
        </Button>
        <Button look="quiet" onClick={onCancel} className="max-md:h-11!">
          {t('cancel')}
        </Button>
      </div>
    </footer>
  )
}
