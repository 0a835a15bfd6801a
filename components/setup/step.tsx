'use client'

import type { ReactNode } from 'react'
import type { Refusal } from '@/components/settings/call-api'
import type { CompanyDraft } from '@/components/settings/company-form'
import { Button } from '@/components/ui/button'

export interface SetupStart {
  readonly company: CompanyDraft
  readonly zones: readonly string[]
  readonly origin: string
  /** channels the product has a name for, and that name */
  readonly channels: readonly { readonly id: string; readonly name: string }[]
  /** entered already */
  readonly entered: readonly string[]
}

/** What a step is given: to save its value, or to go on without. */
export interface StepProps {
  readonly pending: boolean
  readonly refusal: Refusal | null
  readonly onSave: (value: unknown) => Promise<boolean>
  readonly skip: ReactNode
}

/** Foot of a step: the deed and the way on without it. */
export function StepFoot({
  deed,
  pending,
  skip,
}: {
  readonly deed: string
  readonly pending: boolean
  readonly skip: ReactNode
}) {
  return (
    <div className="mt-1 flex flex-wrap gap-2">
      <Button type="submit" look="primary" disabled={pending} className="max-md:flex-1">
        {deed}
      </Button>
      {skip}
    </div>
  )
}

/** Places of a value that are wrong, by the schema the API checks it by, which comes with the first sending. */
export async function placesOf(
  form: 'companyForm' | 'channelsForm' | 'hoursForm' | 'limitsForm',
  value: unknown,
): Promise<readonly string[]> {
  const forms = await import('@/lib/core/settings-forms')
  const { error } = forms[form].safeParse(value)
  return (error?.issues ?? []).map((issue) => issue.path.map(String).join('.'))
}
