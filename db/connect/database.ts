/** Which database a command was told to use. */
export type DatabaseChoice = { readonly kind: 'embedded' } | { readonly kind: 'container' } | { readonly kind: 'remote'; readonly connectString: string; readonly user: string; readonly password: string }

/** A database that somebody can connect to; the engine, the app and the labs cannot tell which kind it is. */
export interface Database {
  readonly kind: 'embedded' | 'container' | 'remote'
  /** host:port/service */
  readonly connectString: string
  readonly user: string
  readonly password: string
  /** A user who may create users; empty when it is not known (remote). */
  readonly adminUser: string
  readonly adminPassword: string
  /** Of the embedded server. */
  readonly pid?: number
  readonly dataDir?: string
  /** Of a container: its id, the network it is on, and host:port/service for other containers on that network. */
  readonly container?: string
  readonly network?: string
  readonly insideConnectString?: string
  /** Ends what was started for this database; nothing for a remote one. */
  stop(): Promise<void>
}
