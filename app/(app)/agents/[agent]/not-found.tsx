import { pageContext } from '@/app/page-context'
import { UnknownValue } from '../../_people/unknown'

export default async function AgentNotFound() {
  const { t } = await pageContext()
  return (
    <UnknownValue
      dimension="agent"
      path="/agents"
      listTitle={t('agents.people')}
      title={t('people.unknownAgent')}
      hint={t('people.unknownAgentHint')}
      named={false}
    />
  )
}
