import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { pageContext } from '@/app/page-context'
import { CompanyForm } from '@/components/settings/company-form'
import { getCompany } from '@/lib/services/get-company'
import { originOf } from '../_frame/origin'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.company') }
}

/** The company: name, zone, address of links, language. */
export default function CompanyPage() {
  return (
    <SectionPage
      section="company"
      load={({ ctx }) => Promise.all([getCompany(ctx), headers().then(originOf)])}
      show={([{ company, zone, baseUrl, locale }, origin], _page, role) => (
        <CompanyForm
          initial={{ company, zone, baseUrl, locale }}
          zones={Intl.supportedValuesOf('timeZone')}
          suggestion={origin}
          mayWrite={role === 'admin'}
        />
      )}
    />
  )
}
