/**
 * References in texts to what does not exist in this world. Only forms that cannot mean anything
 * else are judged: a false alarm costs more than a miss.
 */
import * as Lore from "../lore/Lore.ts"
import * as Words from "./Words.ts"

export interface World {
  readonly lore: Lore.Lore
  /** Whether a script has ever been at this absolute path, as far as anybody can know. */
  readonly isScript: (path: string) => boolean
  readonly hosts: ReadonlySet<string>
  /** `web-` of web-01: other numbers after it are hosts that are missing. */
  readonly stems: ReadonlySet<string>
  readonly addresses: ReadonlySet<string>
  readonly domains: ReadonlySet<string>
  /** Every part of every name, lower case. */
  readonly names: ReadonlySet<string>
  /** Of mails that were sent, bare and lower case. */
  readonly subjects: ReadonlySet<string>
}

export interface Line {
  readonly text: string
  readonly isCode: boolean
  /** Local day of writing, in the author's zone. */
  readonly day: number
  readonly home: string
}

/** What there is beside the lore, as whoever judges knows it. */
export interface Facts {
  readonly lore: Lore.Lore
  /** People beside those of the lore. */
  readonly people: ReadonlyArray<{ readonly name: string; readonly email: string }>
  /** Host names and addresses beside those of the lore. */
  readonly hosts: ReadonlyArray<string>
  readonly isScript: (path: string) => boolean
  /** As `bareSubject` writes them. */
  readonly subjects: ReadonlySet<string>
}

/** `web-` of `web-01`; undefined where a name ends in no number. */
const stemOf = (name: string): string | undefined =>
  /^([a-z][a-z0-9-]*?[a-z-])\d{1,3}$/.exec(name)?.[1]

export const nameParts = (name: string): ReadonlyArray<string> =>
  name
    .toLowerCase()
    .split(/[\s'’.-]+/)
    .filter((part) => part.length > 1)

/** Without `Re:` and its like. */
export const baseSubject = (subject: string): string =>
  subject.replace(/^(?:\s*(?:re|fwd?|aw|wg|rv|enc|res)\s*:\s*)+/i, "").trim()

/** As subjects are compared. */
export const bareSubject = (subject: string): string => baseSubject(subject).toLowerCase()

export const world = (facts: Facts): World => {
  const { lore } = facts
  const people = [...lore.people, ...facts.people]
  const hosts = [...lore.hosts.map(({ name }) => name), ...facts.hosts]
  const short = hosts.map((name) => name.toLowerCase().split(".")[0]!)
  return {
    lore,
    isScript: facts.isScript,
    hosts: new Set([...hosts.map((name) => name.toLowerCase()), ...short]),
    stems: new Set(short.flatMap((name) => stemOf(name) ?? [])),
    addresses: new Set(people.map(({ email }) => email.toLowerCase())),
    domains: new Set(
      [lore.domain, ...people.map(({ email }) => email.replace(/^.*@/, ""))].map((one) =>
        one.toLowerCase(),
      ),
    ),
    names: new Set(people.flatMap(({ name }) => [name.toLowerCase(), ...nameParts(name)])),
    subjects: facts.subjects,
  }
}

/** Standards, measures and papers that look like tickets. */
const notTickets = new Set(
  Words.split(`
    UTF UCS ISO IEC DIN EN SHA AES RSA ECDSA MD RFC CVE CWE PEP BCP STD KB MS IEEE TLS SSL
    HTTP HTTPS DDR PC CAT LTO RJ USB VLAN INV PO RMA GMT UTC COVID FIPS PCI SAS RAID Q H
    KW CW JDK PHP ASCII WIN DB VM R2 GDPR NIS BSI ISO27001 TIA SOC X P S T L
  `),
)

const tickets = ({ lore }: World, { text, day }: Line): ReadonlyArray<string> =>
  [...text.matchAll(/(?<![\w./-])([A-Z][A-Z0-9]{1,9})-(\d{1,6})(?![\w-])/g)].flatMap(
    ([ticket, prefix, number]) => {
      if (prefix === lore.tickets.prefix)
        // The reader's day may be a day behind or ahead of the author's.
        return [day - 1, day, day + 1].some((near) => Lore.isTicket(lore, ticket, near))
          ? []
          : [`ticket ${ticket} does not exist`]
      const looksLikeTicket = number!.length >= 3 && prefix!.length <= 6 && !/\d/.test(prefix!)
      return looksLikeTicket && !notTickets.has(prefix!)
        ? [`ticket ${ticket} is of another tracker than ${lore.tickets.prefix}`]
        : []
    },
  )

const publicNames = new Set(Words.split("localhost www mail smtp imap ns1 ns2 autodiscover lists"))

const hosts = ({ hosts: known, stems, domains }: World, { text }: Line): ReadonlyArray<string> => {
  const found: Array<string> = []
  for (const [name] of text.matchAll(/(?<![\w./=$-])[a-z][a-z0-9-]*\d{1,3}(?![\w-]|\.\w)/g)) {
    const stem = stemOf(name)
    if (stem !== undefined && stems.has(stem) && !known.has(name))
      found.push(`host ${name} does not exist`)
  }
  const named = [...domains].some((domain) => text.includes(domain))
  for (const match of (named ? text.toLowerCase() : "").matchAll(
    /(?<![\w.@-])([a-z0-9-]+)((?:\.[a-z0-9-]+){1,3})(?![\w-])/g,
  )) {
    const [full, first, rest] = match
    if (
      !domains.has(rest!.slice(1)) ||
      known.has(full) ||
      known.has(first!) ||
      publicNames.has(first!)
    )
      continue
    found.push(`host ${full} does not exist`)
  }
  const copies = /(?:^|\s)(?:ssh|scp|sftp|rsync)\b/.test(text)
  if (copies)
    for (const match of text.matchAll(/(?<![\w$.])[a-z][\w-]*@([a-z][a-z0-9-]*)(?=[:\s'"]|$)/g))
      if (!known.has(match[1]!) && !publicNames.has(match[1]!) && match[1] !== "hostname")
        found.push(`host ${match[1]} does not exist`)
  return found
}

const scriptPath =
  /(?<![\w/$}-])(~|\/home\/[\w.-]+|\/usr\/local|\/opt|\/srv)(\/[\w./-]+\.(?:sh|py|pl|rb))\b/g

/** Paths on hosts that the same line names are those hosts' own. */
const scripts = (world: World, { text, home }: Line): ReadonlyArray<string> => {
  if (!/\.(?:sh|py|pl|rb)\b/.test(text)) return []
  const elsewhere = (text.match(/[a-z][a-z0-9.-]+/g) ?? []).some((word) => world.hosts.has(word))
  if (elsewhere) return []
  return [...text.matchAll(scriptPath)].flatMap(([, root, rest]) => {
    const path = `${root === "~" ? home : root}${rest}`
    return world.isScript(path) ? [] : [`script ${path} does not exist`]
  })
}

const functions = Words.anyOf(`
  root postmaster hostmaster webmaster abuse no-?reply do-?not-?reply support info security
  help(?:desk)? service(?:desk)? it hr ops dev sales admin administrator billing accounts? cron
  alerts? monitoring backup noc jobs office team all list mailer-daemon
`)
const functionAddresses = new RegExp(`^${functions}(?:[-+.][\\w-]+)?@`)

const everybody = new Set(
  Words.split(`
    all team everyone everybody both folks colleagues there zusammen alle team kollegen
    todos todas equipo equipe pessoal turma gente compañeros colegas sir madam herr frau
    herren damen señor señora senhor senhora dr mr ms mrs again and und y e ihr beide beiden zwei
    euch runde grüße grüsse gruß gruss ambos dos vocês vosotros dois ustedes two you three drei
    tres três
  `),
)
const salutations = Words.anyOf(`
  Hi Hello Hey Dear Hallo Hi\\sthere Moin Liebe[rs]? Servus Hola Estimad[oa]s? Querid[oa]s? Olá Oi
  Prezad[oa]s? Car[oa]s?
`)
const greeting = new RegExp(
  `^${salutations}\\s+([\\p{L}][\\p{L}'\u2019 -]{1,40}?)\\s*[,:!\u2013-]?\\s*$`,
  "u",
)

const people = ({ addresses, domains, names }: World, { text }: Line): ReadonlyArray<string> => {
  const found: Array<string> = []
  for (const match of (text.includes("@") ? text.toLowerCase() : "").matchAll(
    /(?<![\w.+-])[a-z0-9][\w.+-]*@([a-z0-9-]+(?:\.[a-z0-9-]+)+)/g,
  )) {
    const [address, domain] = match
    const unknown =
      domains.has(domain!) && !addresses.has(address) && !functionAddresses.test(address)
    // `deploy@web-01.corp.net` is a login, whose domain is a host.
    if (unknown) found.push(`${address} does not exist`)
  }
  const greeted = greeting.exec(text)?.[1]
  const parts = greeted === undefined ? [] : nameParts(greeted)
  if (parts.length > 0 && !parts.some((part) => names.has(part) || everybody.has(part)))
    found.push(`nobody is called ${greeted}`)
  for (const match of (text.includes("@") ? text : "").matchAll(
    /(?:^|\s)@(\p{Lu}\p{Ll}+)(?![\w.])/gu,
  ))
    if (!names.has(match[1]!.toLowerCase())) found.push(`nobody is called ${match[1]}`)
  return found
}

const mailNouns = Words.anyOf(
  "mail e-mail email thread message hilo correo mensaje faden nachricht conversa mensagem",
)
const threadMention = new RegExp(
  `\\b${mailNouns}s?,?\\s+["\u201c\u201e\u00ab]([^"\u201c\u201d\u201e\u00ab\u00bb\\n]{4,80})["\u201d\u201c\u00bb]`,
  "giu",
)

const threads = ({ subjects }: World, { text }: Line): ReadonlyArray<string> =>
  [...text.matchAll(threadMention)].flatMap(([, subject]) =>
    subjects.has(bareSubject(subject!))
      ? []
      : [`no mail has the subject "${subject!.replace(/\s+/g, " ").trim()}"`],
  )

/** What the line names that is not there. */
export const missing = (world: World, line: Line): ReadonlyArray<string> => {
  // Most lines have nothing to refer with, and a fleet has many lines.
  const { text } = line
  const hasDigit = /\d/.test(text)
  return [
    ...(hasDigit && text.includes("-") ? tickets(world, line) : []),
    ...(hasDigit || text.includes(".") || text.includes("@") ? hosts(world, line) : []),
    ...(text.includes("/") ? scripts(world, line) : []),
    ...(line.isCode ? [] : people(world, line)),
    ...(/["\u201c\u201e\u00ab]/.test(text) ? threads(world, line) : []),
  ]
}
