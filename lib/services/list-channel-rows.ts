import {
  type ChannelRow,
  listSourceChannels,
  readOrganisation,
  readOrganisationRows,
} from '@/lib/db/organisation'
import { type Context, requireRole } from './context'
import { type OrganisationPerson, peopleOf } from './get-organisation'

export interface ChannelSetting extends ChannelRow {
  /** false = only tickets name it */
  readonly entered: boolean
  /** opened in the last 28 days */
  readonly tickets: number
}

export interface ChannelSettings {
  /** those with the most tickets first */
  readonly channels: readonly ChannelSetting[]
  readonly people: readonly OrganisationPerson[]
}

/** Every channel that ever had tickets and those that are entered, with who can own one. Needs role admin, manager or auditor. */
export async function listChannelRows(ctx: Context): Promise<ChannelSettings> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const [rows, organisation, seen] = await Promise.all([
    readOrganisationRows(),
    readOrganisation(),
    listSourceChannels(ctx.now),
  ])
  const entered = new Map(rows.channels.map((row) => [row.channel, row]))
  const tickets = new Map(seen.map((row) => [row.channel, row.tickets]))
  return {
    people: peopleOf(organisation),
    channels: [...new Set([...tickets.keys(), ...entered.keys()])]
      .map((channel) => ({
        ...(entered.get(channel) ?? { channel, label: null, owners: [], hidden: false }),
        entered: entered.has(channel),
        tickets: tickets.get(channel) ?? 0,
      }))
      .sort((a, b) => b.tickets - a.tickets || (a.channel < b.channel ? -1 : 1)),
  }
}
