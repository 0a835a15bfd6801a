import type { ReactNode } from 'react'
import { StateGlyph } from './state-badge'

/** Nothing to show: says why, and what to do next. */
export function Empty({
  title,
  hint,
  action,
}: {
  readonly title: string
  readonly hint?: string
  readonly action?: ReactNode
}) {
  return (
    <div className="flex flex-col items-start gap-1 px-4 py-8">
      <p className="text-card font-[600] text-ink">{title}</p>
      {hint ? <p className="max-w-[52ch] text-body text-ink-2">{hint}</p> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  )
}

/** In place of a whole page: what went wrong, one action, and a code to quote. */
export function ErrorCard({
  title,
  body,
  action,
  code,
}: {
  readonly title: string
  readonly body: string
  readonly action?: ReactNode
  readonly code?: string
}) {
  return (
    <div className="card flex flex-col items-start gap-2 p-6" role="alert">
      <h1 className="flex items-center gap-2 text-page font-[620] text-ink">
        <StateGlyph state="none" />
        {title}
      </h1>
      <p className="max-w-[64ch] text-body text-ink-2">{body}</p>
      <div className="mt-2 flex w-full items-center justify-between gap-4">
        {action}
        {code ? <span className="text-caption text-ink-3">{code}</span> : null}
      </div>
    </div>
  )
}
