/** Addresses, hosts and links that the organisation does not have. */
import * as Lore from "../../lore/Lore.ts"
import type { World } from "../../reading/Reference.ts"
import * as Civil from "../../time/Civil.ts"

/** Where a line stands. */
export interface Place {
  readonly isCode: boolean
  /** Local day of writing. */
  readonly day: number
  /** Who has a home. */
  readonly logins: ReadonlySet<string>
}

/** Addresses that mean no host, and resolvers that everybody knows. */
const anybodys =
  /^(?:127\.|0\.0\.0\.0$|255\.|8\.8\.(?:8\.8|4\.4)$|1\.1\.1\.1$|9\.9\.9\.9$|169\.254\.)|\.0$|\.255$/

const isQuad = (text: string): boolean => text.split(".").every((part) => Number(part) <= 255)

const numbers = ({ lore, hosts }: World, line: string): ReadonlyArray<string> =>
  [...line.matchAll(/(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})(?![\w.]*\d)/g)].flatMap(([, ip]) =>
    !isQuad(ip!) ||
    anybodys.test(ip!) ||
    hosts.has(ip!) ||
    lore.hosts.some((host) => host.ip === ip)
      ? []
      : [`address ${ip}`],
  )

const mailboxes =
  /(?<![\w.+-])([a-z0-9][\w.+-]{0,40})@([a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){1,4})/gi
/** Boxes that nobody is: the judge of references knows them in full. */
const functional =
  /^(?:root|postmaster|hostmaster|webmaster|abuse|no-?reply|support|info|security|help(?:desk)?|it|hr|ops|dev|sales|admin|billing|accounts?|cron|alerts?|monitoring|backup|noc|office|team|all|list)$/i

const isOurs = ({ domains, hosts }: World, name: string): boolean => {
  const full = name.toLowerCase().replace(/\.$/, "")
  if (domains.has(full) || hosts.has(full)) return true
  const dot = full.indexOf(".")
  return dot > 0 &&
    domains.has(full.slice(dot + 1)) &&
    /^(?:www|mail|smtp|imap)$/.test(full.slice(0, dot))
    ? true
    : dot > 0 && domains.has(full.slice(dot + 1)) && hosts.has(full.slice(0, dot))
}

const mails = (world: World, line: string): ReadonlyArray<string> =>
  [...line.matchAll(mailboxes)].flatMap(([whole, box, domain]) => {
    const known =
      world.addresses.has(whole.toLowerCase()) ||
      (world.domains.has(domain!.toLowerCase()) && functional.test(box!)) ||
      // a login on a host: `deploy@web-01.corp.net`
      (!world.domains.has(domain!.toLowerCase()) && isOurs(world, domain!))
    return known ? [] : [`mail address ${whole}`]
  })

const links = (world: World, line: string): ReadonlyArray<string> =>
  [
    ...line.matchAll(
      /\b(?:https?|ftp|ssh|sftp|git|smb|ldaps?):\/\/(?:[^\s/@]{1,60}@)?([^\s/:?#"'<>)\]]{1,120})/gi,
    ),
  ].flatMap(([whole, host]) =>
    /^\$|^\{|^(?:localhost|127\.0\.0\.1|\[::1\]?)$/.test(host!) || isOurs(world, host!)
      ? []
      : world.lore.hosts.some(({ ip }) => ip === host)
        ? []
        : [`link ${whole.slice(0, 60)}`],
  )

const tops =
  "com|net|org|io|eu|de|es|pt|br|uk|us|fr|it|nl|cloud|dev|app|local|lan|internal|intern|corp|intra|int|home|biz|info|xyz|ly|co|ai|gg|tv|site|online|tech|shop|ch|be|dk|cn|jp|ie|top|club|page|zone|systems|network"
const domainName = new RegExp(
  `(?<![\\w.@/$-])((?:[a-z0-9][a-z0-9-]{0,40}\\.){1,4}(?:${tops}))(?![\\w-]|\\.\\w|\\()`,
  "gi",
)

const domains = (world: World, line: string, isCode: boolean): ReadonlyArray<string> =>
  [...line.matchAll(domainName)].flatMap(([, name]) =>
    isOurs(world, name!) || (isCode && !/\.(?:com|net|org|local|lan|internal|corp)$/i.test(name!))
      ? []
      : [`domain ${name}`],
  )

const hostStems =
  "web|www|front|db|sql|pg|mysql|postgres|app|svc|api|node|mail|mx|smtp|files?|nas|share|fs|backup|bak|vault|build|ci|runner|proxy|lb|edge|ns|dns|ldap|ad|dc|mon|metrics|logs?|jump|gate|gw|fw|firewall|router|switch|sw|srv|server|host|vm|esx|esxi|kube|k8s|redis|cache|queue|prod|prd|stage|staging|stg|test|tst|dev|uat|win|linux|lnx|ubuntu|debian|pc|ws|lt|desk|print|printer"
const hostName = new RegExp(
  `(?<![\\w./=$@{-])((?:${hostStems})(?:-?(?:${hostStems}|prod|prd|eu|us|int|ext))?-?\\d{1,3})(?![\\w]|[-.]\\w)`,
  "gi",
)

/** Names that look like a host's and are none of ours. */
const names = (world: World, line: string, isCode: boolean): ReadonlyArray<string> =>
  isCode &&
  !/\b(?:ssh|scp|rsync|ping|curl|wget|nc|host|dig)\b|^\s*#|hosts?\b|\bfor \w+ in\b|(?:servers?|nodes?)\s*=/i.test(
    line,
  )
    ? []
    : [...line.matchAll(hostName)].flatMap(([, name]) =>
        world.hosts.has(name!.toLowerCase()) ? [] : [`host ${name}`],
      )

/** Where a script would connect to: words of a command, and of a list that Python runs. */
const connecting: ReadonlyArray<RegExp> = [
  /(?:^\s*|[;&|(`]\s*|\b(?:then|do|else|if|while|sudo|timeout \d+) +)(?:ssh|sftp|ping|telnet|nc|dig|host|nslookup)\s+(?:-\w+(?:\s+\d+)?\s+){0,4}(?:[\w.-]{1,30}@)?([a-z][\w.-]{1,60})(?=[\s"';|&)]|$)/g,
  /["'](?:ssh|scp|ping|nc)["'],\s*(?:["']-[\w=]+["'],\s*){0,4}["'](?:[\w.-]{1,30}@)?([a-z][\w.-]{1,60})["']/g,
  /(?:^|\s)(?:[a-z][\w.-]{0,30}@)?([a-z][\w.-]{1,60}):[~/]/g,
]

const targets = (world: World, line: string): ReadonlyArray<string> =>
  connecting.flatMap((pattern) =>
    [...line.matchAll(pattern)].flatMap(([, host]) =>
      isOurs(world, host!) || /^(?:localhost|file|https?|ftp)$/.test(host!) ? [] : [`host ${host}`],
    ),
  )

/** Groups of hexadecimal digits with a gap, or eight of them; a time has no such thing. */
const sixes =
  /(?<![\w:.])(?!::1?(?![\w:]))(?:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::[0-9a-f]{0,4}(?::[0-9a-f]{1,4}){0,6}|[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){7})(?:\/\d{1,3})?(?![\w:])/gi

const addresses = (line: string): ReadonlyArray<string> =>
  [...line.matchAll(sixes)].flatMap(([found]) =>
    /[\da-f]/i.test(found) ? [`address ${found}`] : [],
  )

/** Tickets in small letters, and numbers of trackers that nobody has. */
const numbered = ({ lore }: World, line: string, day: number): ReadonlyArray<string> => [
  ...[...line.matchAll(/(?<![\w./-])([a-z]{2,6})-(\d{1,6})(?![\w-])/g)].flatMap(([all, prefix]) =>
    prefix!.toUpperCase() === lore.tickets.prefix &&
    ![day - 1, day, day + 1].some((near) => Lore.isTicket(lore, all.toUpperCase(), near))
      ? [`ticket ${all}`]
      : [],
  ),
  ...[...line.matchAll(/(?<![\w&/])#(\d{4,7})(?![\w-])/g)].map(([all]) => `ticket ${all}`),
  ...[...line.matchAll(/\bCVE-(\d{4})-\d{4,7}\b/g)].flatMap(([all, year]) =>
    Number(year) > Civil.fromDay(day).year ? [`advisory ${all}`] : [],
  ),
]

/** `/home/bob` where nobody logs in as bob. */
const homes = (logins: ReadonlySet<string>, line: string): ReadonlyArray<string> =>
  [...line.matchAll(/(?<![\w$}])\/home\/([a-z][\w.-]{1,31})/g)].flatMap(([found, login]) =>
    logins.has(login!) ? [] : [`home ${found}`],
  )

const boxes = ({ hosts, domains }: World, line: string): ReadonlyArray<string> =>
  !/\b(?:mail|mailx|sendmail|mutt)\b/.test(line)
    ? []
    : [...line.matchAll(/(?<![\w$])[\w.-]+@([a-z][\w-]*)(?![\w.:/$-])/g)].flatMap(([box, host]) =>
        hosts.has(host!) || domains.has(host!) || host === "localhost"
          ? []
          : [`mail address ${box}`],
      )

/** What the line names that is not there. */
export const missing = (
  world: World,
  line: string,
  { day, isCode, logins }: Place,
): ReadonlyArray<string> => [
  ...(/\d/.test(line)
    ? [
        ...numbers(world, line),
        ...names(world, line, isCode),
        ...(isCode ? [] : numbered(world, line, day)),
      ]
    : []),
  ...(line.includes("::") || /(?::\w+){7}/.test(line) ? addresses(line) : []),
  ...(line.includes("/home/") ? homes(logins, line) : []),
  ...(isCode && line.includes("@") ? boxes(world, line) : []),
  ...(line.includes("@") ? mails(world, line) : []),
  ...(line.includes("://") ? links(world, line) : []),
  ...(line.includes(".") ? domains(world, line, isCode) : []),
  ...(isCode && !/^\s*#/.test(line) ? targets(world, line) : []),
]
