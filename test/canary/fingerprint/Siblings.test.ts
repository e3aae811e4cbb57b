import { describe, expect, it } from "vitest"
import { commonRuns, tellingWords, twins, type Sibling } from "../Siblings.ts"
import * as Effect from "effect/Effect"
import * as Subject from "../../../src/canary/fingerprint/Subject.ts"
import * as Contexts from "./Contexts.ts"
import * as Page from "./Page.ts"

const count = 200

const texts = (value: unknown): ReadonlyArray<string> =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(texts)
      : []

/** Without what a context says, which pages of one context have in common by right. */
const without = (bytes: Uint8Array, said: ReadonlyArray<string>): ReadonlyArray<Uint8Array> => {
  let parts: ReadonlyArray<string> = [new TextDecoder().decode(bytes)]
  for (const text of said) parts = parts.flatMap((part) => part.split(text))
  return parts.map((part) => new TextEncoder().encode(part))
}

const siblings = (format: Page.Format, isSameContext: boolean): ReadonlyArray<Sibling> => {
  const said = texts(Contexts.context("one", format)).filter((text) => text.length > 6)
  return Array.from({ length: count }, (_, seed) => {
    const bytes = Page.artifact(format, seed, isSameContext ? "one" : seed)
    return {
      bytes: isSameContext ? without(bytes, said) : [bytes],
      metadata: Contexts.context(isSameContext ? "one" : seed, format).path,
    }
  })
}

/** What the formats themselves ask for. */
const demanded = {
  html: ["<!DOCTYPE html>\n<html lang=", "<!doctype html>\n<html lang="],
  svg: ['<svg xmlns="http://www.w3.org/2000/svg"', "<svg xmlns='http://www.w3.org/2000/svg'"],
}

describe.each(["html", "svg"] as const)("two hundred pages as %s", (format) => {
  it.each([
    ["of as many contexts", false],
    ["of one context", true],
  ])("%s share no constant, size or telling word", (_, isSameContext) => {
    const all = siblings(format, isSameContext)
    expect(commonRuns(all, demanded[format])).toEqual([])
    expect(tellingWords(all)).toEqual([])
    // one page of one context: sizes may meet, bytes may not
    const contents = all.map(({ bytes }) =>
      bytes.map((part) => Buffer.from(part).toString()).join(),
    )
    if (isSameContext) expect(new Set(contents).size).toBe(count)
    else expect(twins(all)).toEqual([])
  })

  it("share none either where they are about one thing", () => {
    const topics = format === "html" ? Subject.pages : Subject.drawings
    for (const topic of topics) {
      const context = {
        ...Contexts.context("one", format, { language: "en" }),
        document: { topic, title: "Overview of what we have" },
      }
      const said = texts(context).filter((text) => text.length > 3)
      const all = Array.from({ length: 60 }, (_, seed) => {
        const made = Page.generators[format].files(Contexts.token(seed), context)
        return { bytes: without(Effect.runSync(made)[0].bytes, said), metadata: topic }
      })
      expect(commonRuns(all, demanded[format]), topic).toEqual([])
    }
  })

  it("are the same whenever they are made", () => {
    expect(Page.artifact(format, 7)).toEqual(Page.artifact(format, 7))
  })

  it("need somewhere to call over HTTP", () => {
    const { kind } = Page.generators[format]
    expect(kind({ httpBase: undefined, dnsZone: "c.example.net" })).toBeUndefined()
    expect(kind(Contexts.callback)).toBe("http")
  })
})

/** Names that the browser gives: what is left is ours. */
const words = /[A-Za-z]{5,}|\bnew\b|\bvar\b|\blet\b/g

describe("the scripts of twenty pages", () => {
  it("share next to nothing two by two, once the browser's own names are left out", () => {
    const grams = Array.from({ length: 20 }, (_, seed) => {
      const found = new Set<string>()
      for (const part of Page.scriptOf(Page.artifact("html", seed)).split(words))
        for (let at = 0; at + 16 <= part.length; at++) found.add(part.slice(at, at + 16))
      return found
    })
    const shared = grams.flatMap((one, at) =>
      grams.slice(at + 1).map((other) => [...one].filter((gram) => other.has(gram)).length),
    )
    const clean = shared.filter((number) => number === 0).length
    console.log(
      `${clean} of ${shared.length} pairs share nothing; at most ${Math.max(...shared)} windows`,
    )
    expect(clean * 10).toBeGreaterThan(shared.length * 8)
  })
})
