// Stands in for 'server-only' under test (see vitest.config.ts).
export {}
