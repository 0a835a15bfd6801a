import { pageContext } from '@/app/page-context'
import { UnknownValue } from '../../_people/unknown'

export default async function TeamNotFound() {
  const { t } = await pageContext()
  return (
    <UnknownValue
      dimension="team"
      path="/teams"
      listTitle={t('people.teams')}
      title={t('people.unknownTeam')}
      hint={t('people.unknownTeamHint')}
    />
  )
}
