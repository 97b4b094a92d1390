import { type Paint, paints } from './shape'

/** What the theme's colours are right now, as literals. */
export function currentPalette(): Record<Paint, string> {
  const probe = document.createElement('span')
  document.body.append(probe)
  try {
    const read = (paint: Paint) => {
      probe.style.color = `var(--${paint})`
      return getComputedStyle(probe).color
    }
    return Object.fromEntries(paints.map((paint) => [paint, read(paint)])) as Record<Paint, string>
  } finally {
    probe.remove()
  }
}

/** The page's own fonts, Latin part only, as rules with the data inside. Without them the file falls back to what its reader has. */
export async function embeddedFontRules(): Promise<string> {
  const rules = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule)
  // Browsers write the Latin range as U+0-FF, as U+0000-00FF or, minified, as U+??.
  const latin = rules.filter(({ style }) =>
    /u\+(?:0{1,4}-0{0,2}ff|\?\?)/i.test(style.getPropertyValue('unicode-range')),
  )
  const written = await Promise.all(latin.map(embed))
  return written.filter(Boolean).join('\n')
}

async function embed(rule: CSSFontFaceRule): Promise<string> {
  const { style } = rule
  if (/italic|oblique \d/i.test(style.getPropertyValue('font-style'))) return ''
  const url = /url\(["']?([^"')]+\.woff2[^"')]*)["']?\)/.exec(style.getPropertyValue('src'))?.[1]
  if (!url) return ''
  const answer = await fetch(new URL(url, rule.parentStyleSheet?.href ?? location.href)).catch(() => null)
  if (!answer?.ok) return ''
  const data = await dataUrl(await answer.blob())
  return `@font-face{font-family:${style.getPropertyValue('font-family')};font-weight:${style.getPropertyValue('font-weight') || 400};src:url(${data}) format("woff2")}`
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result)))
    reader.addEventListener('error', () => reject(reader.error))
    reader.readAsDataURL(blob)
  })
}
