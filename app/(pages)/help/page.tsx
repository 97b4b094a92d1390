import type { Metadata } from 'next'
import { HelpArticle } from '@/components/reference/help-article'

export const metadata: Metadata = { title: 'Help' }

export default function HelpPage() {
  return <HelpArticle />
}
