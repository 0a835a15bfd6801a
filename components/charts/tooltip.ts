/** The tooltip's content as DOM nodes: texts are set as text, so nothing from data is ever read as HTML. */

interface TooltipRow {
  readonly color: string
  readonly name: string
  readonly value: string
  readonly n: string
}

/** Time on top, then one row a series: its colour, name, value · n. */
export function tooltipContent(title: string, rows: readonly TooltipRow[]): HTMLElement {
  const root = document.createElement('div')
  const head = root.appendChild(document.createElement('div'))
  head.textContent = title
  head.style.color = 'var(--ink-3)'
  const grid = root.appendChild(document.createElement('div'))
  grid.style.cssText =
    'display:grid;grid-template-columns:auto 1fr auto auto;column-gap:8px;align-items:center'
  const cell = (text: string, style: string) => {
    const span = grid.appendChild(document.createElement('span'))
    span.textContent = text
    span.style.cssText = style
  }
  for (const { color, name, value, n } of rows) {
    cell('', 'width:12px')
    if (grid.lastElementChild instanceof HTMLElement) {
      grid.lastElementChild.style.borderTop = `2px solid ${color}`
    }
    cell(name, 'color:var(--ink-2)')
    cell(value, 'color:var(--ink);font-weight:600;text-align:right')
    cell(n, 'color:var(--ink-3);text-align:right')
  }
  return root
}

/** How every tooltip looks: raised, a line around it, no shadow, no glide. */
export const TOOLTIP_LOOK = {
  confine: true,
  transitionDuration: 0,
  backgroundColor: 'var(--raised)',
  borderColor: 'var(--line-2)',
  borderWidth: 1,
  padding: [6, 10] as [number, number],
  extraCssText: 'border-radius:6px;box-shadow:none;font:inherit;font-size:12px;line-height:20px',
}
