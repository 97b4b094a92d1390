// The plan's JSON Schema as data, for the studio's forms and editor: what a page shows first need not load what judges.
import { planJsonSchema } from '../../lib/domain-model/plan'

export default async function planSchemaFile(): Promise<Map<string, string>> {
  return new Map([['lib/domain-model/plan-schema.json', `${JSON.stringify(planJsonSchema())}\n`]])
}
