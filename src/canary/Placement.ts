/** Where bait lies in a home, and what it is about: where such files lie in homes that are lived in. */
import * as Lore from "../lore/Lore.ts"
import * as Naming from "../naming/Naming.ts"
import type { Stream } from "../rng/Rng.ts"
import type { CanaryClass } from "../taxonomy/ContentClass.ts"
import type { LocalTime } from "../time/Zone.ts"
import * as Voice from "../voice/Voice.ts"
import type { Document, Organisation, Owner } from "./Context.ts"
import * as Topics from "./documents/Topics.ts"
import * as Subject from "./fingerprint/Subject.ts"

export interface Scene {
  readonly author: Voice.Author
  readonly lore: Lore.Lore
  /** A project on the author's desk. */
  readonly project: string
  readonly local: LocalTime
}

export interface Placement {
  /** Of the primary file. */
  readonly path: string
  readonly document: Document | undefined
  readonly organisation: Organisation
}

export const ownerOf = ({ resident, lexicon }: Voice.Author): Owner => ({
  name: resident.persona.name,
  email: resident.persona.email,
  role: resident.persona.role,
  language: lexicon.language,
  signature: resident.persona.signature,
  login: resident.login,
  home: `/home/${resident.login}`,
  timezone: resident.timezone,
  activeHours: resident.persona.activeHours,
})

/** How many of each kind an artifact may mention. */
const mentionsMax = 8
const hostsMax = 12

/** What an artifact may mention: a part of the lore, in an order of its own. */
export const organisationOf = (
  rng: Stream,
  lore: Lore.Lore,
  { project, local, author }: Pick<Scene, "project" | "local" | "author">,
): Organisation => {
  const some = <A>(name: string, items: ReadonlyArray<A>, count = mentionsMax) =>
    rng.within(name).sample(items, count)
  const others = lore.projects.filter(({ name }) => name !== project)
  const tickets = rng.within("tickets")
  return {
    name: lore.organisation,
    domain: lore.domain,
    hosts: some("hosts", Lore.servers(lore), hostsMax),
    projects: [
      ...lore.projects.filter(({ name }) => name === project),
      ...some("projects", others, mentionsMax - 1),
    ],
    teams: some("teams", lore.teams),
    vendors: some("vendors", lore.vendors),
    customers: some("customers", lore.customers),
    meetings: some("meetings", lore.meetings),
    databases: some("databases", lore.databases),
    tickets: Array.from({ length: 5 }, () => Voice.ticketAt(tickets, lore, local.day)),
    people: some(
      "people",
      lore.people.filter(({ email }) => email !== author.resident.persona.email),
      hostsMax,
    ),
    automation: lore.automation,
  }
}

interface Home {
  readonly rng: Stream
  readonly scene: Scene
  readonly organisation: Organisation
  /** `/home/anna` */
  readonly path: string
}

type Place = (home: Home) => Omit<Placement, "organisation">

const at =
  (...names: ReadonlyArray<string>): Place =>
  ({ rng, path }) => ({ path: `${path}/${rng.pick(names)}`, document: undefined })

/** Where a language's desktop puts documents. */
const documentFolders: Readonly<Record<string, string>> = {
  en: "Documents",
  de: "Dokumente",
  es: "Documentos",
  pt: "Documentos",
}

const documentFolder = (language: string): string =>
  documentFolders[language] ?? documentFolders["en"]!

const paper =
  (extension: string): Place =>
  ({ rng, scene, organisation, path }) => {
    const { language } = scene.author.lexicon
    const { topic, title, stem } = Topics.propose(rng, language, organisation, scene.local)
    return {
      path: `${path}/${documentFolder(language)}/${stem}.${extension}`,
      document: { topic, title },
    }
  }

/** A page or a drawing that tells what opens it. */
const telling =
  (format: "html" | "svg"): Place =>
  ({ rng, scene, organisation, path }) => {
    const { author, local } = scene
    const { language } = author.lexicon
    const { topic, title, stem } = Subject.propose(
      rng,
      language,
      organisation,
      local,
      format,
      author.resident.timezone,
    )
    return {
      path: `${path}/${documentFolder(language)}/${stem}.${format}`,
      document: { topic, title },
    }
  }

/** A file in a folder of the project's own. */
const inProject =
  (name: string, ...folders: ReadonlyArray<string>): Place =>
  ({ rng, scene, path }) => {
    const { projects } = Naming.localNames(scene.author.lexicon.language)
    const parent = rng.pick([...folders, ...projects.map((each) => `${each}/`)])
    const folder = parent.endsWith("/") ? `${parent}${scene.project}` : parent
    return { path: `${path}/${folder}/${name}`, document: undefined }
  }

const places: Readonly<Record<CanaryClass, Place>> = {
  canary_aws_creds: at(".aws/credentials"),
  canary_env_file: inProject(".env", "app"),
  canary_git_config: inProject(".git/config"),
  // sessions between deckies have the usual name for themselves
  canary_ssh_key: ({ rng, organisation, scene, path }) => ({
    path: `${path}/.ssh/${rng.pick([
      `id_ed25519_${organisation.automation}`,
      `${organisation.automation}_ed25519`,
      `id_${scene.project}`,
      `id_ed25519_${scene.project}`,
    ])}`,
    document: undefined,
  }),
  canary_honeydoc: paper("html"),
  canary_honeydoc_docx: paper("docx"),
  canary_honeydoc_pdf: paper("pdf"),
  canary_mysql_dump: ({ organisation }) => ({
    path: `/var/backups/${organisation.databases[0] ?? organisation.projects[0]!.name}.sql`,
    document: undefined,
  }),
  canary_fingerprint_html: telling("html"),
  canary_fingerprint_svg: telling("svg"),
  canary_kubeconfig: at(".kube/config"),
  canary_docker_config: at(".docker/config.json"),
  canary_npmrc: at(".npmrc"),
  canary_netrc: at(".netrc"),
  canary_pypirc: at(".pypirc"),
  canary_wireguard: ({ organisation, path }) => ({
    path: `${path}/${organisation.name.toLowerCase().replace(/[^a-z0-9]+/g, "")}.conf`,
    document: undefined,
  }),
  canary_xlsx: paper("xlsx"),
  canary_mcp_json: inProject(".mcp.json"),
}

/** A place for bait of that class, by the stream of its decision; the caller sees that it is free. */
export const propose = (rng: Stream, canary: CanaryClass, scene: Scene): Placement => {
  const organisation = organisationOf(rng.within("organisation"), scene.lore, scene)
  const home = {
    rng: rng.within("place"),
    scene,
    organisation,
    path: `/home/${scene.author.resident.login}`,
  }
  return { ...places[canary](home), organisation }
}
