/** The field's checklist as questions. An answer left out is not yet known, which is no answer "no". */
export const adviceQuestions = {
  http: {
    title: 'Must the edge see paths or headers?',
    help: 'To route by path, to add or remove headers, to rewrite or to redirect single pages.',
    options: {
      yes: 'Yes, it routes by path or changes headers',
      no: 'No, all of a name goes to one backend',
    },
  },
  clientCertificates: {
    title: 'Who checks client certificates (mutual TLS)?',
    help: 'A backend can check a certificate only in a handshake that reaches it.',
    options: {
      none: 'Nobody',
      edge: 'The edge may, and tells the backend who it was in a header',
      backend: "The backend itself, in the client's own handshake",
    },
  },
  protection: {
    title: 'Web application firewall or rate limits?',
    help: 'Both look at requests. Lists of allowed or denied addresses work in every mode and are not asked here.',
    options: {
      none: 'Neither',
      'rate-limit': 'Rate limits per client',
      waf: 'A firewall that reads requests',
      both: 'Both',
    },
  },
  certificate: {
    title: 'Who holds and renews the certificate of the name?',
    help: 'Whoever holds the key can read the traffic.',
    options: {
      edge: 'The edge, in one place for all names',
      backend: "The backend's own team; the key stays there",
      either: 'Either is possible',
    },
  },
  decrypt: {
    title: 'May the edge decrypt?',
    help: 'Encrypted "end to end" can mean two things: that nobody between reads it, or that no cable carries it in the clear.',
    options: {
      never: 'No: nobody between client and backend may read it',
      'encrypted-behind': 'Yes, but what it sends on must be encrypted again',
      'clear-behind': 'Yes, and the backend speaks clear HTTP',
    },
  },
  address: {
    title: "Does the backend need the client's address?",
    help: 'For its logs, its own limits, or lists. Passing bytes through does not keep the address by itself.',
    options: {
      no: 'No',
      proxy: 'Yes, and it can read a PROXY protocol header',
      header: 'Yes, but only from an HTTP header',
    },
  },
  plainHttp: {
    title: 'What happens on plain HTTP, port 80?',
    help: 'An ACME HTTP-01 challenge arrives there, whoever holds the certificate.',
    options: {
      redirect: 'Redirect to HTTPS',
      closed: 'Nothing answers',
      'acme-backend': 'The backend answers ACME challenges, nothing else',
      'acme-edge': 'The edge answers ACME challenges, and redirects the rest',
    },
  },
} as const

export type AdviceQuestionId = keyof typeof adviceQuestions
export const adviceQuestionIds = Object.keys(adviceQuestions) as AdviceQuestionId[]

export type AdviceAnswers = {
  [Id in AdviceQuestionId]?: keyof (typeof adviceQuestions)[Id]['options']
}

/** Reads answers from loose values, such as a URL's; what is no answer is left out. */
export function readAdviceAnswers(values: Record<string, unknown>): AdviceAnswers {
  const answers: Record<string, string> = {}
  for (const id of adviceQuestionIds) {
    const value = values[id]
    if (typeof value === 'string' && Object.hasOwn(adviceQuestions[id].options, value)) answers[id] = value
  }
  return answers as AdviceAnswers
}
