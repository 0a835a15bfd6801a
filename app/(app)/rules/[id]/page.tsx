import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { pageContext } from '@/app/page-context'
import { type EditionLine, RuleEditor } from '@/components/rules/rule-editor'
import { ruleBodySchema } from '@/lib/alerts/rule'
import { isAppError } from '@/lib/core/errors'
import { getRule } from '@/lib/services/get-rule'
import { roleOf } from '../_shared/access'
import { editorChoices } from '../_shared/choices'

interface Props {
  readonly params: Promise<{ id: string }>
}

async function found(id: string) {
  const { ctx } = await pageContext()
  try {
    return await getRule(ctx, { id })
  } catch (error) {
    if (isAppError(error) && (error.code === 'not_found' || error.code === 'forbidden')) notFound()
    throw error
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { rule } = await found((await params).id)
  return { title: rule.name }
}

/** A rule as a sentence, tried on the past 28 days while it is edited. */
export default async function RulePage({ params }: Props) {
  const page = await pageContext()
  const { mayWrite } = roleOf(page)
  const { id } = await params
  const [{ rule, editions }, choices] = await Promise.all([found(id), editorChoices(page, id)])
  const { id: _, version, enabled, ...body } = rule
  return (
    <RuleEditor
      key={version}
      stored={{ id, version, enabled }}
      first={body}
      choices={choices}
      editions={editions.map((edition): EditionLine => {
        const checked = ruleBodySchema.safeParse(edition.body)
        return {
          version: edition.version,
          who: edition.savedBy,
          at: edition.savedAt,
          body: checked.success ? checked.data : null,
        }
      })}
      readOnly={!mayWrite}
    />
  )
}
