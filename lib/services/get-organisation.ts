import { type CoverFinding, coverFindings } from '@/lib/alerts/cover'
import { type LadderFault, ladderFaults } from '@/lib/alerts/ladder'
import type { Organisation } from '@/lib/alerts/types'
import { listLadderRows } from '@/lib/db/alert-rules'
import { listTeamNames } from '@/lib/db/desk'
import { listTargetRows } from '@/lib/db/notify-targets'
import {
  listSourceAgents,
  listSourceChannels,
  listSourceProducts,
  type OrganisationRows,
  readOrganisation,
  readOrganisationRows,
} from '@/lib/db/organisation'
import { type Context, requireRole } from './context'

/** Somebody who can be entered as lead, owner or on duty. */
export interface OrganisationPerson {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly teams: readonly string[]
  readonly disabled: boolean
}

export interface OrganisationDesk extends OrganisationRows {
  readonly zone: string
  /** by name */
  readonly people: readonly OrganisationPerson[]
  /** what sources, people and calendars name, entered or not */
  readonly known: {
    readonly teams: readonly string[]
    readonly agents: readonly { readonly agent: string; readonly team: string | null }[]
    readonly products: readonly string[]
    readonly channels: readonly string[]
  }
  readonly findings: readonly CoverFinding[]
  /** ladders whose steps do not reach those they name */
  readonly ladders: readonly { readonly name: string; readonly faults: readonly LadderFault[] }[]
}

/** Who is who and who works when, with all that is wrong with it now. Needs role admin, manager or auditor. */
export async function getOrganisation(ctx: Context): Promise<OrganisationDesk> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const [rows, organisation, teams, agents, products, seen, ladders, targets] = await Promise.all([
    readOrganisationRows(),
    readOrganisation(),
    listTeamNames(),
    listSourceAgents(),
    listSourceProducts(),
    listSourceChannels(ctx.now),
    listLadderRows(),
    listTargetRows(ctx.now),
  ])
  return {
    ...rows,
    zone: organisation.zone,
    people: peopleOf(organisation),
    known: {
      teams,
      agents,
      products,
      channels: [
        ...new Set([...seen.map(({ channel }) => channel), ...rows.channels.map(({ channel }) => channel)]),
      ].sort(),
    },
    findings: coverFindings({ ...organisation, duties: rows.duties }, ctx.now),
    ladders: ladders.flatMap((ladder) => {
      const faults = ladderFaults(ladder, organisation, targets, ctx.now).filter(
        ({ kind }) => kind === 'nobody' || kind === 'instead' || kind === 'disabled',
      )
      return faults.length === 0 ? [] : [{ name: ladder.name, faults }]
    }),
  }
}

/** Everybody as lists to choose from show them, by name. */
export function peopleOf({ users }: Pick<Organisation, 'users'>): readonly OrganisationPerson[] {
  return users
    .map(({ id, name, email, role, teams, disabled }) => ({
      id,
      name: name === '' ? email : name,
      role,
      teams,
      disabled,
    }))
    .sort((a, b) => a.name.localeCompare(b.name))
}
