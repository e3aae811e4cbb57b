/** Makes bait of a file that somebody has: it looks as before, and calls home where it can. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Callback from "../Callback.ts"
import * as Token from "../Token.ts"
import * as Address from "./Address.ts"
import * as Archive from "./Archive.ts"
import * as Docx from "./Docx.ts"
import * as Html from "./Html.ts"
import { Package } from "./Package.ts"
import * as Pdf from "./Pdf.ts"
import { InstrumentRejected, type Reason } from "./Rejected.ts"
import * as Sniff from "./Sniff.ts"
import * as Text from "./Text.ts"
import * as Xlsx from "./Xlsx.ts"

export interface File {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface Instrumented {
  readonly bytes: Uint8Array
  readonly format: Sniff.Format
  /** Undefined where nothing was embedded. */
  readonly kind: Callback.Kind | undefined
  readonly embedded: boolean
  /** What was done, or why nothing could be, for the person who uploads. */
  readonly statement: string
}

export const bytesMax = 20 * 1024 * 1024

interface Work {
  readonly token: Token.Token
  readonly callback: Callback.Callback
  readonly file: File
  readonly format: Sniff.Format
}

const reject = ({ file, format }: Work, reason: Reason): InstrumentRejected =>
  new InstrumentRejected({ file: file.name, format, reason })

const done = (
  work: Work,
  bytes: Uint8Array,
  kind: Callback.Kind,
  statement: string,
): Instrumented => ({
  bytes,
  format: work.format,
  kind,
  embedded: true,
  statement,
})

const untouched = ({ file, format }: Work, why: string): Instrumented => ({
  bytes: file.bytes,
  format,
  kind: undefined,
  embedded: false,
  statement: `The file is unchanged and calls nobody: ${why}`,
})

const rngOf = ({ token }: Work) => Token.stream(token).within("instrument")

const withAddress = <A>(
  work: Work,
  purpose: Callback.Purpose,
  ending: string,
  use: (address: Address.Address) => Effect.Effect<A, InstrumentRejected>,
): Effect.Effect<A, InstrumentRejected> => {
  const address = Address.of(work.token, work.callback, purpose, ending)
  return address === undefined ? Effect.fail(reject(work, "unconfigured")) : use(address)
}

const opened = "when the document is opened; a program in a protected view asks first."

const office = (
  work: Work,
  embed: (parts: Package, url: string) => boolean,
): Effect.Effect<Instrumented, InstrumentRejected> =>
  withAddress(work, "image", ".png", ({ url, kind }) => {
    const archive = Archive.read(work.file.bytes)
    if (Either.isLeft(archive)) return Effect.fail(reject(work, archive.left))
    const parts = new Package(archive.right)
    if (parts.has("_xmlsignatures/origin.sigs")) return Effect.fail(reject(work, "signed"))
    return embed(parts, url)
      ? Effect.succeed(
          done(work, parts.bytes(), kind, `A linked picture was added; it is fetched ${opened}`),
        )
      : Effect.fail(reject(work, "broken"))
  })

const docx = (work: Work) =>
  office(work, (parts, url) => {
    const rng = rngOf(work)
    if (!Docx.embed(parts, url, rng)) return false
    const template = Address.of(work.token, work.callback, "asset", ".dotx")
    if (template !== undefined && rng.within("template").chance(1, 2))
      Docx.attach(parts, template.url)
    return true
  })

const xlsx = (work: Work) => office(work, (parts, url) => Xlsx.embed(parts, url, rngOf(work)))

const pdf = (work: Work) =>
  withAddress(work, "page", "", ({ url, kind }) =>
    Pdf.embed(work.file.bytes, url, rngOf(work)).pipe(
      Effect.mapError((reason) => reject(work, reason)),
      Effect.map((bytes) =>
        done(
          work,
          bytes,
          kind,
          "The viewer is asked to open an address when the document is opened; many ask the reader first, and some never do.",
        ),
      ),
    ),
  )

const html = (work: Work) =>
  withAddress(work, "image", ".gif", ({ url, kind }) => {
    const written = Text.read(work.file.bytes)
    return written === undefined
      ? Effect.fail(reject(work, "broken"))
      : Effect.succeed(
          done(
            work,
            Text.write(Html.embed(written, url, rngOf(work))),
            kind,
            "A remote picture or style sheet was added; a browser fetches it when the page is opened.",
          ),
        )
  })

const marker = /\{\{(url|host)\}\}/g

/** An uploader may say in a text where the address is to stand. */
const marked = (work: Work): Effect.Effect<Instrumented, InstrumentRejected> => {
  const written = Text.read(work.file.bytes)
  const wanted = new Set([...(written?.text ?? "").matchAll(marker)].map((match) => match[1]))
  if (written === undefined || wanted.size === 0)
    return Effect.succeed(
      untouched(
        work,
        `${work.format === "json" ? "JSON" : "plain text"} has no place for an address. Put {{url}} or {{host}} where one belongs.`,
      ),
    )
  const url = Address.of(work.token, work.callback, "api", "")
  const host = Callback.hostname(work.token, work.callback)
  if ((wanted.has("url") && url === undefined) || (wanted.has("host") && host === undefined))
    return Effect.fail(reject(work, "unconfigured"))
  const text = written.text.replace(marker, (_, name: string) =>
    name === "url" ? url!.url : host!,
  )
  return Effect.succeed(
    done(
      work,
      Text.write({ ...written, text }),
      wanted.has("url") ? url!.kind : "dns",
      "The address was put where the markers stood; it is called by whoever uses it.",
    ),
  )
}

const pass = (what: string) => (work: Work) =>
  Effect.succeed(untouched(work, `${what} cannot hold an address that a program calls by itself.`))

const ways: Readonly<
  Record<Sniff.Format, (work: Work) => Effect.Effect<Instrumented, InstrumentRejected>>
> = {
  docx,
  xlsx,
  pdf,
  html,
  png: pass("a PNG picture"),
  jpeg: pass("a JPEG picture"),
  json: marked,
  text: marked,
  unknown: pass("a file of this format"),
}

/** With the address of a token in it, by format; limits are those of `bytesMax` and `Archive`. */
export const instrument = (
  token: Token.Token,
  callback: Callback.Callback,
  file: File,
): Effect.Effect<Instrumented, InstrumentRejected> =>
  Effect.suspend(() => {
    if (file.bytes.length > bytesMax)
      return Effect.fail(
        new InstrumentRejected({ file: file.name, format: "unknown", reason: "size" }),
      )
    const work: Work = { token, callback, file, format: Sniff.sniff(file) }
    // a package with a password is no package any more
    if (Sniff.isCompound(file.bytes) && /\.(?:docx|xlsx)$/i.test(file.name))
      return Effect.fail(reject(work, "encrypted"))
    return ways[work.format](work)
  })
