import type { ShownCertificate } from '../domain-model/decision'
import type { Listener } from '../domain-model/listener'
import type { ClientHello } from './client-hello'
import type { ConnectionLog } from './connection-log'
import type { EdgeLimits } from './limits'
import type { ProxyAddresses } from './proxy-protocol'
import type { Snapshot } from './snapshot'

/** What is known of a client connection before any request. */
export interface ConnectionContext {
  snapshot: Snapshot
  limits: EdgeLimits
  log: ConnectionLog
  listener: Listener
  connection: number
  /** The client's two ends: those of a PROXY header where one came. */
  ends: ProxyAddresses
  sni: string | null
  hello: ClientHello | null
  /** What the session was authenticated with, and the subject for the identity header. */
  clientCertificate: ShownCertificate
  clientSubject: string | null
}
