'use client'

import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { ErrorCard } from '@/components/ui/notice'

/** What a page shows when it could not be made: what happened, one action, a code to quote. */
export function ErrorPage({
  error,
  retry,
  reset,
}: {
  readonly error: Error & { readonly digest?: string }
  readonly retry?: () => void
  readonly reset?: () => void
}) {
  const t = useTranslations('error')
  useEffect(() => {
    // The server has logged it with the same code; here it helps whoever looks at the console.
    console.error(error)
  }, [error])
  return (
    <main id="content" className="mx-auto w-full max-w-[720px] p-6">
      <ErrorCard
        title={t('title')}
        body={t('body')}
        action={
          <Button look="primary" onClick={() => (retry ?? reset ?? (() => window.location.reload()))()}>
            {t('retry')}
          </Button>
        }
        {...(error.digest ? { code: t('code', { code: error.digest }) } : {})}
      />
    </main>
  )
}
