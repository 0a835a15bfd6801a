'use client'

import { KeyRound } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/notice'
import { failed, said } from '@/components/ui/toast'
import { callApi } from './call-api'
import { ListTable, RowDeed } from './list-table'
import type { MadeKey } from './made-key'
import { refusalText } from './use-submit'

const Drawer = dynamic(() => import('@/components/screens/drawer').then((loaded) => loaded.Drawer), {
  ssr: false,
})
const KeyForm = dynamic(() => import('./key-form').then((loaded) => loaded.KeyForm), { ssr: false })
const ShownOnce = dynamic(() => import('./shown-once').then((loaded) => loaded.ShownOnce), { ssr: false })
const Confirm = dynamic(() => import('./confirm').then((loaded) => loaded.Confirm), { ssr: false })

export interface KeyView {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly byName: string
  readonly createdAt: number
  readonly lastUsedAt: number | null
  readonly revokedAt: number | null
}

type Column = 'name' | 'scopes' | 'made' | 'used'
type Open =
  | { readonly kind: 'new' }
  | { readonly kind: 'made'; readonly made: MadeKey }
  | { readonly kind: 'revoke'; readonly name: string }
  | null

/** The keys of other systems: to make one (shown once), to see whether it is used, to end it. */
export function KeysList({
  initial,
  mayWrite,
  now,
}: {
  readonly initial: readonly KeyView[]
  readonly mayWrite: boolean
  readonly now: number
}) {
  const t = useTranslations('settings.keys')
  const s = useTranslations('settings')
  const f = useFormats()
  const [keys, setKeys] = useState(initial)
  const [open, setOpen] = useState<Open>(null)
  const [pending, setPending] = useState(false)
  const close = () => setOpen(null)
  const sorted = [...keys].sort((a, b) => Number(a.revokedAt !== null) - Number(b.revokedAt !== null))

  const look = async () => {
    const answer = await callApi<{ keys: KeyView[] }>('GET', '/keys')
    if (answer.ok) setKeys(answer.value.keys)
  }

  const revoke = async (name: string) => {
    setPending(true)
    const answer = await callApi('DELETE', `/keys/${encodeURIComponent(name)}`)
    setPending(false)
    close()
    if (answer.ok) said(t('revokedDone', { name }))
    else failed(refusalText(s, answer.refusal))
    await look()
  }

  return (
    <>
      {mayWrite ? (
        <div className="flex pb-3 max-md:px-5">
          <Button
            look="primary"
            className="ml-auto max-md:w-full"
            onClick={() => setOpen({ kind: 'new' })}
            data-do="create"
          >
            <KeyRound size={15} aria-hidden />
            {t('create')}
          </Button>
        </div>
      ) : null}
      {sorted.length === 0 ? (
        <div className="card">
          <Empty title={t('none')} hint={t('noneHint')} />
        </div>
      ) : (
        <ListTable<Column>
          label={s('section.keys')}
          columns={[
            { key: 'name', label: t('column.name'), wrap: true },
            { key: 'scopes', label: t('column.scopes'), wrap: true },
            { key: 'made', label: t('column.made') },
            { key: 'used', label: t('column.used') },
          ]}
          actions={mayWrite ? t('column.actions') : null}
          rows={sorted.map((key) => ({
            id: key.id,
            dim: key.revokedAt !== null,
            cells: {
              name: (
                <>
                  <span className="block font-[560]">{key.name}</span>
                  <span className="block text-caption text-ink-3">hl_{key.id.slice(0, 6)}…</span>
                </>
              ),
              scopes: f.list(
                key.scopes.map((scope) =>
                  scope === 'ingest' || scope === 'read' || scope === 'admin' ? t(`scope.${scope}`) : scope,
                ),
              ),
              made: (
                <>
                  {f.day(key.createdAt)}
                  <span className="block text-caption text-ink-3">{key.byName}</span>
                </>
              ),
              used:
                key.revokedAt !== null
                  ? t('revoked', { day: f.day(key.revokedAt) })
                  : key.lastUsedAt === null
                    ? t('never')
                    : f.age(Math.max(0, (now - key.lastUsedAt) / 1000)),
            },
            actions:
              key.revokedAt === null ? (
                <RowDeed
                  about={key.name}
                  data-do="revoke"
                  onClick={() => setOpen({ kind: 'revoke', name: key.name })}
                >
                  {t('revoke')}
                </RowDeed>
              ) : null,
          }))}
        />
      )}
      {open?.kind === 'new' ? (
        <Drawer title={t('create')} onClose={close}>
          <KeyForm
            onCancel={close}
            onMade={(made) => {
              setOpen({ kind: 'made', made })
              void look()
            }}
          />
        </Drawer>
      ) : null}
      {open?.kind === 'made' ? (
        <Drawer title={t('madeTitle', { name: open.made.name })} onClose={close}>
          <div className="flex flex-col gap-4 overflow-y-auto px-5 py-5">
            <ShownOnce label={t('token')} value={open.made.token} warning={t('tokenWarning')} />
            {open.made.scopes.includes('ingest') ? (
              <div>
                <p className="text-body text-ink-2">{t('try')}</p>
                <pre className="mt-2 overflow-x-auto rounded-card border border-line bg-sunken p-3 font-mono text-caption leading-5 text-ink">
                  {curlOf(window.location.origin, open.made.token)}
                </pre>
              </div>
            ) : null}
            <div>
              <Button look="primary" onClick={close} data-do="done">
                {t('done')}
              </Button>
            </div>
          </div>
        </Drawer>
      ) : null}
      {open?.kind === 'revoke' ? (
        <Confirm
          title={t('revokeTitle', { name: open.name })}
          body={t('revokeBody')}
          deed={t('revoke')}
          pending={pending}
          onCancel={close}
          onConfirm={() => void revoke(open.name)}
        />
      ) : null}
    </>
  )
}

/** A line that sends one conversation, for whoever has just made a key. */
export function curlOf(origin: string, token: string, channel = 'web_chat'): string {
  return [
    `curl ${origin}/api/v1/events \\`,
    `  -H "Authorization: Bearer ${token}" \\`,
    '  -H "Content-Type: application/x-ndjson" \\',
    `  -d '{"specversion":"1.0","id":"hello-1","source":"hello","type":"ticket.opened","subject":"T-1","time":"${'$'}(date -u +%FT%TZ)","data":{"channel":"${channel}"}}'`,
  ].join('\n')
}
