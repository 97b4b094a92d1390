'use client'
import dynamic from 'next/dynamic'

const loading = () => <p className="px-3 py-2 text-muted">Loading the editor…</p>

/** Monaco is large and needs a browser: it comes after the page. */
export const LazyCodeEditor = dynamic(() => import('./code-editor').then((module) => module.CodeEditor), {
  ssr: false,
  loading,
})
export const LazyTextDiff = dynamic(() => import('./text-diff').then((module) => module.TextDiff), {
  ssr: false,
  loading,
})
