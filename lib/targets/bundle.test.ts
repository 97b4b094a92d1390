import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../diagnostics/finding'
import { planExamples } from '../domain-model/examples/catalogue'
import type { Plan } from '../domain-model/plan'
import { parsePlanText } from '../domain-model/plan-document'
import { bundleTree, zipBundle } from './bundle'
import { targets } from './registry'

const findings: (Finding & { line: number })[] = [
  {
    rule: 'some-rule',
    severity: 'error',
    message: 'a | b `c`\n<script>',
    path: '/routes/0',
    related: [],
    fix: { text: 'Mend it.', patch: null },
    line: 7,
  },
]
const request = (planText: string) => ({
  planText,
  plan: parsePlanText(planText).plan as Plan,
  findings,
  targets: targets.map((target) => ({ target, version: target.defaultVersion })),
})
const [first] = planExamples

describe('bundle', () => {
  it.each(planExamples.map((example) => [example.id, example] as const))(
    'is the same bytes twice, in any time zone: %s',
    async (_, example) => {
      const zip = zipBundle(await bundleTree(request(example.text())))
      const zone = process.env.TZ
      process.env.TZ = 'America/St_Johns'
      const again = zipBundle(await bundleTree(request(example.text())))
      process.env.TZ = zone
      expect(Buffer.from(again).equals(Buffer.from(zip))).toBe(true)
    },
  )

  it('holds the plan as it was written, a folder per target, a report and checksums that agree', async () => {
    const text = first?.text() ?? ''
    const tree = await bundleTree(request(text))
    expect(tree.get('plan.yaml')).toBe(text)
    for (const { id } of targets) expect(tree.get(`${id}/COMMANDS.md`)).toContain('openssl s_client')
    expect([...tree.keys()].at(-1)).toBe('SHA256SUMS')
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
    try {
      writeFileSync(join(folder, 'b.zip'), zipBundle(tree))
      execFileSync('python3', ['-m', 'zipfile', '-e', 'b.zip', 'out'], { cwd: folder })
      execFileSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: join(folder, 'out') })
      for (const [path, content] of tree) expect(readFileSync(join(folder, 'out', path), 'utf8')).toBe(content)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('unzips to the tree, in its order', async () => {
    const tree = await bundleTree(request(first?.text() ?? ''))
    const files = unzipSync(zipBundle(tree))
    expect(Object.keys(files)).toEqual([...tree.keys()])
    for (const [path, content] of tree) expect(strFromU8(files[path] as Uint8Array)).toBe(content)
  })

  it('reports findings, losses and verdicts, and lets no text of others become Markdown', async () => {
    const report = (await bundleTree(request(first?.text() ?? ''))).get('REPORT.md') ?? ''
    expect(report).toContain('**some-rule** at `/routes/0`, line 7: a \\| b \\`c\\` \\<script\\>')
    expect(report).toContain('Fix: Mend it.')
    expect(report).toContain('RETIRED')
    expect(report).toContain('| needs-switch |')
  })

  it('says for each host what to type and what to see', async () => {
    const commands = (await bundleTree(request(first?.text() ?? ''))).get('ingress-nginx/COMMANDS.md') ?? ''
    expect(commands).toContain("# payments.example.com: the backend's own certificate, from payment-service")
    expect(commands).toContain('# api.example.com: 308 to https://api.example.com/')
    expect(commands).toContain('# no server name: no certificate: the connection is refused')
    expect(commands).toContain('# payments.example.com: the connection ends without an answer')
    expect(commands).not.toContain('{dir}')
  })

  it('writes lines that a shell reads as they stand', async () => {
    for (const example of planExamples)
      for (const [path, text] of await bundleTree(request(example.text()))) {
        if (!path.endsWith('COMMANDS.md')) continue
        const script = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]).join('\n')
        const file = join(mkdtempSync(join(tmpdir(), 'commands-')), 'script.sh')
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, script)
        execFileSync('bash', ['-n', file])
        rmSync(dirname(file), { recursive: true })
      }
  })

  it('gives one target in two versions two folders', async () => {
    const target = targets[0]
    if (!target) return
    const [old, recent] = [target.versions[0] ?? '', target.defaultVersion]
    const tree = await bundleTree({
      ...request(first?.text() ?? ''),
      targets: [
        { target, version: old },
        { target, version: recent },
        { target, version: old },
      ],
    })
    expect(tree.has(`${target.id}-${old}/COMMANDS.md`) && tree.has(`${target.id}-${recent}/COMMANDS.md`)).toBe(true)
  })
})
