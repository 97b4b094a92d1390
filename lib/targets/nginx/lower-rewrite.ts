import { block, directive, type Node } from './ast'
import { type Context, once, textWord } from './context'
import { decodedPath, losesMeaningDecoded, reservedEscapes } from './decoded-path'
import { escapeRegex } from './quote'

/**
 * Swaps a prefix. `rewrite` sees the decoded path and NGINX escapes what it makes of it, which is right for all but reserved characters
 * that came escaped: those paths are cut as they came, by a map that is empty for all others; then the rewritten path is sent.
 */
export function prefixRewrite(
  context: Context,
  url: string,
  { prefix, matched, base }: { prefix: string; matched: string; base: string },
  from: string[],
): Node[] {
  const at = from.at(-1) ?? ''
  const target = decodedPath(prefix)
  if (target === null || losesMeaningDecoded.test(prefix) || target.length > 1024) {
    once(context.http, `rewrite ${at}`, () => {
      context.lose(
        at,
        'path.rewrite-prefix',
        'NGINX writes the swapped prefix from its decoded form, and this one would mean something else, so the path is forwarded unchanged.',
        'Use a prefix without escapes of reserved characters.',
      )
      return ''
    })
    return [directive('proxy_pass', [url], from)]
  }
  const variable = once(context.http, `rest ${at}`, () => {
    const name = `edge_rest_${at.replace(/\D+/g, '_').slice(1, -1)}`
    context.http.variables += 2
    const expression = `~^${escapeRegex(base)}(?<${name}_path>(?=[^?#]*%(?:${reservedEscapes}))(?:/(?![./]|%2[Ee])[^/?#]*)+)(?:[?#]|\\z)`
    context.http.tables.push(
      block(
        'map',
        ['$request_uri', `$${name}`],
        [
          directive('default', ['']),
          directive(expression, [`${textWord(context, prefix, at)}$${name}_path$is_args$args`], [at]),
        ],
        [at],
      ),
    )
    return name
  })
  return [
    directive('rewrite', [`(?s)^${escapeRegex(matched)}(/.*)\\z`, `${textWord(context, target, at)}$1`, 'break'], [at]),
    directive('proxy_pass', [`${url}$${variable}`], from),
  ]
}
