import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { PDFDict, PDFDocument, PDFName } from "@cantoo/pdf-lib"
import { unzipSync, zlibSync } from "fflate"
import { describe, expect, it } from "vitest"
import type { Callback } from "../../../src/canary/Callback.ts"
import * as Archive from "../../../src/canary/instrument/Archive.ts"
import * as Instrument from "../../../src/canary/instrument/Instrument.ts"
import * as Sniff from "../../../src/canary/instrument/Sniff.ts"
import * as Contexts from "../fingerprint/Contexts.ts"
import * as Samples from "./Samples.ts"

const { callback } = Contexts
const token = Contexts.token("instrument")

const run = (name: string, bytes: Uint8Array, given: Callback = callback, seed?: number) =>
  Effect.runPromise(
    Effect.either(
      Instrument.instrument(seed === undefined ? token : Contexts.token(seed), given, {
        name,
        bytes,
      }),
    ),
  )

const done = async (...args: Parameters<typeof run>): Promise<Instrument.Instrumented> =>
  Either.getOrThrow(await run(...args))

const decoded = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)

describe("what a file is", () => {
  const table: ReadonlyArray<readonly [string, Uint8Array, Sniff.Format]> = [
    ["a.docx", Samples.docx(), "docx"],
    ["renamed.bin", Samples.xlsx(), "xlsx"],
    ["a.png", Samples.png, "png"],
    ["a.jpg", new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0]), "jpeg"],
    ["a.pdf", Samples.text("%PDF-1.7\n"), "pdf"],
    ["page", Samples.text("<!-- saved --> <!DOCTYPE html><p>x"), "html"],
    ["a.htm", Samples.wide("<p>x</p>"), "html"],
    ["a.txt", Samples.text("<html is what this note is about"), "html"],
    ["a.txt", Samples.text(`${"<!---->".repeat(5000)}a note`), "text"],
    ["a.txt", Samples.text("<!-- never ends"), "text"],
    ["a.json", Samples.text('{"a": 1}'), "json"],
    ["a.json", Samples.text('{"a": '), "text"],
    ["a.zip", new Uint8Array([0x50, 0x4b, 0x03, 0x04, 1, 2, 3]), "unknown"],
    ["a.bin", new Uint8Array([1, 0, 2, 0]), "unknown"],
    ["empty", new Uint8Array(0), "text"],
  ]
  it.each(table)("%s is told by its bytes", (name, bytes, format) => {
    expect(Sniff.sniff({ name, bytes })).toBe(format)
  })
})

describe("a package", () => {
  it("keeps the bytes of all parts but those that the picture needs", async () => {
    for (let seed = 0; seed < 12; seed++) {
      const before = Samples.docx()
      const { bytes, kind, embedded } = await done("plan.docx", before, callback, seed)
      expect([kind, embedded]).toEqual(["http", true])
      const was = unzipSync(before)
      const is = unzipSync(bytes)
      const changed = Object.keys(is).filter((name) => decoded(is[name]) !== decoded(was[name]))
      expect(changed).toContain("word/document.xml")
      expect(changed).toContain("word/_rels/document.xml.rels")
      for (const name of changed)
        expect(name).toMatch(/^word\/(?:document\.xml|settings\.xml|_rels\/[a-z]+\.xml\.rels)$/)
      const relations = decoded(is["word/_rels/document.xml.rels"])
      const id = /Id="(\w+)"[^>]*Target="https:\/\/assets[^"]*"\s+TargetMode="External"/.exec(
        relations,
      )
      expect(decoded(is["word/document.xml"])).toContain(`r:link="${id![1]}"`)
      expect(relations).toContain(Contexts.token(seed).slug)
      // records of parts that stay are the same to the byte
      const untouched = Either.getOrThrow(Archive.read(before)).entries[0]!
      expect(decoded(Either.getOrThrow(Archive.read(bytes)).entries[0]!.local)).toBe(
        decoded(untouched.local),
      )
    }
  })

  it("has no picture where a program may not look", async () => {
    const body =
      "<w:p><mc:AlternateContent><mc:Choice><w:txbxContent><w:p></w:p></w:txbxContent></mc:Choice></mc:AlternateContent></w:p><w:sectPr/>"
    const { bytes } = await done("a.docx", Samples.docx(body))
    const text = decoded(unzipSync(bytes)["word/document.xml"])
    expect(text.indexOf("r:link")).toBeGreaterThan(text.indexOf("</mc:AlternateContent>"))
  })

  it("with an empty body gets a paragraph", async () => {
    const { bytes } = await done("a.docx", Samples.docx("<w:sectPr/>"))
    expect(decoded(unzipSync(bytes)["word/document.xml"])).toMatch(
      /<w:p><w:r>.*<\/w:p><w:sectPr\/>/,
    )
  })

  it.each([false, true])("of a workbook gets one drawing (has one: %s)", async (hasDrawing) => {
    const { bytes } = await done("a.xlsx", Samples.xlsx(hasDrawing))
    const parts = unzipSync(bytes)
    const sheet = decoded(parts["xl/worksheets/sheet1.xml"])
    expect(sheet.match(/<drawing\b/g)).toHaveLength(1)
    expect(decoded(parts["xl/drawings/drawing1.xml"])).toContain("r:link=")
    expect(decoded(parts["xl/drawings/_rels/drawing1.xml.rels"])).toContain(token.slug)
    expect(decoded(parts["[Content_Types].xml"]).match(/drawing1\.xml/g)).toHaveLength(1)
  })
})

describe("a PDF", () => {
  it.each([
    [false, undefined],
    [true, undefined],
    [true, "action"],
    [false, "destination"],
  ] as const)("keeps its bytes (streams: %s, opens: %s)", async (streams, opens) => {
    const before = await Samples.pdf(streams, opens)
    const { bytes, kind } = await done("a.pdf", before)
    expect(kind).toBe("http")
    expect(Buffer.from(bytes.subarray(0, before.length)).equals(Buffer.from(before))).toBe(true)
    const added = Buffer.from(bytes.subarray(before.length)).toString("latin1")
    expect(/(?:^|\n)xref\b/.test(added)).toBe(!streams)
    const document = await PDFDocument.load(bytes, { updateMetadata: false })
    const action = document.catalog.lookup(PDFName.of("OpenAction"), PDFDict)
    expect(String(action.get(PDFName.of("URI")))).toContain(token.slug)
    expect(action.has(PDFName.of("Next"))).toBe(opens !== undefined)
    expect(document.getPageCount()).toBe(2)
  })
})

describe("a page", () => {
  it.each([
    ["<html><body><p>x</p></body></html>", /<p>x<\/p><img [^>]+><\/body><\/html>$/],
    [`<html>${"<!--".repeat(200_000)}`, /^<html><img [^>]+><!--/],
    ["<p>x</p>", /<p>x<\/p><img [^>]+>$/],
    ["<HTML><p>x</HTML>", /<p>x<img [^>]+><\/HTML>$/],
    [
      "<html><body><script>a='</body>'</script></body><!-- </body> -->",
      /<\/script><img [^>]+><\/body><!-- <\/body> -->$/,
    ],
    [
      `<html><head><meta http-equiv="Content-Security-Policy" content="img-src 'none'"></head>`,
      /<head><link [^>]+><meta http/,
    ],
  ])("gets its picture in the right place of %s", async (text, expected) => {
    const { bytes, format } = await done("a.html", Samples.text(text))
    expect(format).toBe("html")
    expect(decoded(bytes)).toMatch(expected)
    expect(decoded(bytes)).toContain(token.slug)
  })

  it("keeps its encoding", async () => {
    const wide = await done("a.html", Samples.wide("<html><body>ä</body></html>"))
    expect(Buffer.from(wide.bytes).toString("utf16le")).toMatch(
      /^\ufeff<html><body>ä<img .*<\/body>/,
    )
    const narrow = new Uint8Array(Buffer.from("<html><body>\xe4</body></html>", "latin1"))
    const kept = Buffer.from((await done("a.html", narrow)).bytes).toString("latin1")
    expect(kept).toMatch(/<body>\xe4<img /)
  })
})

describe("a text", () => {
  it("is left alone and says so, unless it says where", async () => {
    for (const [name, text] of [
      ["a.txt", "plain"],
      ["a.json", '{"url": "x"}'],
    ] as const) {
      const { bytes, embedded, kind, statement } = await done(name, Samples.text(text))
      expect([decoded(bytes), embedded, kind]).toEqual([text, false, undefined])
      expect(statement).toContain("unchanged")
    }
    expect((await done("a.png", Samples.png)).embedded).toBe(false)
  })

  it("calls where its markers are, and stays JSON", async () => {
    const both = await done("a.json", Samples.text('{"api": "{{url}}", "db": "{{host}}"}'))
    expect(both.kind).toBe("http")
    expect(JSON.parse(decoded(both.bytes))).toEqual({
      api: expect.stringMatching(new RegExp(`^https://assets\\.example\\.net/.*${token.slug}$`)),
      db: `${token.slug}.c.example.net`,
    })
    const host = await done("a.cfg", Samples.wide("server={{host}}\r\n"))
    expect(host.kind).toBe("dns")
    expect(Buffer.from(host.bytes).toString("utf16le")).toBe(
      `\ufeffserver=${token.slug}.c.example.net\r\n`,
    )
  })
})

describe("without an address over HTTP", () => {
  it("a look-up is what trips", async () => {
    const given = { httpBase: undefined, dnsZone: "c.example.net" }
    const { bytes, kind } = await done("a.html", Samples.text("<html>"), given)
    expect(kind).toBe("dns")
    expect(decoded(bytes)).toContain(`http://${token.slug}.c.example.net/`)
  })
})

/** A directory that promises more than there is. */
const bomb = (): Uint8Array => {
  const bytes = Samples.docx()
  const data = new DataView(bytes.buffer, bytes.byteOffset)
  const at = Buffer.from(bytes).indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  data.setUint32(at + 24, 200 * 1024 * 1024, true)
  return bytes
}

/** A part that unpacks to more than the directory says. */
const liar = (): Uint8Array => {
  const bytes = Samples.docx(`<w:p>${" ".repeat(3_000_000)}</w:p>`)
  const data = new DataView(bytes.buffer, bytes.byteOffset)
  const name = Buffer.from("word/document.xml")
  const at = Buffer.from(bytes).lastIndexOf(name) - 46
  data.setUint32(at + 24, 500, true)
  return bytes
}

/** An object stream that unpacks to more than the limit. */
const pdfBomb = (): Uint8Array => {
  const packed = zlibSync(new Uint8Array(101 * 1024 * 1024))
  const head = `%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${packed.length}>>\nstream\n`
  const tail = "\nendstream\nendobj\nstartxref\n9\n%%EOF\n"
  return new Uint8Array(Buffer.concat([Buffer.from(head), packed, Buffer.from(tail)]))
}

const encryptedFlag = (): Uint8Array => {
  const bytes = Samples.docx()
  const at = Buffer.from(bytes).indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  bytes[at + 8]! |= 1
  return bytes
}

const compound = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])

describe("a file", () => {
  const table: ReadonlyArray<readonly [string, string, () => Uint8Array, Callback, string]> = [
    [
      "that is too large",
      "a.bin",
      () => new Uint8Array(Instrument.bytesMax + 1),
      callback,
      "20 MiB",
    ],
    ["that promises to unpack to too much", "a.docx", bomb, callback, "unpacks"],
    ["with a part larger than it says", "a.docx", liar, callback, "damaged"],
    ["that is a PDF which unpacks to too much", "a.pdf", pdfBomb, callback, "unpacks"],
    ["with parts under a password", "a.docx", encryptedFlag, callback, "password"],
    ["that is a package under a password", "a.xlsx", () => compound, callback, "password"],
    [
      "with a signature",
      "a.docx",
      () => Samples.docx(undefined, { "_xmlsignatures/origin.sigs": "" }),
      callback,
      "signature",
    ],
    ["that is cut off", "a.docx", () => Samples.docx().subarray(0, 900), callback, "damaged"],
    [
      "that is no PDF after all",
      "a.pdf",
      () => Samples.text("%PDF-1.7\nstartxref\n9\n%%EOF"),
      callback,
      "damaged",
    ],
    [
      "that is a signed PDF",
      "a.pdf",
      () => Samples.text("%PDF-1.7\n/ByteRange [0 1 2 3]\n%%EOF"),
      callback,
      "signature",
    ],
    [
      "with nobody to call",
      "a.html",
      () => Samples.text("<html>"),
      { httpBase: undefined, dnsZone: undefined },
      "DECNET_CANARY_HTTP_BASE",
    ],
    [
      "with a marker for a name that there is not",
      "a.txt",
      () => Samples.text("{{host}}"),
      { ...callback, dnsZone: undefined },
      "DECNET_CANARY_DNS_ZONE",
    ],
  ]
  it.each(table)("%s is rejected, with what to do", async (_, name, bytes, given, words) => {
    const result = await run(name, bytes(), given)
    expect(Either.isLeft(result)).toBe(true)
    if (Either.isRight(result)) return
    expect(result.left.message).toContain(name)
    expect(result.left.message).toContain(words)
  })

  it("of one's own becomes another with every token", async () => {
    const pages = await Promise.all(
      Array.from({ length: 20 }, (_, seed) => done("a.docx", Samples.docx(), callback, seed)),
    )
    expect(new Set(pages.map(({ bytes }) => Buffer.from(bytes).toString("latin1"))).size).toBe(20)
  })
})
