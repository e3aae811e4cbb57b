/** C: what gives bait away, as far as a history shows it; the listeners' part is for the doctor. */
import * as ContentClass from "../taxonomy/ContentClass.ts"
import * as Instant from "../time/Instant.ts"
import * as Archive from "./Archive.ts"
import * as Evidence from "./Evidence.ts"
import * as Format from "./Format.ts"
import type { FileEvent, History, Tell } from "./History.ts"
import * as View from "./View.ts"

interface Piece {
  readonly decky: string
  readonly event: FileEvent
  readonly bytes: Uint8Array
  /** Everything that can be read in it, packed parts unpacked. */
  readonly text: string
}

interface Bait {
  readonly decky: string
  readonly token: string
  readonly class: ContentClass.ContentClass
  readonly kind: "http" | "dns" | "aws_passive"
  readonly slug: string
  readonly persona: string | undefined
  /** Epoch milliseconds. */
  readonly at: number
  /** Of those of its files that are still there. */
  readonly pieces: ReadonlyArray<Piece>
  /** Whether a file of it is gone: a visitor has been there, and nothing is said of the rest. */
  readonly isWhole: boolean
}

const latin = (bytes: Uint8Array): string => new TextDecoder("latin1").decode(bytes)

const baitOf: (history: History) => ReadonlyArray<Bait> = Evidence.memo((history) =>
  history.deckies.flatMap((decky) => {
    const { byPath } = View.of(decky)
    const tokens = new Map<string, Array<FileEvent>>()
    for (const event of decky.files)
      if (event.bait !== undefined)
        tokens.set(event.bait.token, [...(tokens.get(event.bait.token) ?? []), event])
    return [...tokens.values()].map((events): Bait => {
      const primary = events.at(-1)!
      const pieces = events.flatMap((event): ReadonlyArray<Piece> => {
        const entry = byPath.get(event.path)
        if (entry?.kind !== "file") return []
        const bytes = entry.read()
        return [{ decky: decky.decky.uuid, event, bytes, text: Archive.unpacked(bytes) }]
      })
      return {
        decky: decky.decky.uuid,
        ...primary.bait!,
        class: primary.class,
        persona: primary.persona,
        at: primary.mtime.ms,
        pieces,
        isWhole: pieces.length === events.length,
      }
    })
  }),
)

const lines = (text: string): ReadonlyArray<string> => text.split(/\r?\n/)

/** A file of `[section]` and `key = value` lines, of which a value may go on in indented ones. */
const ini = (text: string): string | undefined => {
  const known = /^(?:\s*(?:[#;].*|\[[^\]]+\])?|\s*[\w.-]+\s*[=:].*|\s+\S.*)$/
  const stray = lines(text).find((line) => !known.test(line))
  return stray === undefined
    ? undefined
    : `has a line that no parser takes: ${Evidence.quote(stray)}`
}

const privateKey = (text: string): string | undefined => {
  const armour = /^-----BEGIN OPENSSH PRIVATE KEY-----\n([A-Za-z0-9+/=\n]+)-----END/.exec(text)
  const body = armour?.[1]?.replaceAll("\n", "")
  if (body === undefined || body.length % 4 !== 0) return "is no OpenSSH key"
  // the first 20 characters are those of `openssh-key-v1` and a zero
  return body.startsWith("b3BlbnNzaC1rZXktdjEA") ? undefined : "is no OpenSSH key inside"
}

/** What a client would reject at once; undefined where nothing is wrong. */
const fault = ({ event, bytes }: Piece): string | undefined => {
  const text = new TextDecoder("utf-8").decode(bytes)
  const { path } = event
  const name = path.slice(path.lastIndexOf("/") + 1)
  if (bytes.length === 0 && !path.includes("/.git/")) return "is empty"
  const byName = Format.text(path, text) ?? Format.binary(path, bytes, true)
  if (byName !== undefined) return byName
  if (path.includes("/.aws/") || name === ".pypirc" || path.endsWith(".git/config"))
    return ini(text)
  if (path.includes("/.ssh/") && /^id_|_ed25519$/.test(name) && !name.endsWith(".pub"))
    return privateKey(text)
  if (/\.(?:svg|html?)$/.test(name) && !/<\/(?:svg|html|body)>/i.test(text)) return "is cut short"
  if (name.endsWith(".pdf") && !/%%EOF\s*$/.test(latin(bytes.subarray(-32)))) return "is cut short"
  if (name.endsWith(".sql") && !text.includes("Dump completed")) return "is cut short"
  return undefined
}

/** C01: an artifact that its own client rejects. */
export const c01: Tell = (history) =>
  Evidence.label(
    "C01",
    baitOf(history).flatMap(({ pieces }) =>
      pieces.flatMap((piece) => {
        const found = fault(piece)
        return found === undefined ? [] : [Evidence.draft(piece.decky, found, piece.event.path)]
      }),
    ),
  )

/** Scripts that put their address together when they run. */
const assembles = (value: ContentClass.ContentClass): boolean =>
  value === "canary_fingerprint_html" || value === "canary_fingerprint_svg"

/** C02: an artifact in which nothing calls home. */
export const c02: Tell = (history) =>
  Evidence.label(
    "C02",
    baitOf(history)
      .filter((bait) => bait.isWhole && bait.kind !== "aws_passive" && !assembles(bait.class))
      .filter(({ pieces, slug }) => !pieces.some(({ text }) => text.includes(slug)))
      .map(({ decky, pieces, slug }) =>
        Evidence.draft(decky, `none of its files calls ${slug}`, pieces.at(-1)?.event.path),
      ),
  )

/** C03: two artifacts of one kind that share size and the dates inside, or all bytes. */
export const c03: Tell = (history) => {
  const seen = new Map<string, Piece>()
  const drafts = baitOf(history).flatMap(({ class: kind, pieces }) => {
    const primary = pieces.at(-1)
    if (primary === undefined) return []
    const dates = [
      ...Archive.officeDates(primary.bytes),
      ...Archive.pdfDates(primary.text).map(({ ms }) => ms),
    ]
    // a text without dates has nothing but itself
    const metadata = dates.length > 0 ? dates.join(",") : primary.text
    const key = `${kind}\n${primary.bytes.length}\n${metadata}`
    const other = seen.get(key)
    if (other === undefined) {
      seen.set(key, primary)
      return []
    }
    const { path } = other.event
    const same = `same size and metadata as ${path} on ${other.decky}`
    return [Evidence.draft(primary.decky, same, primary.event.path)]
  })
  return Evidence.label("C03", drafts)
}

/** C04: keys and hashes that are none. */
export const c04: Tell = (history) =>
  Evidence.label(
    "C04",
    baitOf(history).flatMap(({ pieces }) =>
      pieces.flatMap(({ decky, event, text }) =>
        [
          ...[...text.matchAll(/aws_access_key_id\s*=\s*["']?([^\s"']*)/gi)]
            .map((match) => match[1]!)
            .filter((id) => !/^AKIA[A-Z2-7]{16}$/.test(id)),
          ...(text.match(/\$2[aby]\$\d\d\$[^'",\s)]*/g) ?? []).filter((hash) => hash.length !== 60),
        ].map((odd) => Evidence.draft(decky, `${Evidence.quote(odd)} is no key`, event.path)),
      ),
    ),
  )

const gapMillis = 2 * Instant.dayMillis

/** C05: more than one in a home, or one soon after another on the same decky. */
export const c05: Tell = (history) => {
  const drafts: Array<Evidence.Draft> = []
  const homes = new Map<string, Bait>()
  const last = new Map<string, Bait>()
  for (const bait of baitOf(history)) {
    const path = bait.pieces.at(-1)?.event.path
    const home = `${bait.decky} ${bait.persona ?? ""}`
    if (homes.has(home)) drafts.push(Evidence.draft(bait.decky, "a second one in one home", path))
    homes.set(home, bait)
    const before = last.get(bait.decky)
    if (before !== undefined && Math.abs(bait.at - before.at) < gapMillis)
      drafts.push(Evidence.draft(bait.decky, "less than two days after another one", path))
    last.set(bait.decky, bait)
  }
  return Evidence.label("C05", drafts)
}

/** C06: a slug that DNS would change or not carry. */
export const c06: Tell = (history) =>
  Evidence.label(
    "C06",
    baitOf(history)
      .filter(({ slug }) => slug !== slug.toLowerCase() || !/^[a-z0-9]{1,63}$/.test(slug))
      .map(({ decky, slug, pieces }) =>
        Evidence.draft(decky, `${Evidence.quote(slug)} is no label`, pieces.at(-1)?.event.path),
      ),
  )

export const tells: Readonly<Record<string, Tell>> = {
  C01: c01,
  C02: c02,
  C03: c03,
  C04: c04,
  C05: c05,
  C06: c06,
}
