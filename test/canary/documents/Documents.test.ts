import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import type { Context } from "../../../src/canary/Context.ts"
import type { ArtifactFile } from "../../../src/canary/Generator.ts"
import * as Content from "../../../src/canary/documents/Content.ts"
import * as Phrasebook from "../../../src/canary/documents/Phrasebook.ts"
import * as Topics from "../../../src/canary/documents/Topics.ts"
import * as Grammar from "../../../src/lexicon/Grammar.ts"
import { fromSeed } from "../../../src/rng/Rng.ts"
import * as Siblings from "../Siblings.ts"
import { kinds, listed, read, type Kind } from "./Kinds.ts"
import * as Scenes from "./Scenes.ts"

const make = (kind: Kind, seed: string, context: Context) =>
  Effect.runPromise(kind.generator.files(Scenes.token(seed), context))

const contextOf = (kind: Kind, seed: string, given: Partial<Context> = {}) =>
  Scenes.context(seed, kind.canary, kind.extension, given)

/** The deployment's own addresses, and what the formats demand. */
const demanded: ReadonlyArray<string> = [
  ` src="${Scenes.callback.httpBase}/`,
  `="${Scenes.callback.httpBase}/`,
  `${Scenes.callback.httpBase}/`,
  `.${Scenes.callback.dnsZone}`,
  ` content="text/html; charset=`,
  "compatibilityMode",
  "worksheets/sheet1.xml",
  "sharedStrings.xml",
  "../drawings/drawing1.xml",
  "/WinAnsiEncoding",
  "Host: localhost    Database: ",
  "------------------------------------------------------",
  "NO_AUTO_VALUE_ON_ZERO",
  " statement to make a recovery dump",
  "osition to start replication",
  "Table structure for table `",
  "Dumping data for table `",
  "Dump completed on 202",
]

describe.each(kinds)("a $name", (kind) => {
  it("is the same bytes whenever it is made", async () => {
    const context = contextOf(kind, "same")
    const [first] = await make(kind, "same", context)
    await make(kind, "other", contextOf(kind, "other"))
    const [again] = await make(kind, "same", structuredClone(context))
    expect(Buffer.from(again.bytes).equals(Buffer.from(first.bytes))).toBe(true)
  })

  it("lies at its path with the mode of its class and names its slug in an address", async () => {
    const context = contextOf(kind, "lies")
    const files = await make(kind, "lies", context)
    expect(files.map(({ path }) => path)).toEqual(kind.generator.paths(context))
    expect(files[0].mode).toBe(kind.extension === "sql" ? 0o600 : 0o644)
    const { slug } = Scenes.token("lies")
    const text = kind.parts(files[0].bytes).map((part) => Buffer.from(part).toString("latin1"))
    const address = kind.extension === "sql" ? `.${slug}.${Scenes.callback.dnsZone}'` : `/${slug}`
    expect(text.join("\n")).toContain(address)
  })

  it("needs the listener that it calls", () => {
    const { kind: kindOf } = kind.generator
    const isDump = kind.extension === "sql"
    expect(kindOf(Scenes.callback)).toBe(isDump ? "dns" : "http")
    expect(kindOf({ ...Scenes.callback, httpBase: undefined })).toBe(isDump ? "dns" : undefined)
    expect(kindOf({ ...Scenes.callback, dnsZone: undefined })).toBe(isDump ? undefined : "http")
  })

  it("is unlike 199 others, of other owners and of the same", async () => {
    const others: Array<ArtifactFile> = []
    const alike: Array<ArtifactFile> = []
    const one = contextOf(kind, "one")
    for (let at = 0; at < 200; at++) {
      const seed = `sibling ${at}`
      others.push((await make(kind, seed, contextOf(kind, seed)))[0])
      alike.push((await make(kind, seed, one))[0])
    }
    for (const files of [others, alike])
      expect(Siblings.twins(files.map((file) => listed(kind, file)))).toEqual([])
    const unpacked = [...others, ...alike].map(({ bytes }) => kind.parts(bytes))
    expect(Siblings.tellingWords(unpacked.map((bytes) => ({ bytes, metadata: "" })))).toEqual([])
    const texts = others.map((file) => read(kind, file))
    expect(Siblings.commonRuns(texts, demanded)).toEqual([])
  })

  it("can be made for a company of which little is known", async () => {
    const base = contextOf(kind, "bare", { document: undefined })
    const context: Context = {
      ...base,
      organisation: {
        ...base.organisation,
        hosts: base.organisation.hosts.slice(0, 1),
        projects: base.organisation.projects.slice(0, 1),
        teams: [],
        vendors: [],
        customers: [],
        meetings: [],
        databases: [],
        tickets: [],
        people: [],
      },
    }
    for (let at = 0; at < 12; at++) {
      const [file] = await make(kind, `bare ${at}`, context)
      const text = kind.parts(file.bytes).map((part) => Buffer.from(part).toString("utf8"))
      expect(file.bytes.length).toBeGreaterThan(1000)
      expect(text.join("\n")).not.toMatch(/undefined|NaN|\[object|\{person\}/)
    }
  })
})

describe("the content of documents", () => {
  const seeds = Array.from({ length: 150 }, (_, at) => `content ${at}`)
  const contents = seeds.map((seed) => {
    const context = Scenes.context(seed, "canary_honeydoc", "html")
    return { context, content: Content.make(Scenes.token(seed), context) }
  })

  it("leaves no slot open and says no sentence twice", () => {
    for (const { content } of contents) {
      for (const text of Content.texts(content))
        expect(text).not.toMatch(/[{}[\]|]{2}|\{\w+\}| {2}/)
      const prose = content.blocks.flatMap((block) =>
        block.kind === "list" ? block.items : block.kind === "paragraph" ? [block.text] : [],
      )
      expect(new Set(prose).size).toBe(prose.length)
    }
  })

  it("was begun before it was last changed, and not changed after its file was", () => {
    for (const { content, context } of contents) {
      expect(content.created.ms).toBeLessThan(content.modified.ms)
      expect(content.modified.ms).toBeLessThanOrEqual(context.mtime.ms)
    }
  })

  it("is about what its title says", () => {
    for (const { content, context } of contents) {
      expect(content.title).toBe(context.document?.title)
      expect(content.topic).toBe(context.document?.topic)
      for (const vendor of context.organisation.vendors)
        if (content.title.includes(vendor)) expect(content.cast.vendors[0]).toBe(vendor)
    }
  })

  it("covers every topic in every language", () => {
    for (const language of ["en", "de", "es", "pt"]) {
      const seen = new Set<string>()
      const { organisation } = contents[0]!.context
      for (let at = 0; at < 300; at++) {
        const day = { year: 2026, month: 1 + (at % 12), dayOfMonth: 1 + (at % 28) }
        const proposal = Topics.propose(fromSeed(`topic ${at}`), language, organisation, day)
        seen.add(proposal.topic)
        expect(proposal.stem).toMatch(/^[^/\\:*?"<>|{}]{3,90}$/)
        expect(proposal.title).not.toMatch(/[{}]/)
      }
      expect([...seen].sort()).toEqual([...Phrasebook.topics].sort())
    }
  })

  it("has phrases that can be read, with slots that are known", () => {
    const [{ content }] = contents as [(typeof contents)[0]]
    const slot = content.cast.slot(fromSeed("slots"))
    const walk = (value: unknown): ReadonlyArray<string> =>
      typeof value === "string"
        ? [value]
        : Array.isArray(value)
          ? value.flatMap(walk)
          : Object.values(value as object).flatMap(walk)
    for (const language of ["en", "de", "es", "pt"])
      for (const phrase of walk(Phrasebook.of(language)))
        for (const name of Grammar.names(phrase))
          expect(slot(name), `${language}: {${name}} in ${phrase}`).toBeDefined()
  })
})
