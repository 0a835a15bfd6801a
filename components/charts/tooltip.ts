/** The tooltip's content as DOM nodes: texts are set as text, so nothing from data is ever read as HTML. */

/** Time or range on top, then value · n. */
export function tooltipContent(title: string, value: string, n: string): HTMLElement {
  const root = document.createElement('div')
  const head = root.appendChild(document.createElement('div'))
  head.textContent = title
  head.style.color = 'var(--ink-3)'
  const row = root.appendChild(document.createElement('div'))
  row.style.cssText = 'display:flex;justify-content:space-between;gap:16px'
  const main = row.appendChild(document.createElement('span'))
  main.textContent = value
  main.style.cssText = 'color:var(--ink);font-weight:600'
  const sample = row.appendChild(document.createElement('span'))
  sample.textContent = n
  sample.style.color = 'var(--ink-3)'
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
