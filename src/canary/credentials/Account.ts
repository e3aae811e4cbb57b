/** Names under which people and programs log in, from the organisation. */
import type { Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"

/** A person's account name: `a.schmidt`, `aschmidt`, as the address has it. */
export const ofEmail = (email: string): string =>
  email
    .slice(0, email.indexOf("@"))
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "")

const word = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")

/** Letters, digits and hyphens only: fit for labels, profiles, buckets. */
export const plain = (text: string): string => word(text) || "main"

export const projectOf = ({ organisation }: Context): string =>
  plain(organisation.projects[0]?.name ?? organisation.name)

export const organisationOf = ({ organisation }: Context): string => plain(organisation.name)

/** A program's account: what deploys, builds or copies. */
export const service = (rng: Stream, context: Context): string => {
  const project = projectOf(context)
  const short = project.split("-")[0]!
  return rng.pick([
    context.organisation.automation,
    `svc-${short}`,
    `${short}-${rng.pick(["deploy", "ci", "sync", "app", "batch", "rw"])}`,
    `svc_${short}_${rng.pick(["prod", "deploy", "ro", "etl"])}`,
    `${context.organisation.automation}-${short}`,
    `${organisationOf(context)}-${rng.pick(["ci", "deploy", "build", "ops"])}`,
  ])
}

/** Somebody's or something's account, the owner's mostly. */
export const any = (rng: Stream, context: Context): string =>
  rng.chance(1, 2)
    ? rng.pick([context.owner.login, ofEmail(context.owner.email)])
    : service(rng, context)

/** What such a host is called where the organisation names none. */
const usual: Readonly<Record<string, string>> = {
  db: "db",
  mail: "mail",
  build: "git",
  backup: "backup",
  file: "files",
  web: "www",
  app: "app",
  dns: "ldap",
  monitor: "monitoring",
}

/** A host of the organisation of one of these kinds, with its domain. */
export const hostName = (
  rng: Stream,
  { organisation }: Context,
  kinds: ReadonlyArray<string>,
): string => {
  const fitting = organisation.hosts.filter(({ kind }) => kinds.includes(kind))
  const name = fitting.length > 0 ? rng.pick(fitting).name : (usual[kinds[0] ?? ""] ?? "app")
  return `${name}.${organisation.domain}`
}
