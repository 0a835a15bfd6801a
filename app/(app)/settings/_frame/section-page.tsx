import type { ReactNode } from 'react'
import { settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { Refused, SettingsSection } from '@/components/settings/section'
import { mayOpenSection, type SectionKey, sectionHref } from '@/components/settings/sections'
import { SeenProvider } from '@/components/settings/seen'
import { SectionError } from '@/components/views/section-error'
import { settingsSeen } from '@/lib/services/changed-meanwhile'

/** The role of the person who looks. */
export function roleOf(page: Page): string {
  return page.ctx.principal.kind === 'user' ? page.ctx.principal.role : ''
}

/**
 * A section with its name and purpose. `load` reads what it shows, only where the reader's role reaches it; what
 * fails is said in its place.
 */
export async function SectionPage<T>({
  section,
  load,
  show,
}: {
  readonly section: Exclude<SectionKey, 'screens'>
  readonly load: (page: Page) => Promise<T>
  readonly show: (value: T, page: Page, role: string) => ReactNode
}) {
  const page = await pageContext()
  const { t } = page
  const role = roleOf(page)
  const title = t(`settings.section.${section}`)
  const may = mayOpenSection(role, section)
  // before what is shown is read: a change between the two is refused once too often, never lost
  const seen = may ? await settle(settingsSeen()) : null
  const found = may ? await settle(load(page)) : null
  return (
    <SettingsSection title={title} hint={t(`settings.purpose.${section}`)} back={t('settings.title')}>
      {found === null ? (
        <Refused text={t('settings.forbiddenSection')} />
      ) : found.ok ? (
        <SeenProvider seen={seen?.ok === true ? seen.value : null}>
          {show(found.value, page, role)}
        </SeenProvider>
      ) : (
        <SectionError
          t={t}
          title={title}
          code={found.code}
          message={found.message}
          href={sectionHref(section)}
        />
      )}
    </SettingsSection>
  )
}
