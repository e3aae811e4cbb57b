/** What a template or a model leaves behind when nobody looks it over. */

import * as Words from "./Words.ts"

interface Rule {
  readonly what: string
  readonly pattern: RegExp
}

const connects = "\\b(?:ssh|scp|rsync|ping|sftp)\\s+(?:-\\S+\\s+)*(?:[\\w.-]+@)?"
const owners = "(?:your|insert|recipient(?:'s)?|company|sender(?:'s)?)"
const apologies = [
  "\\bas an ai(?: language)?\\b",
  "\\bas a (?:large )?language model",
  "\\bi(?:'m| am) (?:sorry|afraid),? (?:but )?i (?:can't|cannot|am unable to) (?:help|assist|write|generate|create|fulfil|comply)",
  "\\bals (?:eine )?ki\\b",
  "\\bcomo (?:una? )?ia\\b",
  "\\bmodelo de lengua(?:je|gem)",
]

const anywhere: ReadonlyArray<Rule> = [
  {
    what: "hostname as a host's name",
    pattern: new RegExp(
      `(?:${connects}|[\\w-]@|://)hostname\\b|<hostname>|\\byour[-_]?host(?:name)?\\b`,
      "i",
    ),
  },
  { what: "lorem", pattern: /\blorem\b/i },
  {
    what: "a gap to fill in",
    pattern: new RegExp(`\\[${owners}[ _-][^\\]\\n]{1,40}\\](?!\\()`, "i"),
  },
  { what: "a fixed TODO", pattern: /TODO: real fix here/i },
  { what: "a model's apology", pattern: new RegExp(apologies.join("|"), "i") },
]

/** In code these are indices. */
const bracketed = /(?<![\w\])])\[(?:name|date|company)\](?!\()/i

/** A slot of a template; `${name}` and code have braces of their own. */
const slot = /(?:^|[^$\w{%])\{[a-z][A-Za-z]{2,15}\}(?![}\w])/

const papers = "(?:file|notes?|to-?do(?: list)?|list|draft|script|e-?mail|text|content)"
const foreignPapers = Words.anyOf(`
  archivo nota lista borrador correo datei notiz liste entwurf mail arquivo rascunho e-mail
`)
const preambles = [
  "(?:sure|certainly|of course|absolutely)[,!].*\\bhere\\b.*",
  `here(?:'s| is| are) (?:the|your|an?) (?:[\\w-]+ ){0,3}${papers}\\b.*`,
  `(?:aquí (?:está|tienes)|hier ist|hier sind|aqui está) \\w{1,4} ${foreignPapers}\\b.*`,
]
const preamble = new RegExp(`^(?:${preambles.join("|")})$`, "i")

const exampleDomain = /\b(?:[\w-]+\.)*example\.(?:com|org|net)\b/i

/** What a line has of these; `exampleAllowed` where the operator's own people live there. */
export const inLine = (
  line: string,
  isCode: boolean,
  exampleAllowed: boolean,
): string | undefined =>
  anywhere.find(({ pattern }) => pattern.test(line))?.what ??
  (!exampleAllowed && exampleDomain.test(line) ? "a documentation domain" : undefined) ??
  (!isCode && (slot.test(line) || bracketed.test(line)) ? "an empty slot" : undefined)

/** What a whole body has: a preamble in its first line, or a fence around it. */
export const inBody = (body: string, isMail: boolean): string | undefined => {
  const text = body.trim()
  if (/^```[\w-]*\n[\s\S]*\n```$/.test(text)) return "a Markdown fence around it"
  const first = text.slice(0, text.indexOf("\n") >>> 0).replace(/^#+\s*/, "")
  return preamble.test(first) && (!isMail || first.endsWith(":")) ? "a model's preamble" : undefined
}
