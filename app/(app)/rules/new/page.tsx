import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { pageContext } from '@/app/page-context'
import { RuleEditor } from '@/components/rules/rule-editor'
import { Card } from '@/components/ui/card'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { PRESETS, presetById } from '@/lib/alerts/presets'
import { parseRuleBody } from '@/lib/alerts/rule'
import { RULE_KINDS, type RuleKind } from '@/lib/alerts/types'
import { roleOf } from '../_shared/access'
import { editorChoices } from '../_shared/choices'
import { startOf } from '../_shared/starts'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('rules.newTitle') }
}

/** A new rule: first from what it begins, then the editor. */
export default async function NewRulePage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const page = await pageContext()
  if (!roleOf(page).mayWrite) notFound()
  const { t, locale } = page
  const { kind, preset } = await searchParams
  const shipped = typeof preset === 'string' ? presetById(preset) : undefined
  const chosen = RULE_KINDS.find((it): it is RuleKind => it === kind)
  if (shipped !== undefined || chosen !== undefined) {
    const choices = await editorChoices(page, null)
    const given =
      shipped === undefined
        ? { ...startOf(chosen ?? 'threshold'), name: '-' }
        : { ...shipped.rule, name: shipped.name[locale], preset: null }
    const parsed = parseRuleBody(given)
    // A ladder that was deleted meanwhile is none; a name is wanted, and the person gives it.
    const ladder = choices.ladders.some(({ id }) => id === parsed.ladder) ? parsed.ladder : null
    const first = { ...parsed, ladder, name: shipped === undefined ? '' : parsed.name }
    return <RuleEditor stored={null} first={first} choices={choices} editions={[]} readOnly={false} />
  }
  return (
    <PageBody>
      <PageHeader title={t('rules.newTitle')} trail={{ href: '/rules', text: t('rules.title') }} />
      <div className="grid grid-cols-2 gap-3 pt-3 max-lg:grid-cols-1">
        <Card title={t('rules.start.kinds')} bodyClassName="px-2 pb-2">
          <ul>
            {RULE_KINDS.filter((it) => it !== 'compound').map((it) => (
              <Start
                key={it}
                href={`/rules/new?kind=${it}`}
                name={t(`rules.kind.${it}.label`)}
                text={t(`rules.kind.${it}.text`)}
              />
            ))}
          </ul>
        </Card>
        <Card title={t('rules.start.presets')} bodyClassName="px-2 pb-2">
          <ul>
            {PRESETS.map(({ id, name, about }) => (
              <Start key={id} href={`/rules/new?preset=${id}`} name={name[locale]} text={about[locale]} />
            ))}
          </ul>
        </Card>
      </div>
    </PageBody>
  )
}

function Start({
  href,
  name,
  text,
}: {
  readonly href: string
  readonly name: string
  readonly text: string
}) {
  return (
    <li>
      <Link href={href} className="block rounded-control px-2 py-2 hover:bg-accent">
        <span className="text-body font-[560] text-ink">{name}</span>
        <span className="block text-caption text-ink-3">{text}</span>
      </Link>
    </li>
  )
}
