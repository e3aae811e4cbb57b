/** What is answered to a request, before it becomes bytes. */

/** One of nginx's own pages. */
export interface Page {
  readonly kind: "page"
  readonly status: number
  readonly headers: ReadonlyArray<readonly [string, string]>
}

/** A file on disk, as far as anybody can tell. */
export interface StaticFile {
  readonly kind: "file"
  readonly type: string
  readonly body: Buffer
  /** Epoch seconds. */
  readonly modified: number
}

/** What `return 200` or an application behind the server would give. */
export interface Composed {
  readonly kind: "composed"
  readonly status: number
  readonly type: string
  readonly body: Buffer
  readonly headers: ReadonlyArray<readonly [string, string]>
}

export type Answer = Page | StaticFile | Composed

export const page = (
  status: number,
  headers: ReadonlyArray<readonly [string, string]> = [],
): Page => ({ kind: "page", status, headers })

export const composed = (
  status: number,
  type: string,
  text: string,
  headers: ReadonlyArray<readonly [string, string]> = [],
): Composed => ({ kind: "composed", status, type, body: Buffer.from(text), headers })
