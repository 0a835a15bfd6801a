'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Field, Text, Tick } from '@/components/ui/fields'
import { placesOf, type SetupStart, StepFoot, type StepProps } from './step'

export function ChannelsStep({ start, pending, onSave, skip }: StepProps & { readonly start: SetupStart }) {
  const t = useTranslations('setup')
  const [chosen, setChosen] = useState<readonly string[]>(start.entered)
  const [others, setOthers] = useState('')
  const [wrong, setWrong] = useState(false)
  const custom = chosen.filter((id) => !start.channels.some((channel) => channel.id === id))
  return (
    <form
      noValidate
      className="flex max-w-[560px] flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        const more = others.split(/[,，、\s]+/).filter((id) => id !== '')
        const value = { channels: [...new Set([...chosen, ...more])] }
        void placesOf('channelsForm', value).then((places) => {
          setWrong(places.length > 0)
          if (places.length === 0) void onSave(value)
        })
      }}
    >
      <fieldset>
        <legend className="sr-only">{t('step.channels')}</legend>
        <div className="grid grid-cols-3 gap-x-4 max-md:grid-cols-2">
          {[...start.channels, ...custom.map((id) => ({ id, name: id }))].map(({ id, name }) => (
            <Tick
              key={id}
              checked={chosen.includes(id)}
              onChange={(on) => setChosen(on ? [...chosen, id] : chosen.filter((it) => it !== id))}
            >
              {name}
            </Tick>
          ))}
        </div>
      </fieldset>
      <Field
        label={t('channels.others')}
        hint={t('channels.othersHint')}
        error={wrong ? t('channels.wrong') : null}
      >
        <Text
          name="others"
          maxLength={400}
          value={others}
          onChange={(event) => setOthers(event.currentTarget.value)}
        />
      </Field>
      <StepFoot deed={t('next')} pending={pending} skip={skip} />
    </form>
  )
}
