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
        title={t('incidents.notFound')}
        body={t('incidents.notFoundBody')}
        action={
          <Link href="/incidents" className={button({ look: 'primary' })}>
            {t('incidents.all')}
          </Link>
        }
        code="404"
      />
    </main>
  )
}
