'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { CompanyFields } from '@/components/settings/company-form'
import { placesOf, type SetupStart, StepFoot, type StepProps } from './step'

export function CompanyStep({ start, pending, onSave, skip }: StepProps & { readonly start: SetupStart }) {
  const t = useTranslations('setup')
  const [draft, setDraft] = useState(start.company)
  const [places, setPlaces] = useState<readonly string[]>([])
  return (
    <form
      noValidate
      className="flex max-w-[480px] flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        void placesOf('companyForm', draft).then((wrong) => {
          setPlaces(wrong)
          if (wrong.length === 0) void onSave(draft)
        })
      }}
    >
      <CompanyFields
        draft={draft}
        zones={start.zones}
        suggestion={start.origin}
        wrong={(place) => places.includes(place)}
        onDraft={setDraft}
      />
      <StepFoot deed={t('next')} pending={pending} skip={skip} />
    </form>
  )
}
