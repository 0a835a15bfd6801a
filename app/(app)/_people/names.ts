import { cookies } from 'next/headers'
import { cache } from 'react'
import { pageContext } from '@/app/page-context'
import { type Names, namesAsked } from '@/components/people/agent-names'
import type { SearchParams } from '@/components/views/view-state'
import { ownAgent } from '@/lib/services/own-agent'
import { NAMES_COOKIE } from './names-cookie'

const remembered = cache(async (): Promise<Names> => {
  const { ctx } = await pageContext()
  const { principal } = ctx
  const fixed = principal.kind === 'user' && principal.role === 'agent'
  const [own, jar] = await Promise.all([fixed ? ownAgent(ctx) : null, cookies()])
  return { hidden: fixed || jar.get(NAMES_COOKIE)?.value === 'hidden', own, fixed }
})

/** How this reader sees agents' names: an agent only their own; anybody else by `names=hidden|shown` or the cookie. */
export async function namesFor(search: SearchParams): Promise<Names> {
  return namesAsked(await remembered(), search.names)
}
