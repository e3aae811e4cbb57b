/**
 * The program somebody reads and writes mail with, its version and how they have set it up. A
 * person keeps it for good: nobody changes programs with every mail.
 */
import type * as Persona from "../persona/Persona.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Voice from "../voice/Voice.ts"

export type Kind = Persona.MailClient

export interface MailClient {
  readonly kind: Kind
  /** What `User-Agent` or `X-Mailer` says; undefined where the program keeps silent. */
  readonly agent: string | undefined
  /** Outlook: mail has an HTML part beside the plain one. */
  readonly html: boolean
  /** The reply stands above what it quotes. */
  readonly topPosts: boolean
  /** Of what is quoted, only the parent's own words are kept. */
  readonly trims: boolean
  /** The signature follows replies too, not only new mail. */
  readonly signsReplies: boolean
  /** Column at which mutt's editor wraps. */
  readonly width: number
  /** Mutt 2 makes Message-IDs of a time stamp and chance in Base64; Mutt 1 spells the time out. */
  readonly modernIds: boolean
}

const outlookAgents = ["Microsoft Outlook 16.0", "Microsoft Outlook 16.0", "Microsoft Outlook 15.0"]

const thunderbirdOld = ["102.13.0", "102.15.0", "102.15.1", "91.13.1"]

/** Mail's build numbers on macOS 12 to 14, with the version that `Mime-Version` names. */
const appleAgents = [
  "3696.120.41.1.1",
  "3731.500.231",
  "3731.600.7",
  "3731.700.6",
  "3774.300.61.1.2",
  "3774.500.171.1.1",
  "3774.600.62",
]

/** As Debian 11, Ubuntu 22.04 and Debian 12 ship it. */
const muttAgents = [
  "Mutt/2.0.5 (2021-01-21)",
  "Mutt/2.1.4 (2021-12-11)",
  "Mutt/2.2.12 (2023-09-09)",
]

const muttOld = ["Mutt/1.10.1 (2018-07-13)", "Mutt/1.14.6 (2020-07-11)"]

const thunderbirdAgent = (rng: Stream, technical: boolean): string => {
  // Thunderbird names neither version nor system since 115
  if (rng.chance(65, 100)) return "Mozilla Thunderbird"
  const version = rng.pick(thunderbirdOld)
  const system = technical && rng.chance(3, 5) ? "X11; Linux x86_64" : "Windows NT 10.0; Win64; x64"
  const major = version.split(".")[0]
  return `Mozilla/5.0 (${system}; rv:${major}.0) Gecko/20100101 Thunderbird/${version}`
}

const muttAgent = (rng: Stream, modern: boolean): string | undefined => {
  if (!modern) return rng.pick(muttOld)
  // Mutt 2 names itself only where its user asks for it
  return rng.chance(60, 100) ? rng.pick(muttAgents) : undefined
}

const setUp = (rng: Stream, kind: Kind, technical: boolean): MailClient => {
  const modern = rng.within("modern").chance(3, 4)
  const agents = rng.within("agent")
  const topPosts = { outlook: 100, thunderbird: 60, "apple-mail": 100, mutt: 20 } satisfies Record<
    Kind,
    number
  >
  return {
    kind,
    agent: {
      outlook: () => agents.pick(outlookAgents),
      thunderbird: () => thunderbirdAgent(agents, technical),
      "apple-mail": () => agents.pick(appleAgents),
      mutt: () => muttAgent(agents, modern),
    }[kind](),
    html: rng.within("html").chance(70, 100),
    topPosts: rng.within("top").chance(topPosts[kind], 100),
    trims: kind !== "outlook" && rng.within("trim").chance(45, 100),
    signsReplies: rng.within("sign").chance(65, 100),
    width: rng.within("width").pick([72, 72, 72, 74, 76]),
    modernIds: modern,
  }
}

/** The program of one person: the operator's choice, else by stream. `root` is the root stream. */
export const of = (root: Stream, persona: Persona.Persona): MailClient => {
  const rng = root.within("mail-client", persona.email)
  const technical = persona.tone === "technical" || Voice.registerOf(persona.role) !== "office"
  const drawn = rng
    .within("kind")
    .weighted(["outlook", "thunderbird", "apple-mail", "mutt"] as const, (kind) =>
      kind === "outlook"
        ? 45
        : kind === "thunderbird"
          ? 25
          : kind === "apple-mail"
            ? 20
            : technical
              ? 10
              : 0,
    )
  return setUp(rng, persona.mailClient ?? drawn, technical)
}
