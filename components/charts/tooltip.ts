/** The tooltip's content as DOM nodes: texts are set as text, so nothing from data is ever read as HTML. */
export interface TooltipRow {
  readonly color: string
  readonly dashed?: boolean
  readonly name: string
  readonly value: string
  readonly n?: string
  readonly loud?: boolean
}

/** Time on top, then series · value · n. */
export function tooltipContent(title: string, rows: readonly TooltipRow[]): HTMLElement {
  const root = document.createElement('div')
  const head = root.appendChild(document.createElement('div'))
  head.textContent = title
  head.style.cssText = 'color:var(--ink-3);margin-bottom:2px'
  const table = root.appendChild(document.createElement('table'))
  table.style.cssText = 'border-collapse:collapse;line-height:20px'
  for (const row of rows) {
    const tr = table.appendChild(document.createElement('tr'))
    const mark = tr.appendChild(document.createElement('td'))
    const line = mark.appendChild(document.createElement('span'))
    line.style.cssText = `display:inline-block;width:12px;border-top:2px ${row.dashed ? 'dashed' : 'solid'};vertical-align:middle;margin-right:6px`
    line.style.borderColor = row.color
    const name = tr.appendChild(document.createElement('td'))
    name.textContent = row.name
    name.style.cssText = 'color:var(--ink-2);padding-right:16px'
    const value = tr.appendChild(document.createElement('td'))
    value.textContent = row.value
    value.style.cssText = `text-align:right;font-weight:600;color:${row.loud ? 'var(--bad)' : 'var(--ink)'}`
    const n = tr.appendChild(document.createElement('td'))
    n.textContent = row.n ?? ''
    n.style.cssText = 'text-align:right;color:var(--ink-3);padding-left:12px'
  }
  return root
}
