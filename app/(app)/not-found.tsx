import Link from 'next/link'
import { preferences } from '@/app/page-context'
import { button } from '@/components/ui/button'
import { ErrorCard } from '@/components/ui/notice'
import { translator } from '@/lib/i18n/translate'

export default async function NotFound() {
  const t = translator((await preferences()).locale)
  return (
    <main id="content" className="mx-auto w-full max-w-[720px] p-6">
      <ErrorCard
        title={t('error.notFound')}
        body={t('error.notFoundBody')}
        action={
          <Link href="/" className={button({ look: 'primary' })}>
            {t('error.home')}
          </Link>
        }
        code="404"
      />
    </main>
  )
}
