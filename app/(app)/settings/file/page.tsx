import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import { SettingsFile } from '@/components/settings/settings-file'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.file') }
}

/** All settings as one file, and from one. */
export default function FilePage() {
  return <SectionPage section="file" load={async () => null} show={() => <SettingsFile />} />
}
