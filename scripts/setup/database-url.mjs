// The one place that knows where plans are kept when nobody says otherwise.

export const defaultDatabaseUrl = 'file:./data/signalbox.db'

export const databaseUrl = () => process.env.DATABASE_URL || defaultDatabaseUrl

/** SQLite for `file:` URLs, PostgreSQL for everything else: the two folders under prisma/. */
export const databaseProvider = (url = databaseUrl()) => (url.startsWith('file:') ? 'sqlite' : 'postgresql')
