/**
 * What one installation serves: wording, dates and small files follow from an id that nobody
 * outside knows, so that no answer is the same on all of them or foreseen, and all answers of one
 * fit together.
 */
import { createHmac } from "node:crypto"
import * as Pixels from "./Pixels.ts"
import type { Resource } from "./Pixels.ts"

export interface Site {
  /** What a file is by its ending. */
  readonly byEnding: ReadonlyMap<string, Resource>
  readonly page: Resource
  readonly json: Resource
  /** Of what wants a login. */
  readonly realm: string
  /** When a file was put there, in epoch seconds. */
  readonly modifiedOf: (resource: Resource) => number
}

const daySeconds = 86_400
/** Monday, the eighth of January 2024. */
const firstMonday = 1_704_672_000
const weeks = 70

const pages: ReadonlyArray<readonly [title: string, text: string]> = [
  ["Link expired", "This link has expired."],
  ["Not available", "This document is no longer available."],
  ["Expired", "The link you followed has expired. Ask the sender for a new one."],
  ["Moved", "This page has moved to the intranet."],
  ["Unavailable", "This share has been closed by its owner."],
  ["Archived", "This page has been archived."],
  ["Sharing ended", "Sharing of this file has ended."],
  ["Gone", "The file was removed by its owner."],
]

const frames: ReadonlyArray<(title: string, text: string) => string> = [
  (title, text) =>
    `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n` +
    `</head>\n<body>\n<p>${text}</p>\n</body>\n</html>\n`,
  (title, text) =>
    `<!doctype html>\n<html>\n  <head>\n    <meta charset="utf-8">\n    <title>${title}</title>\n` +
    `  </head>\n  <body>\n    <h1>${title}</h1>\n    <p>${text}</p>\n  </body>\n</html>\n`,
  (title, text) =>
    `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title>` +
    `<meta name="robots" content="noindex"></head><body><p>${text}</p></body></html>\n`,
]

const drawings = [
  '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1" viewBox="0 0 1 1"></svg>\n',
  '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\n',
  '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>\n',
]
const styles = ["body{margin:0}\n", "*{box-sizing:border-box}\n", "html,body{margin:0;padding:0}\n"]
const scripts = ['"use strict";\n', '(function(){"use strict"})();\n', "void 0;\n"]
const texts = ["ok\n", "OK\n", "\n"]
const documents = [
  '<?xml version="1.0" encoding="UTF-8"?>\n<response/>\n',
  '<?xml version="1.0" encoding="UTF-8"?>\n<status>ok</status>\n',
]
const states = ['{"status":"ok"}', '{"ok":true}', '{"status":"success"}', '{"success":true}']
const realms = ["Restricted", "Restricted Area", "Private", "Login required", "Members only"]

/** From the journal's id. */
export const make = (id: string): Site => {
  const number = (name: string): number =>
    createHmac("sha256", id).update(name).digest().readUInt16BE(0)
  const pick = <A>(name: string, from: ReadonlyArray<A>): A => from[number(name) % from.length]!
  const ofText = (type: string, text: string): Resource => ({ type, body: Buffer.from(text) })
  const [title, text] = pick("words", pages)
  const page = ofText("text/html", pick("frame", frames)(title, text))
  const json = ofText("application/json", pick("state", states))
  const script = ofText("application/javascript", pick("script", scripts))
  const day = (number("week") % weeks) * 7 + (number("weekday") % 5)
  const deployed = firstMonday + day * daySeconds + 8 * 3600 + (number("second") % (9 * 3600))
  return {
    byEnding: new Map([
      ["gif", Pixels.gif],
      ["png", Pixels.png],
      ["jpg", Pixels.jpeg],
      ["jpeg", Pixels.jpeg],
      ["ico", Pixels.icon],
      ["svg", ofText("image/svg+xml", pick("drawing", drawings))],
      ["css", ofText("text/css", pick("style", styles))],
      ["js", script],
      ["mjs", script],
      ["txt", ofText("text/plain", pick("text", texts))],
      ["xml", ofText("text/xml", pick("document", documents))],
      ["json", json],
      ["html", page],
      ["htm", page],
    ]),
    page,
    json,
    realm: pick("realm", realms),
    // laid down together, within a few seconds
    modifiedOf: ({ type }) => deployed + (number(type) % 3),
  }
}
