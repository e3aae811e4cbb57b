/** A page's script taken out and run in a browser that is made of answers. */
import vm from "node:vm"
import * as Effect from "effect/Effect"
import * as FingerprintHtml from "../../../src/canary/fingerprint/FingerprintHtml.ts"
import * as FingerprintSvg from "../../../src/canary/fingerprint/FingerprintSvg.ts"
import type { HttpSeen } from "../../../src/canary/Hit.ts"
import * as Contexts from "./Contexts.ts"

export type Format = "html" | "svg"

export const generators = { html: FingerprintHtml.generator, svg: FingerprintSvg.generator }

export const artifact = (
  format: Format,
  tokenSeed: string | number,
  contextSeed: string | number = tokenSeed,
  wanted: Contexts.Wanted = {},
): Uint8Array =>
  Effect.runSync(
    generators[format].files(
      Contexts.token(tokenSeed),
      Contexts.context(contextSeed, format, wanted),
    ),
  )[0].bytes

/** The longest script of a document. */
export const scriptOf = (bytes: Uint8Array): string =>
  [
    ...new TextDecoder()
      .decode(bytes)
      .matchAll(/<script\b[^>]*>\s*(?:<!\[CDATA\[)?([\s\S]*?)(?:\]\]>\s*)?<\/script>/g),
  ]
    .map((match) => match[1]!)
    .sort((a, b) => b.length - a.length)[0]!

const base64 = (text: string): string => Buffer.from(text).toString("base64")

/** Runs a script to its end and answers what it sent. */
export const requestsOf = (script: string): ReadonlyArray<HttpSeen> => {
  const sent: Array<HttpSeen> = []
  const timers: Array<() => void> = []
  const target = (url: string): string => new URL(url).pathname + new URL(url).search
  const get = (url: string): void =>
    void sent.push({ method: "GET", target: target(url), headers: [], body: "" })
  const post = (url: string, body: string): void =>
    void sent.push({ method: "POST", target: target(url), headers: [], body: base64(body) })
  const drawing = new Proxy(
    {},
    {
      get: (_, name) =>
        name === "measureText"
          ? () => ({ width: 100 })
          : name === "getExtension"
            ? () => ({})
            : name === "getParameter"
              ? (key: number) => `parameter ${key}`
              : () => undefined,
      set: () => true,
    },
  )
  const later = (run: (value: unknown) => void, _: number, value: unknown): void =>
    void timers.push(() => run(value))
  const window: Record<string, unknown> = {
    navigator: {
      userAgent: "Mozilla/5.0 (Ünïcode 漢字)",
      languages: ["de-DE", "en"],
      platform: "Linux x86_64",
      hardwareConcurrency: 8,
      maxTouchPoints: 0,
      webdriver: false,
      plugins: { length: 5 },
      sendBeacon: (url: string, body: string) => (post(url, body), true),
    },
    screen: { width: 1920, height: 1080, availWidth: 1920, availHeight: 1040, colorDepth: 24 },
    devicePixelRatio: 1.25,
    document: {
      readyState: "complete",
      createElementNS: () => ({
        getContext: () => drawing,
        toDataURL: () => "data:image/png;base64,AAAA",
      }),
    },
    Image: class {
      readonly namespaceURI = "http://www.w3.org/1999/xhtml"
      set src(url: string) {
        get(url)
      }
    },
    fetch: (url: string, { body }: { readonly body: string }) => (
      post(url, body),
      Promise.resolve({ type: "opaque" })
    ),
    addEventListener: (_: string, run: (value: unknown) => void) => timers.push(() => run(0)),
    setTimeout: later,
    btoa: (text: string) => Buffer.from(text, "latin1").toString("base64"),
    atob: (text: string) => Buffer.from(text, "base64").toString("latin1"),
    encodeURIComponent,
    Intl,
  }
  window["window"] = window
  window["self"] = window
  vm.runInNewContext(script, window)
  while (timers.length > 0) timers.shift()!()
  return sent
}
