'use client'

import { Plus, X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Text } from '@/components/ui/fields'
import { failed, said } from '@/components/ui/toast'
import type { Cause } from '@/lib/alerts/causes'
import { useRefusal } from './call-incident'

/** The company's list of causes, to be changed by administrators and managers. */
export function CausesEditor({ causes }: { readonly causes: readonly Cause[] }) {
  const t = useTranslations('incidents.causes')
  const a = useTranslations('incidents.act')
  const refusal = useRefusal()
  const { locale } = useFormats()
  const router = useRouter()
  const [list, setList] = useState<readonly Cause[]>(causes)
  const [busy, setBusy] = useState(false)
  const change = (id: string, language: 'zh' | 'en', text: string) =>
    setList(list.map((it) => (it.id === id ? { ...it, label: { ...it.label, [language]: text } } : it)))
  const complete = list.every(({ label }) => label.zh.trim() !== '' && label.en.trim() !== '')
  const save = async () => {
    setBusy(true)
    const answer = await callApi('PUT', '/causes', list)
    setBusy(false)
    if (!answer.ok) return failed(a('failed'), refusal(answer.refusal))
    said(t('saved'))
    router.refresh()
  }
  return (
    <Card title={t('title')} className="max-md:rounded-none max-md:border-x-0">
      <p className="px-4 pb-2 text-caption text-ink-3 max-md:px-5">{t('hint')}</p>
      <ul className="border-t border-line" data-causes={list.length}>
        {list.map((cause) => (
          <li key={cause.id} className="flex items-center gap-2 border-b border-line px-4 py-1.5 max-md:px-5">
            <Text
              aria-label={t('zh')}
              maxLength={40}
              value={cause.label.zh}
              onChange={(event) => change(cause.id, 'zh', event.currentTarget.value)}
            />
            <Text
              aria-label={t('en')}
              maxLength={40}
              value={cause.label.en}
              onChange={(event) => change(cause.id, 'en', event.currentTarget.value)}
            />
            <Button
              look="quiet"
              size="icon"
              aria-label={t('remove', { name: cause.label[locale] })}
              disabled={list.length < 2}
              onClick={() => setList(list.filter(({ id }) => id !== cause.id))}
            >
              <X size={14} aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2 px-4 py-3 max-md:px-5">
        <Button
          disabled={list.length >= 50}
          onClick={() =>
            setList([...list, { id: `own_${crypto.randomUUID().slice(0, 8)}`, label: { zh: '', en: '' } }])
          }
        >
          <Plus size={14} aria-hidden />
          {t('add')}
        </Button>
        <Button look="primary" disabled={busy || !complete} aria-busy={busy} onClick={() => void save()}>
          {t('save')}
        </Button>
      </div>
    </Card>
  )
}
