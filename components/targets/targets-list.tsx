'use client'

import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { ListTable, RowDeed } from '@/components/settings/list-table'
import { refusalText } from '@/components/settings/use-submit'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/notice'
import { StateBadge } from '@/components/ui/state-badge'
import { failed, said } from '@/components/ui/toast'
import type { TileState } from '@/lib/boards/types'
import type { OutgoingView, TargetView, TestView } from './types'

const Drawer = dynamic(() => import('@/components/screens/drawer').then((loaded) => loaded.Drawer), {
  ssr: false,
})
const TargetForm = dynamic(() => import('./target-form').then((loaded) => loaded.TargetForm), { ssr: false })
const OutgoingForm = dynamic(() => import('./outgoing-form').then((loaded) => loaded.OutgoingForm), {
  ssr: false,
})
const ShownOnce = dynamic(
  () => import('@/components/settings/shown-once').then((loaded) => loaded.ShownOnce),
  { ssr: false },
)
const Confirm = dynamic(() => import('@/components/settings/confirm').then((loaded) => loaded.Confirm), {
  ssr: false,
})

const STATE: Record<TargetView['state'], TileState> = {
  ok: 'ok',
  new: 'none',
  failing: 'watch',
  down: 'bad',
  off: 'closed',
}
const WHYS = ['rejected', 'rate_limited', 'failed', 'refused_address', 'timeout'] as const

type Column = 'name' | 'state' | 'last' | 'day' | 'fallback'
type Open =
  | { readonly kind: 'new' | 'outgoing' }
  | { readonly kind: 'edit' | 'remove'; readonly id: string }
  | { readonly kind: 'made'; readonly name: string; readonly secret: string }
  | null

/** Where messages can go: how each does, to add, change, test and end them. */
export function TargetsList({
  initial,
  outgoing: startOutgoing,
  mayWrite,
  now,
}: {
  readonly initial: readonly TargetView[]
  readonly outgoing: OutgoingView
  readonly mayWrite: boolean
  readonly now: number
}) {
  const t = useTranslations('targets')
  const s = useTranslations('settings')
  const f = useFormats()
  const [targets, setTargets] = useState(initial)
  const [outgoing, setOutgoing] = useState(startOutgoing)
  const [open, setOpen] = useState<Open>(null)
  const [pending, setPending] = useState(false)
  const [tested, setTested] = useState<Readonly<Record<string, TestView | 'going'>>>({})
  const close = () => setOpen(null)
  const nameOf = (target: TargetView) =>
    target.kind === 'inbox' || target.kind === 'wall' ? t(`builtIn.${target.kind}`) : target.name
  const chosen =
    open?.kind === 'edit' || open?.kind === 'remove' ? targets.find((it) => it.id === open.id) : undefined

  const look = async () => {
    const answer = await callApi<{ targets: TargetView[] }>('GET', '/targets')
    if (answer.ok) setTargets(answer.value.targets)
  }

  const test = async (target: TargetView) => {
    setTested((all) => ({ ...all, [target.id]: 'going' }))
    const answer = await callApi<TestView>('POST', `/targets/${target.id}/test`)
    if (answer.ok) setTested((all) => ({ ...all, [target.id]: answer.value }))
    else {
      setTested(({ [target.id]: _, ...others }) => others)
      failed(answer.refusal.status === 429 ? t('why.rate_limited') : refusalText(s, answer.refusal))
    }
    await look()
  }

  const remove = async (target: TargetView) => {
    setPending(true)
    const answer = await callApi('DELETE', `/targets/${target.id}`)
    setPending(false)
    close()
    if (answer.ok) said(t('removed', { name: nameOf(target) }))
    else failed(answer.refusal.status === 409 ? t('inUse') : refusalText(s, answer.refusal))
    await look()
  }

  const outside = targets.filter((target) => !target.builtIn)

  return (
    <>
      <div className="flex flex-wrap items-center gap-2 pb-3 max-md:px-5">
        <button
          type="button"
          disabled={!mayWrite}
          onClick={() => setOpen({ kind: 'outgoing' })}
          className="text-left text-body text-ink-2 enabled:hover:text-ink max-md:min-h-11"
          data-do="outgoing"
        >
          <span className="font-[540]">{t('outgoing')}</span> ·{' '}
          {t('allowed', { count: outgoing.allow.length })} ·{' '}
          {outgoing.heartbeatUrl === null ? t('heartbeatOff') : t('heartbeatOn')}
        </button>
        {mayWrite ? (
          <Button
            look="primary"
            className="ml-auto max-md:w-full"
            onClick={() => setOpen({ kind: 'new' })}
            data-do="create"
          >
            <Plus size={15} aria-hidden />
            {t('add')}
          </Button>
        ) : null}
      </div>
      <ListTable<Column>
        label={s('section.targets')}
        columns={[
          { key: 'name', label: t('column.name'), wrap: true },
          { key: 'state', label: t('column.state'), wrap: true },
          { key: 'last', label: t('column.last') },
          { key: 'day', label: t('column.day') },
          { key: 'fallback', label: t('column.fallback'), wrap: true },
        ]}
        actions={t('column.actions')}
        rows={targets.map((target) => ({
          id: target.id,
          dim: target.state === 'off',
          cells: {
            name: (
              <>
                <span className="block font-[560]">{nameOf(target)}</span>
                <span className="block text-caption text-ink-3">
                  {target.kind === 'inbox' || target.kind === 'wall'
                    ? t(`builtInHint.${target.kind}`)
                    : `${t(`kind.${target.kind}`)}${target.hints.url === undefined ? '' : ` · ${target.hints.url}`}`}
                </span>
              </>
            ),
            state: <TargetStateCell target={target} tested={tested[target.id] ?? null} />,
            last: target.lastOkAt === null ? t('never') : f.age(Math.max(0, (now - target.lastOkAt) / 1000)),
            day: (
              <Link
                href={`/settings/deliveries?target=${target.id}`}
                prefetch={false}
                className="text-ink-2 underline-offset-2 hover:underline"
              >
                {[
                  t('day', { sent: f.integer(target.sent) }),
                  ...(target.failed > 0 ? [t('dayFailed', { failed: f.integer(target.failed) })] : []),
                  ...(target.waiting > 0 ? [t('dayWaiting', { waiting: f.integer(target.waiting) })] : []),
                ].join(' · ')}
              </Link>
            ),
            fallback: target.builtIn
              ? '—'
              : target.fallbackId === null
                ? t('noFallback')
                : nameOf(targets.find((it) => it.id === target.fallbackId) ?? target),
          },
          actions: mayWrite ? (
            <>
              <RowDeed about={nameOf(target)} data-do="test" onClick={() => void test(target)}>
                {t('test')}
              </RowDeed>
              {target.builtIn ? null : (
                <>
                  <RowDeed
                    about={nameOf(target)}
                    data-do="edit"
                    onClick={() => setOpen({ kind: 'edit', id: target.id })}
                  >
                    {t('edit')}
                  </RowDeed>
                  <RowDeed
                    about={nameOf(target)}
                    data-do="remove"
                    onClick={() => setOpen({ kind: 'remove', id: target.id })}
                  >
                    {t('remove')}
                  </RowDeed>
                </>
              )}
            </>
          ) : null,
        }))}
      />
      {outside.length === 0 ? (
        <div className="card mt-3">
          <Empty title={t('empty')} hint={t('emptyHint')} />
        </div>
      ) : null}
      {open?.kind === 'new' || (open?.kind === 'edit' && chosen) ? (
        <Drawer title={chosen ? t('editTitle', { name: nameOf(chosen) }) : t('addTitle')} onClose={close}>
          <TargetForm
            target={chosen ?? null}
            targets={targets}
            onCancel={close}
            onSaved={({ secret, unknownHost }, name) => {
              if (unknownHost) failed(t('savedUnknown'), t('savedUnknownHint'))
              else said(t('saved'))
              setOpen(secret === null ? null : { kind: 'made', name, secret })
              void look()
            }}
          />
        </Drawer>
      ) : null}
      {open?.kind === 'made' ? (
        <Drawer title={t('madeTitle', { name: open.name })} onClose={close}>
          <div className="flex flex-col gap-4 overflow-y-auto px-5 py-5">
            <ShownOnce label={t('madeLabel')} value={open.secret} warning={t('madeWarning')} />
            <div>
              <Button look="primary" onClick={close} data-do="done">
                {t('done')}
              </Button>
            </div>
          </div>
        </Drawer>
      ) : null}
      {open?.kind === 'outgoing' ? (
        <Drawer title={t('outgoing')} onClose={close}>
          <OutgoingForm
            outgoing={outgoing}
            onCancel={close}
            onSaved={(saved) => {
              setOutgoing(saved)
              said(t('saved'))
              close()
            }}
          />
        </Drawer>
      ) : null}
      {open?.kind === 'remove' && chosen ? (
        <Confirm
          title={t('removeTitle', { name: nameOf(chosen) })}
          body={t('removeBody')}
          deed={t('remove')}
          pending={pending}
          onCancel={close}
          onConfirm={() => void remove(chosen)}
        />
      ) : null}
    </>
  )
}

function TargetStateCell({
  target,
  tested,
}: {
  readonly target: TargetView
  readonly tested: TestView | 'going' | null
}) {
  const t = useTranslations('targets')
  const f = useFormats()
  const why = tested === null || tested === 'going' ? undefined : WHYS.find((it) => it === tested.why)
  return (
    <>
      <StateBadge state={STATE[target.state]} word={t(`state.${target.state}`)} />
      {target.failures > 0 && target.state !== 'off' ? (
        <span className="block text-caption text-ink-3">
          {t('failures', { count: target.failures })}
          {target.nextSendAt === null ? '' : ` · ${t('nextTry', { time: f.timeSeconds(target.nextSendAt) })}`}
        </span>
      ) : null}
      {target.lastError === null || target.state === 'off' ? null : (
        <span className="block max-w-[36ch] text-caption break-words text-ink-3">{target.lastError}</span>
      )}
      <span role="status" className="block max-w-[40ch] text-caption break-words text-ink-2 empty:hidden">
        {tested === null ? null : tested === 'going' ? (
          t('testing')
        ) : (
          <>
            <span className="font-[560]" data-tested={tested.ok}>
              {tested.ok ? t('testOk') : t('testFailed')}
            </span>
            {why === undefined ? '' : ` · ${t(`why.${why}`)}`}
            {target.builtIn ? null : (
              <span className="block text-ink-3">
                {tested.status === null
                  ? t('noAnswer', { took: tested.tookMs })
                  : t('testAnswer', { status: tested.status, took: tested.tookMs })}
                {tested.response === '' ? '' : ` · ${tested.response}`}
              </span>
            )}
          </>
        )}
      </span>
    </>
  )
}
