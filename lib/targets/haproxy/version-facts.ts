import { atLeast } from '../capabilities'

/** What HAProxy learned when, as far as the output depends on it. From the manuals and changelogs of these versions. */
const since = {
  /** `error-log-format` and `ssl_fc_err_str`. */
  errorLogFormat: '2.5',
  /** `ca-file @system-ca`. */
  systemTrust: '2.6',
  /** Servers take their SNI, and with it the name they check, from the Host of the request unless told otherwise. */
  automaticServerName: '3.3',
} as const

export function knows(version: string, fact: keyof typeof since): boolean {
  return atLeast(version, since[fact])
}

export const versions = ['2.4', '2.6', '2.8', '3.0', '3.2', '3.4'] as const
export const defaultVersion = '2.6'
