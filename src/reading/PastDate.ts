/** Literal dates with a year that a line tells as past. */
import * as Civil from "../time/Civil.ts"
import * as Words from "./Words.ts"

const monthNames = [
  "january|januar|enero|janeiro|jan|ene",
  "february|februar|febrero|fevereiro|feb|fev",
  "march|märz|marzo|março|mar|mär",
  "april|abril|apr|abr",
  "may|mai|mayo|maio",
  "june|juni|junio|junho|jun",
  "july|juli|julio|julho|jul",
  "august|agosto|aug|ago",
  "september|septiembre|setembro|sept|sep|set",
  "october|oktober|octubre|outubro|oct|okt|out",
  "november|noviembre|novembro|nov",
  "december|dezember|diciembre|dezembro|dec|dez|dic",
].map((names) => names.split("|"))

const anyMonth = monthNames.flat().join("|")

const dayOf = (year: number, month: number, dayOfMonth: number): number | undefined => {
  if (month < 1 || month > 12 || dayOfMonth < 1) return undefined
  const found = Civil.toDay({ year, month, dayOfMonth })
  return Civil.fromDay(found).dayOfMonth === dayOfMonth ? found : undefined
}

const monthOf = (name: string): number =>
  monthNames.findIndex((names) => names.includes(name.toLowerCase())) + 1

type Reader = readonly [RegExp, (parts: ReadonlyArray<string>) => number | undefined]

const readers: ReadonlyArray<Reader> = [
  [
    /(?<![\d-])(20\d\d)-(\d\d)-(\d\d)(?![\d-])/g,
    ([y, m, d]) => dayOf(Number(y), Number(m), Number(d)),
  ],
  [
    /(?<![\d.])(\d{1,2})\.(\d{1,2})\.(20\d\d)(?!\d)/g,
    ([d, m, y]) => dayOf(Number(y), Number(m), Number(d)),
  ],
  // 03/04/2026 is two dates; it is judged by the earlier of them.
  [
    /(?<![\d/])(\d{1,2})\/(\d{1,2})\/(20\d\d)(?!\d)/g,
    ([a, b, y]) => {
      const read = [dayOf(Number(y), Number(b), Number(a)), dayOf(Number(y), Number(a), Number(b))]
      const days = read.filter((one) => one !== undefined)
      return days.length === 0 ? undefined : Math.min(...days)
    },
  ],
  [
    new RegExp(
      `(?<!\\d)(\\d{1,2})\\.?\\s+(?:de\\s+)?(${anyMonth})\\.?,?\\s+(?:de\\s+)?(20\\d\\d)(?!\\d)`,
      "gi",
    ),
    ([d, m, y]) => dayOf(Number(y), monthOf(m!), Number(d)),
  ],
  [
    new RegExp(`\\b(${anyMonth})\\.?\\s+(\\d{1,2}),?\\s+(20\\d\\d)(?!\\d)`, "gi"),
    ([m, d, y]) => dayOf(Number(y), monthOf(m!), Number(d)),
  ],
]

interface Mention {
  /** Days since 1970-01-01. */
  readonly day: number
  /** What stands before the date in its own clause. */
  readonly lead: string
}

const clauseEnd = /[,;()|\u2013\u2014\u2192]|[.!?] |=>|->/

const mentions = (line: string): ReadonlyArray<Mention> =>
  !line.includes("20")
    ? []
    : readers.flatMap(([pattern, read]) =>
        [...line.matchAll(pattern)].flatMap((match) => {
          const day = read(match.slice(1))
          const lead = line.slice(0, match.index).split(clauseEnd).at(-1)!
          return day === undefined ? [] : [{ day, lead }]
        }),
      )

const word = (words: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\d])${Words.anyOf(words)}(?![\\p{L}\\d])`, "iu")

const past = word(`
  done finished completed since yesterday updated created generated written reviewed fixed
  merged deployed rotated restarted happened failed was were went broke noticed changed
  moved rebooted closed wrote sent told talked installed swapped schrieb gesagt geschrieben
  angerufen installiert escribí envié dijo instalado escrevi enviei disse erledigt seit
  gestern fertig aktualisiert erstellt geprüft
  abgeschlossen ausgefallen war wurde behoben hecho listo terminado ayer actualizado
  creado revisado reiniciado falló fue cerrado corregido feito pronto concluído ontem
  atualizado criado revisado reiniciado falhou foi fechado corrigido
`)

/** Words that let a date lie ahead: "was moved to 2026-05-01" tells of a meeting to come. */
const ahead = word(`
  ll be been can could may might shall want by until before due deadline plan planned
  scheduled next expires expire valid will going to for till should must from starting
  again not bis vor fällig geplant nächste läuft gültig wird soll muss ab auf zum
  verschoben termin gilt stichtag frist hasta antes para vence previsto próximo será debe plazo
  a partir al
  até antes para vence previsto próximo será deve prazo ao renew renewal verlängern
`)

/** Days after `today` that the line tells as past: the word must stand in the date's own clause. */
export const late = (line: string, today: number): ReadonlyArray<number> =>
  mentions(line)
    .filter(
      ({ day, lead }) => day > today && past.test(lead) && !ahead.test(line) && !line.includes("?"),
    )
    .map(({ day }) => day)

const within = new RegExp(
  "(?<!\\p{L})(?:yesterday|gestern|ayer|ontem|last night|was|were|since|seit|desde|done|wurde|fue|foi)" +
    `,? {0,2}\\(?(?:on |am |el |em |dia )?` +
    `(?:(${anyMonth})\\.? (\\d{1,2})|(\\d{1,2})\\.? (?:de )?(${anyMonth}))(?![\\p{L}\\d])(?!,? (?:de )?20\\d\\d)`,
  "giu",
)
const daysMax = 150

/** The same of dates without a year, right behind a word that tells of what has been. */
export const lateShort = (line: string, today: number): ReadonlyArray<number> =>
  [...line.matchAll(within)].flatMap(([, name, behind, before, month]) => {
    const { year } = Civil.fromDay(today)
    const days = [year - 1, year, year + 1]
      .map((each) => dayOf(each, monthOf((name ?? month)!), Number(behind ?? before)))
      .filter((day) => day !== undefined)
      .toSorted((a, b) => Math.abs(a - today) - Math.abs(b - today))
    const day = days[0]
    return day !== undefined && day > today && day - today <= daysMax && !ahead.test(line)
      ? [day]
      : []
  })
