import { notFound } from 'next/navigation'
import type { Page } from '@/app/page-context'

const READERS: ReadonlySet<string> = new Set(['admin', 'manager', 'supervisor', 'lead', 'auditor'])

/** The role of whoever looks at a page of rules; agents find nothing here. */
export function roleOf({ ctx }: Page): { readonly mayWrite: boolean; readonly maySilence: boolean } {
  const { principal } = ctx
  if (principal.kind !== 'user' || !READERS.has(principal.role)) notFound()
  const mayWrite = principal.role === 'admin' || principal.role === 'manager'
  return { mayWrite, maySilence: mayWrite || principal.role === 'supervisor' }
}
