/** Who is who: people of this product, and the teams, agents, channels and products they answer for. */
import type { ClientBase, Pool } from 'pg'
import type { Organisation } from '@/lib/alerts/types'
import { pool } from './pool'
import { readTenant } from './settings'

type Reader = ClientBase | Pool

const READ = `SELECT
  (SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'email', email, 'phone', phone, 'role', role,
    'teams', teams, 'locale', locale, 'disabled', disabled_at IS NOT NULL) ORDER BY id) FROM app_user) AS users,
  (SELECT jsonb_agg(jsonb_build_object('team', team, 'leads', leads, 'supervisors', supervisors) ORDER BY team)
    FROM org_team) AS teams,
  (SELECT jsonb_agg(jsonb_build_object('agent', agent, 'team', team, 'userId', user_id) ORDER BY agent)
    FROM org_agent) AS agents,
  (SELECT jsonb_agg(jsonb_build_object('channel', channel, 'label', label, 'owners', owners) ORDER BY channel)
    FROM org_channel) AS channels,
  (SELECT jsonb_agg(jsonb_build_object('product', product, 'owners', owners) ORDER BY product)
    FROM org_product) AS products,
  (SELECT jsonb_agg(jsonb_build_object('userId', user_id, 'team', team, 'channel', channel, 'weekdays', weekdays,
    'from', "from", 'to', "to", 'validFrom', (extract(epoch FROM valid_from) * 1000)::bigint,
    'validTo', (extract(epoch FROM valid_to) * 1000)::bigint) ORDER BY id) FROM org_duty) AS duties`

type Lists = Omit<Organisation, 'zone'>

/** Everything that is needed to know who is in charge; lists nobody has filled in are empty. */
export async function readOrganisation(reader: Reader = pool()): Promise<Organisation> {
  const { zone } = await readTenant(reader)
  const { rows } = await reader.query<{ [K in keyof Lists]: Lists[K] | null }>(READ)
  const found = rows[0]
  return {
    zone,
    users: found?.users ?? [],
    teams: found?.teams ?? [],
    agents: found?.agents ?? [],
    channels: found?.channels ?? [],
    products: found?.products ?? [],
    duties: found?.duties ?? [],
  }
}
