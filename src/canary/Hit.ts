/** One use of a piece of bait, as a listener saw it, before anybody knows whose it is. */

export interface HttpSeen {
  /** As sent: `GET`. */
  readonly method: string
  /** As sent: path and query, or an absolute address. */
  readonly target: string
  /** As sent, in order; a listener keeps at most 50 of 512 characters. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  /** Of a body, its beginning (at most 16 KiB) as base64; empty where there was none. */
  readonly body: string
}

export interface DnsSeen {
  /** As asked, case kept, no dot at its end. */
  readonly name: string
  /** `A`, `AAAA`, `TXT`, `TYPE65`. */
  readonly type: string
  readonly transport: "udp" | "tcp"
  /** The network on whose behalf a resolver asks (RFC 7871), `198.18.4.0/24`. */
  readonly subnet: string | undefined
}

/** A request or lookup as a listener writes it down: once, however many slugs it names. */
export interface Noted extends Omit<Seen, "id" | "slug"> {
  /** At least one; each is a use of its own. */
  readonly slugs: ReadonlyArray<string>
}

export interface Seen {
  /** Unique: the journal and where in it it stands. */
  readonly id: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly slug: string
  /** The client over HTTP, the resolver over DNS. */
  readonly ip: string
  readonly http: HttpSeen | undefined
  readonly dns: DnsSeen | undefined
}
