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

/** The same address with this question in it, or without any; what else it says stays. */
export function writeQuestion(search: string, question: Question | null): string {
  const parameters = new URLSearchParams(search)
  for (const [field, name] of Object.entries(parameterOf) as [keyof Question, string][]) {
    const value = question?.[field].trim() ?? ''
    if (!question || value === noQuestion[field]) parameters.delete(name)
    else parameters.set(name, value)
  }
  // "@", ":" and "/" mean nothing in a query, and links are read by people.
  const query = parameters.toString().replaceAll('%40', '@').replaceAll('%2F', '/').replaceAll('%3A', ':')
  return query === '' ? '' : `?${query}`
}
