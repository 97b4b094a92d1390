import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { RuleArticle } from '@/components/reference/rule-article'
import { rules } from '@/lib/rules/catalogue'

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).id }
}

export default async function RulePage({ params }: Props) {
  const { id } = await params
  const rule = rules.find((candidate) => candidate.id === id)
  return <RuleArticle rule={rule ?? notFound()} />
}
