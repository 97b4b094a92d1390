import type { QueryChanges } from '../../address/query'

export interface Question {
  /** What a person types: a URL, a host, `host:port/path`, or `none` for a client without SNI. */
  address: string
  /** Another SNI than the host: `none`, a name, or empty for the same. */
  sni: string
  clientCertificate: 'none' | 'untrusted' | `trust:${string}`
  method: string
  /** The client's address, for allow and deny lists; empty: they are not judged. */
  from: string
}

export const noQuestion: Question = { address: '', sni: '', clientCertificate: 'none', method: 'GET', from: '' }

/** Something beyond the address is asked. */
export function asksMore({ address: _, ...more }: Question): boolean {
  return (Object.keys(more) as (keyof typeof more)[]).some((field) => more[field] !== noQuestion[field])
}

type Parameters = Record<string, string | string[] | undefined>

const parameterOf = {
  address: 'explain',
  sni: 'explain-sni',
  clientCertificate: 'explain-certificate',
  method: 'explain-method',
  from: 'explain-from',
} as const satisfies Record<keyof Question, string>

/** Longer is no question of a person, and some programs cut longer links. */
const valueMax = 2000

/** What the address of a plan asks: `?explain=https://api.example.com/v1/`. Nothing asked is an empty question. */
export function readQuestion(parameters: Parameters): Question {
  const one = (field: keyof Question) => ([parameters[parameterOf[field]]].flat()[0] ?? '').slice(0, valueMax)
  const certificate = one('clientCertificate')
  return {
    address: one('address'),
    sni: one('sni'),
    clientCertificate:
      certificate === 'untrusted' || certificate.startsWith('trust:')
        ? (certificate as Question['clientCertificate'])
        : 'none',
    method: one('method') || noQuestion.method,
    from: one('from'),
  }
}

/** What an address says of this question: parts that are as usual are left out, and null takes all of it out. */
export function questionQuery(question: Question | null): QueryChanges {
  return Object.fromEntries(
    (Object.entries(parameterOf) as [keyof Question, string][]).map(([field, name]) => {
      const value = question?.[field].trim() ?? ''
      return [name, !question || value === noQuestion[field] ? null : value]
    }),
  )
}
