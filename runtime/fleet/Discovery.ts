/**
 * Deckies as Docker's labels name them: `decnet.decky=<name>` and `decnet.services=ssh,imap` on each
 * of a decky's containers. Labels stay outside; nothing inside a container shows them.
 */
export const deckyLabel = "decnet.decky"
export const servicesLabel = "decnet.services"

export interface Container {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

export interface Discovered {
  readonly name: string
  readonly services: ReadonlyArray<string>
  /** Containers whose names do not follow from the decky's. */
  readonly containers: Readonly<Record<string, string>>
}

export interface Refused {
  readonly name: string
  readonly reason: string
}

const namePattern = /^\w[\w.-]{0,63}$/
const servicePattern = /^[a-z0-9][a-z0-9-]{0,31}$/

/** What of a decky is reached through which container, and which services that is for. */
const duties = [
  ["ssh", ["ssh"]],
  ["mail", ["imap", "pop3"]],
] as const

const split = (text: string): ReadonlyArray<string> =>
  text
    .split(",")
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== "")

/** In order of name. */
export const deckiesOf = (
  containers: ReadonlyArray<Container>,
): { readonly found: ReadonlyArray<Discovered>; readonly refused: ReadonlyArray<Refused> } => {
  const refused: Array<Refused> = []
  const found = new Map<string, { services: Set<string>; containers: Record<string, string> }>()
  const taken = new Map<string, string>()
  for (const { name, labels } of [...containers].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const decky = labels[deckyLabel]
    if (decky === undefined) continue
    const services = split(labels[servicesLabel] ?? "")
    const strange = services.find((service) => !servicePattern.test(service))
    if (!namePattern.test(decky)) {
      refused.push({
        name,
        reason: `${deckyLabel}: write 1 to 64 letters, digits, dots or dashes (found ${JSON.stringify(decky.slice(0, 80))})`,
      })
      continue
    }
    if (strange !== undefined) {
      refused.push({
        name,
        reason: `${servicesLabel}: write words such as ssh,imap (found ${JSON.stringify(strange.slice(0, 80))})`,
      })
      continue
    }
    const known = found.get(decky) ?? { services: new Set(), containers: {} }
    found.set(decky, known)
    for (const service of services) known.services.add(service)
    for (const [duty, served] of duties) {
      if (!served.some((service) => services.includes(service))) continue
      const other = taken.get(`${decky} ${duty}`)
      if (other !== undefined && other !== name) {
        refused.push({ name, reason: `${other} already has ${duty} for ${decky}` })
        continue
      }
      taken.set(`${decky} ${duty}`, name)
      if (!served.some((service) => name === `${decky}-${service}`)) known.containers[duty] = name
    }
  }
  return {
    refused,
    found: [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { services, containers: own }]) => ({
        name,
        services: [...services].sort(),
        containers: own,
      })),
  }
}
