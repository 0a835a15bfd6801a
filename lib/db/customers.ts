/** Customers as their sources describe them, folded from all events of each. */
import type { ClientBase } from 'pg'
import type { CustomerFact } from '@/lib/facts/shapes'
import { textArray } from './arrays'
import { CUSTOMER_TABLE } from './columns'
import { type Layout, sameRow, selectList, statementsOf } from './fact-store'

const READ = `
  SELECT ${selectList(CUSTOMER_TABLE, 'c')} FROM unnest($1::text[], $2::text[]) AS u(source, customer)
  JOIN customer c ON c.source = u.source AND c.customer = u.customer`

const keyOf = (row: { source: string; customer: string }) => JSON.stringify([row.source, row.customer])

/** Writes the customers that changed; `gone` are those no event speaks of any more. */
export async function applyCustomers(
  client: ClientBase,
  layout: Layout,
  facts: readonly CustomerFact[],
  gone: readonly { readonly source: string; readonly customer: string }[],
): Promise<void> {
  if (gone.length > 0) {
    await client.query(
      `DELETE FROM customer AS c USING unnest($1::text[], $2::text[]) AS u(source, customer)
       WHERE c.source = u.source AND c.customer = u.customer`,
      [textArray(gone.map((row) => row.source)), textArray(gone.map((row) => row.customer))],
    )
  }
  if (facts.length === 0) return
  const { rows } = await client.query<CustomerFact>(READ, [
    textArray(facts.map((row) => row.source)),
    textArray(facts.map((row) => row.customer)),
  ])
  const stood = new Map(rows.map((row) => [keyOf(row), row]))
  const changed = facts.filter((fact) => {
    const old = stood.get(keyOf(fact))
    return old === undefined || !sameRow(CUSTOMER_TABLE, { ...old }, { ...fact })
  })
  if (changed.length === 0) return
  const statements = statementsOf(CUSTOMER_TABLE, layout)
  await client.query(statements.upsert, [statements.write(changed.map((fact) => ({ ...fact })))])
}
