'use client'

import { ExportMenu } from './export-menu'
import type { TableColumn, TableRow } from './types'

/** The file of a table that is drawn in a form of its own: exactly these columns and rows. */
export function RowsExport({
  label,
  columns,
  rows,
}: {
  readonly label: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly TableRow[]
}) {
  return <ExportMenu download={{ kind: 'rows' }} label={label} shown={() => ({ columns, rows })} />
}
