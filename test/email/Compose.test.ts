import { expect, it } from "@effect/vitest"
import * as Subject from "../../src/email/Subject.ts"
import * as Lexicons from "../../src/lexicon/Lexicons.ts"
import * as World from "./World.ts"

const mails = World.batch(80)
const firsts = mails.filter((sent) => sent.message.index === 0)
const replies = mails.filter((sent) => sent.message.index > 0)

const words = (text: string): number => text.split(/\s+/).length

const quantile = (values: ReadonlyArray<number>, percent: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length * percent) / 100)]!
}

it("first mails have the length of real ones", () => {
  const lengths = firsts.map((sent) => words(sent.message.text))
  expect(quantile(lengths, 50)).toBeGreaterThanOrEqual(30)
  expect(quantile(lengths, 50)).toBeLessThanOrEqual(52)
  expect(lengths.filter((length) => length > 100).length / lengths.length).toBeLessThanOrEqual(0.3)
})

it("replies are shorter", () => {
  const lengths = replies.map((sent) => words(sent.message.text))
  expect(quantile(lengths, 10)).toBeLessThanOrEqual(7)
  expect(quantile(lengths, 50)).toBeLessThan(30)
})

it("subjects are about 22 characters and seldom repeat", () => {
  const subjects = firsts.map((sent) => sent.message.subject)
  const median = quantile(
    subjects.map((subject) => subject.length),
    50,
  )
  expect(median).toBeGreaterThanOrEqual(18)
  expect(median).toBeLessThanOrEqual(26)
  expect(new Set(subjects).size / subjects.length).toBeGreaterThanOrEqual(0.9)
  expect(Subject.reply("Re: AW: RE: backups")).toBe("Re: backups")
})

it("at most two sentences of a hundred come twice", () => {
  const seen = new Map<string, number>()
  let total = 0
  for (const { message } of mails)
    for (const sentence of message.text.split(/(?<=[.!?:])\s+|\n+/)) {
      if (words(sentence) < 6) continue
      total++
      seen.set(sentence, (seen.get(sentence) ?? 0) + 1)
    }
  const repeated = [...seen.values()].filter((count) => count > 1).reduce((a, b) => a + b, 0)
  expect(repeated / total).toBeLessThanOrEqual(0.02)
})

it("no text has a dash of a model, a placeholder or a hole", () => {
  for (const { message } of mails) {
    expect(message.text).not.toMatch(
      /[\u2013\u2014\u2026\u201c\u201d{}[\]|]|undefined|lorem|example\.com/i,
    )
    expect(message.text).not.toMatch(/ {2}|\n{3}|^\s|\s$/)
    expect(message.subject).not.toMatch(/[{}[\]|]| {2}|undefined|\n/)
    expect(message.text.length).toBeGreaterThan(1)
  }
})

it("nobody is spoken of in the third person who writes or reads the mail", () => {
  for (const { message, from, to } of mails) {
    const body = message.text.split("\n\n").slice(1, -1).join("\n")
    for (const { persona } of [from, ...to])
      expect(body).not.toMatch(
        new RegExp(`(?<![\\p{L}])${persona.name.split(" ")[0]}(?![\\p{L}])`, "u"),
      )
  }
})

it("a text's function words are its author's", () => {
  for (const { message } of mails.filter((sent) => sent.message.text.length >= 120)) {
    const tokens = message.text.toLowerCase().match(/\p{L}+/gu) ?? []
    const score = (language: string): number => {
      const known = new Set(Lexicons.of(language).functionWords)
      return tokens.filter((token) => known.has(token)).length
    }
    const own = score(message.language)
    for (const other of World.languages)
      expect(own, message.text).toBeGreaterThanOrEqual(score(other))
  }
})
