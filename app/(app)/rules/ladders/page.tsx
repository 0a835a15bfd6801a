import type { Metadata } from 'next'
import { settle } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { LaddersEditor } from '@/components/rules/ladders-editor'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { SectionError } from '@/components/views/section-error'
import { listLadders } from '@/lib/services/list-ladders'
import { roleOf } from '../_shared/access'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('rules.ladder.title') }
}

/** Who is told after how many minutes without acknowledgement. */
export default async function LaddersPage() {
  const page = await pageContext()
  const { mayWrite } = roleOf(page)
  const { ctx, t } = page
  const asked = await settle(listLadders(ctx))
  return (
    <PageBody>
      <PageHeader title={t('rules.ladder.title')} trail={{ href: '/rules', text: t('rules.title') }} />
      {asked.ok ? (
        <LaddersEditor
          ladders={asked.value.ladders.map(({ id, name, steps, rules, faults }) => ({
            id,
            name,
            steps,
            rules,
            faults,
          }))}
          people={asked.value.people.map(({ id, name }) => ({ id, name }))}
          targets={asked.value.targets.map(({ id, name }) => ({ id, name }))}
          mayWrite={mayWrite}
          // A changed ladder is shown anew.
          key={asked.value.ladders.map(({ id, updatedAt }) => `${id} ${updatedAt}`).join()}
        />
      ) : (
        <SectionError t={t} title={t('rules.ladder.title')} code={asked.code} href="/rules/ladders" />
      )}
    </PageBody>
  )
}
