import type { ReactNode } from 'react'
import { pageContext } from '@/app/page-context'
import { MoreMessages } from '@/components/shell/more-messages'
import { messagesOf } from '@/lib/i18n/translate'

/** Brings the texts of rules, which no other page carries. */
export default async function RulesLayout({ children }: { readonly children: ReactNode }) {
  const { locale } = await pageContext()
  const { rules } = messagesOf(locale)
  return <MoreMessages messages={{ rules }}>{children}</MoreMessages>
}
