import type { Metadata } from 'next'
import Link from 'next/link'
import { type Page, pageContext } from '@/app/page-context'
import { AgentList, DutyList, ProductList, TeamList } from '@/components/organisation/organisation-lists'
import { cx } from '@/components/ui/classes'
import { instantOfLocal } from '@/components/ui/local-time'
import { channelName } from '@/lib/i18n/names'
import { getOrganisation, type OrganisationDesk } from '@/lib/services/get-organisation'
import { whoIsTold } from '@/lib/services/who-is-told'
import { SectionPage } from '../_frame/section-page'
import { FindingsCard } from './_parts/findings'
import { ToldCard } from './_parts/told'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.organisation') }
}

const PARTS = ['duties', 'teams', 'agents', 'products'] as const
type Part = (typeof PARTS)[number]
type Params = Readonly<Record<string, string | string[] | undefined>>

const one = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '')

/** Teams, agents, products, shifts and the duty list; who would be told now, and what is wrong. */
export default async function OrganisationPage({ searchParams }: { readonly searchParams: Promise<Params> }) {
  const params = await searchParams
  const part = PARTS.find((it) => it === one(params.part)) ?? 'duties'
  return (
    <SectionPage
      section="organisation"
      load={async ({ ctx, zone }) => {
        const [team, channel] = [one(params.team), one(params.channel)]
        const at = instantOfLocal(one(params.at), zone)
        const [desk, told] = await Promise.all([
          getOrganisation(ctx),
          whoIsTold(ctx, {
            ...(team === '' ? {} : { team }),
            ...(channel === '' ? {} : { channel }),
            ...(at === null || at < 0 ? {} : { at }),
          }),
        ])
        return { desk, told }
      }}
      show={({ desk, told }, page, role) => {
        const channels = desk.known.channels.map((id) => ({ id, name: channelName(page.locale, id) }))
        return (
          <div className="flex flex-col gap-4">
            <FindingsCard desk={desk} page={page} />
            <ToldCard told={told} page={page} teams={desk.known.teams} channels={channels} />
            <nav
              aria-label={page.t('organisation.parts')}
              className="flex flex-wrap gap-1 border-b border-line max-md:px-5"
            >
              {PARTS.map((it) => (
                <Link
                  key={it}
                  href={it === 'duties' ? '/settings/organisation' : `/settings/organisation?part=${it}`}
                  scroll={false}
                  prefetch={false}
                  aria-current={it === part ? 'page' : undefined}
                  className={cx(
                    '-mb-px inline-flex h-9 items-center border-b-2 px-3 text-body max-md:h-11',
                    it === part ? 'border-ink font-[600] text-ink' : 'border-transparent text-ink-2',
                  )}
                >
                  {page.t(`organisation.part.${it}`)}
                </Link>
              ))}
            </nav>
            <PartList part={part} desk={desk} page={page} mayWrite={role === 'admin' || role === 'manager'} />
          </div>
        )
      }}
    />
  )
}

function PartList({
  part,
  desk,
  page: { ctx },
  mayWrite,
}: {
  readonly part: Part
  readonly desk: OrganisationDesk
  readonly page: Page
  readonly mayWrite: boolean
}) {
  const { people, known } = desk
  const hands = { people, mayWrite }
  switch (part) {
    case 'duties':
      return (
        <DutyList
          {...hands}
          duties={desk.duties}
          teams={known.teams}
          channels={known.channels}
          now={ctx.now}
        />
      )
    case 'teams': {
      const entered = new Map(desk.teams.map((row) => [row.team, row]))
      return (
        <TeamList
          {...hands}
          teams={known.teams.map((team) => ({
            ...(entered.get(team) ?? { team, label: null, leads: [], supervisors: [] }),
            entered: entered.has(team),
          }))}
        />
      )
    }
    case 'agents': {
      const entered = new Map(desk.agents.map((row) => [row.agent, row]))
      const seen = new Map(known.agents.map(({ agent, team }) => [agent, team]))
      return (
        <AgentList
          {...hands}
          teams={known.teams}
          agents={[...new Set([...entered.keys(), ...seen.keys()])].sort().map((agent) => ({
            ...(entered.get(agent) ?? { agent, label: null, team: null, userId: null, newcomer: false }),
            entered: entered.has(agent),
            seenIn: seen.get(agent) ?? null,
          }))}
        />
      )
    }
    case 'products': {
      const entered = new Map(desk.products.map((row) => [row.product, row]))
      return (
        <ProductList
          {...hands}
          products={[...new Set([...entered.keys(), ...known.products])].sort().map((product) => ({
            ...(entered.get(product) ?? { product, label: null, owners: [] }),
            entered: entered.has(product),
          }))}
        />
      )
    }
  }
}
