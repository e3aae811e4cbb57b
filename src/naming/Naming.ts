/** What new files are called and where they lie, by class: exhaustive over what people write. */
import * as Grammar from "../lexicon/Grammar.ts"
import type { Lore } from "../lore/Lore.ts"
import type { Stream } from "../rng/Rng.ts"
import type { UserClass } from "../taxonomy/ContentClass.ts"
import type { LocalTime } from "../time/Zone.ts"
import * as Voice from "../voice/Voice.ts"
import * as words from "./words.ts"

/** Where one person keeps things; the same on every host. */
export interface Places {
  readonly notes: ReadonlyArray<string>
  readonly drafts: ReadonlyArray<string>
  readonly scripts: ReadonlyArray<string>
  readonly projects: string
  /** Capitalisation of to-do files. */
  readonly todo: ReadonlyArray<string>
  /** Words in file names are joined by `-`, `_` or nothing but a blank's place. */
  readonly joiner: "-" | "_"
}

/** How people of a language call their folders and files; as in English where none is known. */
export const localNames = (language: string): (typeof words.folders)["en"] =>
  words.folders[language as keyof typeof words.folders] ?? words.folders.en

/** `root` is the root stream. */
export const places = (root: Stream, author: Voice.Author): Places => {
  const { persona } = author.resident
  const rng = root.within("places", persona.email)
  const local = localNames(author.lexicon.language)
  const office = author.register === "office"
  return {
    notes: rng.sample(office ? local.notesOffice : local.notes, rng.between(1, 3)),
    drafts: rng.sample(local.drafts, rng.between(1, 2)),
    scripts: rng.sample(words.scriptFolders, rng.between(1, 2)),
    projects: rng.pick(office ? local.projectsOffice : local.projects),
    todo: rng.sample(local.todo, 2),
    joiner: rng.chance(3, 4) ? "-" : "_",
  }
}

export interface Context {
  readonly author: Voice.Author
  readonly places: Places
  readonly lore: Lore
  readonly matter: Voice.Matter
  readonly local: LocalTime
  /** Verbs and subjects of scripts that this author could write, by language. */
  readonly scriptNames: (python: boolean) => ReadonlyArray<readonly [verb: string, subject: string]>
}

const home = ({ author }: Context): string => `/home/${author.resident.login}`

/** How names of months and the like are typed where only plain letters go. */
const umlauts: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue" }

const stem = (rng: Stream, context: Context): string => {
  const { author, lore, matter, local, places } = context
  const scope = Voice.scope(rng, author, lore, matter, local)
  const text = Grammar.expand(rng, "stem", scope) ?? matter.project
  const clean = text
    .toLowerCase()
    .replace(/[äöü]/g, (letter) => umlauts[letter]!)
    .replace(/ß/g, "ss")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9.-]+/g, "-")
    .replace(/^-+|-+$/g, "")
  return places.joiner === "-" ? clean : clean.replaceAll("-", "_")
}

/** A stem behind a word that says what kind of paper it is: nobody says that twice. */
const behind = (word: string, rng: Stream, context: Context): string => {
  const local = localNames(context.author.lexicon.language)
  const { joiner } = context.places
  const kinds = [...local.todo, ...local.projectNotes, ...local.draftWords, ...words.kinds]
  const [first = "", ...rest] = stem(rng, context).split(joiner)
  const twice = rest.length > 0 && kinds.some((kind) => kind.toLowerCase() === first)
  return [word, ...(twice ? [] : [first]), ...rest].join(joiner)
}

const folder = (context: Context, name: string): string =>
  name === "" ? home(context) : `${home(context)}/${name}`

const projectFolder = (context: Context): string =>
  `${home(context)}/${context.places.projects}/${context.matter.project}`

const note = (rng: Stream, context: Context): string => {
  const { habits } = context.author
  const local = localNames(context.author.lexicon.language)
  // what an editor calls a file that nobody named yet
  if (rng.chance(2, 100))
    return `${home(context)}/${local.untitled}${rng.chance(1, 3) ? "" : ` ${rng.between(2, 9)}`}.txt`
  if (rng.chance(12, 100))
    return `${projectFolder(context)}/${rng.pick(local.projectNotes)}.${habits.extension}`
  return `${folder(context, rng.pick(context.places.notes))}/${stem(rng, context)}.${habits.extension}`
}

const todo = (rng: Stream, context: Context): string => {
  const { habits } = context.author
  const name = rng.pick(context.places.todo)
  const roll = rng.below(100)
  if (roll < 30) return `${projectFolder(context)}/${name}.${habits.extension}`
  if (roll < 38) return `${home(context)}/${name}${rng.chance(1, 3) ? "" : `.${habits.extension}`}`
  const base = behind(name.toLowerCase(), rng, context)
  return `${folder(context, rng.pick(context.places.notes))}/${base}.${habits.extension}`
}

const draft = (rng: Stream, context: Context): string => {
  const { habits } = context.author
  const local = localNames(context.author.lexicon.language)
  const { joiner } = context.places
  const base = rng.chance(1, 3)
    ? behind(rng.pick(local.draftWords), rng, context)
    : stem(rng, context)
  const version = rng.chance(1, 7) ? `${joiner}v${rng.between(2, 4)}` : ""
  return `${folder(context, rng.pick(context.places.drafts))}/${base}${version}.${habits.extension}`
}

const script = (rng: Stream, context: Context): string => {
  const { habits } = context.author
  const { joiner } = context.places
  const python = habits.python ? rng.chance(3, 4) : rng.chance(1, 6)
  const words = rng.pick(context.scriptNames(python))
  const about = rng.chance(2, 5)
    ? [rng.pick([context.matter.project, context.matter.host.name])]
    : []
  const base = [...words, ...about].join(joiner)
  const where = rng.chance(1, 5)
    ? `${projectFolder(context)}/scripts`
    : folder(context, rng.pick(context.places.scripts))
  const name = python ? base.replaceAll("-", "_") : base
  return `${where}/${name}${python ? ".py" : rng.chance(5, 6) ? ".sh" : ""}`
}

const byClass = { note, todo, draft, script } satisfies Record<
  UserClass,
  (rng: Stream, context: Context) => string
>

/** A name for a new file, absolute. The caller sees to it that it is free. */
export const propose = (rng: Stream, fileClass: UserClass, context: Context): string =>
  byClass[fileClass](rng, context)

/** Scripts are executable; everything else is what umask 022 leaves. */
export const modeOf = (fileClass: UserClass): number => (fileClass === "script" ? 0o755 : 0o644)
