import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import { PeopleList } from '@/components/settings/people-list'
import { listTeams } from '@/lib/services/list-teams'
import { listUsers } from '@/lib/services/list-users'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.people') }
}

/** Who can sign in, as what, and for which teams. */
export default function PeoplePage() {
  return (
    <SectionPage
      section="people"
      load={({ ctx }) => Promise.all([listUsers(ctx), listTeams(ctx)])}
      show={([people, teams], { ctx }, role) => (
        <PeopleList
          initial={people.map(({ createdAt: _, ...person }) => person)}
          me={ctx.principal.kind === 'user' ? ctx.principal.id : ''}
          mayWrite={role === 'admin'}
          teams={teams}
          now={ctx.now}
        />
      )}
    />
  )
}
