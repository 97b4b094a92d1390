import { defineConfig } from 'prisma/config'
import { databaseProvider, databaseUrl } from './scripts/setup/database-url.mjs'

// The schema engine runs as WebAssembly, over our own drivers: nothing is downloaded (see scripts/schema-engine.mjs).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= 'scripts/schema-engine.mjs'
process.env.CHECKPOINT_DISABLE ??= '1'

const url = databaseUrl()
const provider = databaseProvider(url)

export default defineConfig({
  schema: `prisma/${provider}`,
  migrations: { path: `prisma/${provider}/migrations` },
  datasource: { url },
})
