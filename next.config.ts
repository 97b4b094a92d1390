import type { NextConfig } from 'next'

/** A plan text may have 8 MiB; on its way it is quoted, which makes it somewhat longer. */
const bodySizeLimit = '20mb'

const securityHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
}

const config: NextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  // `npm run check` checks types, once; a start from a fresh clone need not wait for it.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@libsql/client', 'libsql', 'pg'],
  turbopack: {
    root: import.meta.dirname,
    // monaco-yaml still asks for a path that monaco-editor no longer has.
    resolveAlias: { 'monaco-editor/esm/vs/editor/editor.worker.js': 'monaco-editor/editor/editor.worker.js' },
  },
  experimental: { serverActions: { bodySizeLimit }, proxyClientMaxBodySize: bodySizeLimit },
  // The development server would otherwise write every argument, whole plan texts, into its log.
  logging: { serverFunctions: false },
  allowedDevOrigins: ['localhost', '127.0.0.1'],
  headers: async () => [
    { source: '/:path*', headers: Object.entries(securityHeaders).map(([key, value]) => ({ key, value })) },
  ],
}

export default config
