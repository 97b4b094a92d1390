// Guards that the committed migrations make exactly the database that prisma/models.prisma describes, for both providers.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultDatabaseUrl } from './setup/database-url.mjs'
import { root, runNode, tool } from './setup/run-command.mjs'

const migrationsOf = (provider) =>
  readdirSync(join(root, 'prisma', provider, 'migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()

async function diff(provider, url, args) {
  const { code, output } = await runNode(
    tool.prisma,
    ['migrate', 'diff', ...args, '--to-schema', `prisma/${provider}`],
    { env: { DATABASE_URL: url }, capture: true },
  )
  return { code, output: output.replace(/^(Loaded Prisma config|npm warn).*\n+/gm, '') }
}

/** Replays the migrations on a throw-away shadow database and compares what came out. */
async function replay(provider, url) {
  const { code, output } = await diff(provider, url, [
    '--from-migrations',
    `prisma/${provider}/migrations`,
    '--exit-code',
  ])
  return code === 0 ? null : output
}

/** PostgreSQL without a server: a single migration must be the very text that the models give from nothing. */
async function compareText(provider) {
  const migrations = migrationsOf(provider)
  if (migrations.length !== 1) {
    return 'more than one migration needs a server to replay them: set POSTGRES_URL to a scratch PostgreSQL and run this again'
  }
  const { output } = await diff(provider, 'postgresql://no-server', ['--from-empty', '--script'])
  const committed = readFileSync(join(root, 'prisma', provider, 'migrations', migrations[0], 'migration.sql'), 'utf8')
  return output.trim() === committed.trim() ? null : `the models give:\n${output}`
}

const postgres = process.env.POSTGRES_URL
const problems = {
  sqlite: await replay('sqlite', defaultDatabaseUrl),
  postgresql: postgres ? await replay('postgresql', postgres) : await compareText('postgresql'),
}
const sqlite = migrationsOf('sqlite').join()
if (sqlite !== migrationsOf('postgresql').join()) problems.names = 'the two providers have different migrations'

for (const [what, problem] of Object.entries(problems)) {
  if (problem === null) continue
  process.exitCode = 1
  console.log(`${what}: migrations and models differ: ${problem}`)
  console.log('  → Add a migration of the same name for both providers: npx prisma migrate diff --from-migrations')
  console.log('    prisma/<provider>/migrations --to-schema prisma/<provider> --script > …/<time>_<name>/migration.sql')
}
