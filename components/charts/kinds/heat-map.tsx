/** Weekday × hour in one hue, seven even steps; the end far from the ground is the worse end. A table, so it reads aloud. */
export interface HeatCell {
  /** 0 = best … 6 = worst; null = no data; 'few' = under the minimum sample */
  readonly step: number | 'few' | null
  readonly title: string
  readonly href?: string
}

export function HeatMap({
  rows,
  columns,
  label,
}: {
  readonly rows: readonly { readonly name: string; readonly cells: readonly HeatCell[] }[]
  readonly columns: readonly string[]
  readonly label: string
}) {
  return (
    <table className="w-full table-fixed border-separate border-spacing-px" aria-label={label}>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th
              scope="row"
              className="w-9 pr-1 text-left text-caption font-[420] whitespace-nowrap text-ink-3"
            >
              {row.name}
            </th>
            {row.cells.map((cell, i) => (
              <td
                key={columns[i] ?? i}
                title={cell.title}
                className="h-[22px] p-0 text-center align-middle text-[10px] leading-none text-ink-3"
                style={{
                  background:
                    cell.step === null
                      ? 'transparent'
                      : cell.step === 'few'
                        ? 'var(--line)'
                        : `var(--heat-${cell.step})`,
                }}
              >
                {cell.step === null ? (
                  <span aria-hidden className="text-faint">
                    ╱
                  </span>
                ) : null}
                <span className="sr-only">{cell.title}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot aria-hidden>
        <tr>
          <td />
          {columns.map((name, i) => (
            <td key={name} className="h-5 p-0 text-center text-caption text-ink-3">
              {i % 2 === 0 ? (
                <span className="inline-block w-0 whitespace-nowrap [text-indent:-0.5em]">{name}</span>
              ) : null}
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  )
}

/** The ramp with both ends named. */
export function HeatLegend({ low, high }: { readonly low: string; readonly high: string }) {
  return (
    <span className="flex items-center gap-2 text-caption text-ink-2">
      {low}
      <span aria-hidden className="flex">
        {[6, 5, 4, 3, 2, 1, 0].map((step) => (
          <span key={step} className="h-2 w-3" style={{ background: `var(--heat-${step})` }} />
        ))}
      </span>
      {high}
    </span>
  )
}
