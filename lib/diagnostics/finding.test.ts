import { expect, it } from 'vitest'
import { compareFindings, type Finding } from './finding'

const finding = (text: string): Finding => {
  const [severity = 'hint', rule = '', path = ''] = text.split(' ')
  return { severity: severity as Finding['severity'], rule, path, message: '', related: [], fix: null }
}

it('sorts by severity, then by place with numbers by value, then by rule', () => {
  const wanted = [
    'error b /routes/2/hosts/0',
    'error a /routes/10',
    'error a /routes/10/hosts/9',
    'error a /routes/10/hosts/11',
    'error b /routes/10/hosts/11',
    'error a /routes/100/hosts/1',
    'warning a ',
    'warning a /listeners/0',
    'hint a /certificates/3',
  ]
  const shuffled = [...wanted].reverse().map(finding).sort(compareFindings)
  expect(shuffled.map(({ severity, rule, path }) => `${severity} ${rule} ${path}`)).toEqual(wanted)
})
