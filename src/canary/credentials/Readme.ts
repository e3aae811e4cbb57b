/** The README of a small repository, in the language of its owner. */
import * as Effect from "effect/Effect"
import type { Subject } from "../../bodies/Subject.ts"
import type { Stream } from "../../rng/Rng.ts"
import * as Voice from "../../voice/Voice.ts"
import type { Context } from "../Context.ts"
import * as Account from "./Account.ts"
import type { Sheet } from "./Leaf.ts"
import * as Scribe from "./Scribe.ts"
import type { Plan } from "./WorkTree.ts"

interface Wording {
  readonly leads: ReadonlyArray<string>
  readonly use: ReadonlyArray<string>
  readonly contents: ReadonlyArray<string>
  readonly notes: ReadonlyArray<string>
  readonly contact: ReadonlyArray<string>
  readonly runs: ReadonlyArray<string>
}

const wordings: Readonly<Record<string, Wording>> = {
  en: {
    leads: [
      "Everything we need for {project}.",
      "Small tools around {project}, kept by {team}.",
      "Came out of {ticket}; used on {host}.",
      "Scripts and settings for {project} on {host}.",
      "What runs on {host} for {project}, in one place.",
      "Work in progress for {project}, see {ticket}.",
    ],
    use: ["Usage", "How to run it", "Running", "Setup", "Getting started"],
    contents: ["What is in here", "Contents", "Files", "Layout"],
    notes: ["Notes", "Good to know", "Open points", "Known issues"],
    contact: ["Ask {person} or me.", "Questions: {person} ({team}).", "Maintained by {team}."],
    runs: ["On {host}:", "From a checkout on {host}:", "As {automation} on {host}:"],
  },
  de: {
    leads: [
      "Alles, was wir für {project} brauchen.",
      "Kleine Werkzeuge rund um {project}, gepflegt von {team}.",
      "Entstanden aus {ticket}, läuft auf {host}.",
      "Skripte und Einstellungen für {project} auf {host}.",
      "Was auf {host} für {project} läuft, an einem Ort.",
      "Noch in Arbeit, siehe {ticket} ({project}).",
    ],
    use: ["Benutzung", "Einrichtung", "Start", "So läuft es", "Aufruf"],
    contents: ["Inhalt", "Was hier liegt", "Dateien", "Aufbau"],
    notes: ["Hinweise", "Gut zu wissen", "Offene Punkte", "Bekannte Probleme"],
    contact: [
      "Fragen an {person} oder mich.",
      "Ansprechpartner: {person} ({team}).",
      "Zuständig: {team}.",
    ],
    runs: ["Auf {host}:", "Aus dem Checkout auf {host}:", "Als {automation} auf {host}:"],
  },
  es: {
    leads: [
      "Todo lo que hace falta para {project}.",
      "Herramientas pequeñas para {project}, las mantiene {team}.",
      "Salió de {ticket}; se usa en {host}.",
      "Scripts y configuración de {project} en {host}.",
      "Lo que corre en {host} para {project}, en un solo sitio.",
      "Todavía en obras, ver {ticket} ({project}).",
    ],
    use: ["Uso", "Instalación", "Puesta en marcha", "Cómo se ejecuta"],
    contents: ["Contenido", "Qué hay aquí", "Archivos", "Estructura"],
    notes: ["Notas", "A tener en cuenta", "Pendiente", "Problemas conocidos"],
    contact: ["Dudas: {person} o yo.", "Contacto: {person} ({team}).", "Lo mantiene {team}."],
    runs: ["En {host}:", "Desde la copia de {host}:", "Como {automation} en {host}:"],
  },
  pt: {
    leads: [
      "Tudo o que é preciso para {project}.",
      "Ferramentas pequenas para {project}, mantidas por {team}.",
      "Nasceu de {ticket}; usado em {host}.",
      "Scripts e configuração de {project} em {host}.",
      "O que roda em {host} para {project}, num lugar só.",
      "Ainda em andamento, ver {ticket} ({project}).",
    ],
    use: ["Uso", "Instalação", "Como executar", "Primeiros passos"],
    contents: ["Conteúdo", "O que há aqui", "Arquivos", "Estrutura"],
    notes: ["Notas", "Bom saber", "Pendências", "Problemas conhecidos"],
    contact: ["Dúvidas: {person} ou comigo.", "Contato: {person} ({team}).", "Mantido por {team}."],
    runs: ["Em {host}:", "A partir do checkout em {host}:", "Como {automation} em {host}:"],
  },
}

const fill = (template: string, slots: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => slots[name]!)

const slotsOf = (rng: Stream, context: Context): Readonly<Record<string, string>> => {
  const { organisation: org } = context
  return {
    project: org.projects[0]!.name,
    team: org.projects[0]!.team,
    host: org.hosts.length > 0 ? rng.pick(org.hosts).name : context.hostname,
    ticket: org.tickets.length > 0 ? rng.pick(org.tickets) : org.name,
    person: org.people.length > 0 ? rng.pick(org.people).name : context.owner.name,
    automation: org.automation,
  }
}

/** Commands by which what is in the tree is started. */
const commands = (rng: Stream, { files, flavour }: Plan): ReadonlyArray<string> => {
  const script = files.find(({ maker }) => maker === "script")?.path
  const named = (maker: string): string => files.find((each) => each.maker === maker)?.path ?? ""
  const dry = rng.pick(["", " -h"])
  switch (flavour) {
    case "python":
      return [
        "python3 -m venv venv",
        "venv/bin/pip install -r requirements.txt",
        `venv/bin/python ${script ?? "main.py"}`,
      ]
    case "ansible":
      return [
        `ansible-playbook -i ${named("inventory")} ${named("playbook")}${rng.pick([" --check", " --diff", ""])}`,
      ]
    case "compose": {
      const file = named("compose")
      const option = file === "docker-compose.prod.yml" ? ` -f ${file}` : ""
      return [`cp ${named("sample")} .env`, `docker compose${option} up -d`]
    }
    case "node":
      return ["npm ci", `cp ${named("sample")} .env`, "npm start"]
    default:
      return [`./${script ?? "run.sh"}${dry}`]
  }
}

const capital = (sentence: string): string => sentence[0]!.toUpperCase() + sentence.slice(1)

const sentences = (rng: Stream, subject: Subject, rule: string, count: number): string => {
  const { hosts, projects } = subject.lore
  // what a machine or a project is called stays in small letters
  const named = new Set([...hosts, ...projects].map(({ name }) => name))
  for (const { branches } of projects) for (const each of branches) named.add(each)
  const made = Array.from({ length: count }, (_, at) => {
    const own = rng.within("sentence", at)
    const scope = Voice.scope(own, subject.author, subject.lore, subject.matter, subject.local)
    return Voice.say(own, scope, rule)
  })
  return [...new Set(made)]
    .filter((each) => each !== "")
    .map((each) => (named.has(each.split(/[\s,:]/)[0]!) ? each : capital(each)))
    .map((each) => (/[.!?]$/.test(each) ? each : `${each}.`))
    .join(" ")
}

export const text = ({
  rng,
  context,
  plan,
  path,
  revision,
  commit,
  writtenAt,
}: Sheet): Effect.Effect<string> =>
  Effect.sync(() => {
    const wording = wordings[context.owner.language] ?? wordings["en"]!
    const slots = slotsOf(rng.within("slots"), context)
    const subject = Scribe.subject(rng, context, `/${path}`, writtenAt)
    const style = rng.within("style")
    const title = style.pick([slots["project"]!, Account.projectOf(context).replace(/-/g, " ")])
    const fence = style.chance(3, 4) ? "```" : ""
    const shown = commands(rng.within("commands"), plan)
    const head = (name: string): ReadonlyArray<string> => [`## ${name}`, ""]
    const use = [
      ...head(style.pick(wording.use)),
      ...(style.chance(1, 2) ? [fill(style.pick(wording.runs), slots), ""] : []),
      ...(fence === "" ? shown.map((each) => `    ${each}`) : [fence, ...shown, fence]),
    ]
    const listed = plan.files.filter(
      ({ maker, born }) => maker !== "readme" && maker !== "ignore" && born <= commit,
    )
    const contents = style.chance(1, 2)
      ? [...head(style.pick(wording.contents)), ...listed.map((each) => `- \`${each.path}\``)]
      : []
    const notes = [
      ...head(style.pick(wording.notes)),
      ...Array.from(
        { length: style.between(1, 3) + revision },
        (_, at) => `- ${sentences(rng.within("note", at), subject, "fact", 1)}`,
      ),
    ]
    const lead = [
      fill(style.pick(wording.leads), slots),
      ...(style.chance(1, 2) ? [sentences(rng.within("lead"), subject, "reason", 1)] : []),
    ].join(" ")
    const parts = [
      [`# ${title}`, "", lead],
      ...style.shuffle([use, contents]),
      notes,
      style.chance(2, 3) ? [fill(style.pick(wording.contact), slots)] : [],
    ].filter((each) => each.length > 0)
    return `${parts.map((each) => each.join("\n")).join("\n\n")}\n`
  })
