/** What a page or a drawing is about. */
import type { Stream } from "../../rng/Rng.ts"
import type { Document, Organisation } from "../Context.ts"
import { capital, type Pen } from "./Pen.ts"
import * as words from "./words.ts"

export const pages = ["rota", "status", "portal", "directory", "request", "project"] as const
export const drawings = ["network", "orgchart", "floorplan"] as const

export type PageTopic = (typeof pages)[number]
export type DrawingTopic = (typeof drawings)[number]

const titles = {
  rota: "rotaTitle",
  status: "statusTitle",
  portal: "portalTitle",
  directory: "directoryTitle",
  request: "requestTitle",
  project: "projectTitle",
  network: "networkTitle",
  orgchart: "orgTitle",
  floorplan: "floorTitle",
} as const satisfies Record<PageTopic | DrawingTopic, keyof words.Words>

const plainLetters: Readonly<Record<string, string>> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  Ä: "Ae",
  Ö: "Oe",
  Ü: "Ue",
  ß: "ss",
}

/** A file name such as somebody gives to what he saves under that title. */
const stemOf = (title: string, rng: Stream, suffix: string): string => {
  const plain = `${title.replace(/[äöüÄÖÜß]/g, (letter) => plainLetters[letter]!)} ${suffix}`
    .normalize("NFD")
    .replace(/[^A-Za-z0-9 .-]/g, "")
    .trim()
  const manner = rng.within("stem").below(4)
  if (manner === 0) return plain.replace(/ +/g, " ")
  if (manner === 1) return plain.replace(/[ .]+/g, "_")
  if (manner === 2) return plain.toLowerCase().replace(/[ .]+/g, "-")
  return plain.toLowerCase().replace(/[ .-]+/g, "_")
}

/**
 * A subject for a new document of that format, and the stem of its file's name; `zone` is the
 * owner's, which tells one Portuguese from the other.
 */
export const propose = (
  rng: Stream,
  language: string,
  organisation: Organisation,
  day: { readonly year: number; readonly month: number; readonly day?: number },
  format: "html" | "svg",
  zone = "UTC",
): Document & { readonly stem: string } => {
  const topic = rng
    .within("topic")
    .pick<PageTopic | DrawingTopic>(format === "html" ? pages : drawings)
  const text = words.of(language, zone)
  const slots: Readonly<Record<string, string>> = {
    team: capital(organisation.projects[0]?.team ?? organisation.teams[0] ?? organisation.name),
    project: organisation.projects[0]?.name ?? organisation.name,
    org: organisation.name,
    site: rng.within("site").pick(text.sites),
  }
  const title = rng
    .within("title")
    .pick(text[titles[topic]])
    .replace(/\{(\w+)\}/g, (_, name: string) => slots[name] ?? name)
  const suffix = rng
    .within("suffix")
    .pick([
      "",
      "",
      String(day.year),
      `${day.year}-${String(day.month).padStart(2, "0")}`,
      "v2",
      "neu",
    ])
  return {
    topic,
    title,
    stem: stemOf(title, rng, suffix === "neu" && language !== "de" ? "" : suffix),
  }
}

/** What a document on some other topic would be as a page, and as a drawing. */
const likeness: Readonly<Record<string, readonly [page: PageTopic, drawing: DrawingTopic]>> = {
  emergency: ["directory", "floorplan"],
  incident: ["status", "network"],
  offboarding: ["directory", "orgchart"],
  salaries: ["project", "orgchart"],
  pricing: ["project", "orgchart"],
}

/** The topic that an artifact has, or one that the token draws; the title that it was given. */
export const of = <T extends PageTopic | DrawingTopic>(
  pen: Pen,
  topics: ReadonlyArray<T>,
): { readonly topic: T; readonly title: string } => {
  const { document } = pen.context
  const known = topics.find((topic) => topic === document?.topic)
  const drawn = pen.rng.within("topic").pick(topics)
  const like = likeness[document?.topic ?? ""] ?? ["project", "network"]
  const near = topics.find((topic) => like.some((each) => each === topic)) ?? drawn
  const topic = known ?? (document === undefined ? drawn : near)
  return { topic, title: document?.title ?? pen.say(titles[topic]) }
}
