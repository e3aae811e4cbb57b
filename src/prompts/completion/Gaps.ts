/** Gaps that somebody was to fill in, and what is made up for want of anything better. */
import * as Placeholder from "../../reading/Placeholder.ts"
import * as Words from "../../reading/Words.ts"
import * as Rejection from "./Rejection.ts"

const fillers = Words.anyOf(`
  your insert name date company recipient sender project host hostname ticket number link time
  team phone title role department colleague add enter describe placeholder person manager
  customer vendor client signature position contact todo tbd here
  dein deine ihr ihre datum firma empfänger absender projekt uhrzeit telefon nummer rolle kollege
  hier einfügen unterschrift kunde
  tu su nombre fecha empresa destinatario remitente proyecto número hora equipo teléfono cargo
  puesto insertar firma cliente
  seu sua nome data destinatário remetente projeto telefone cargo inserir assinatura
`)
const bracketed = new RegExp(`\\[(?:the )?${fillers}\\b[^\\]\\n]{0,60}\\](?!\\()`, "iu")
const angled = new RegExp(`<(?:the |insert |your )?${fillers}(?:[ _-][^<>\\n]{0,40})?>`, "iu")
/** `[Helen]` is nobody's way to sign; `[WIP]` and `[x]` are other things. */
const capital =
  /\[(?!(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Lunes|Martes|Miércoles|Jueves|Viernes|Segunda|Terça|Quarta|Quinta|Sexta)\])\p{Lu}\p{Ll}[^\]\n]{0,40}\](?!\()/u
const braced = /\{\{[^{}\n]{1,60}\}\}/

const anywhere: ReadonlyArray<RegExp> = [
  /\byour[-_](?:\w+)/i,
  /\bpath\/to\b|\bpfad\/zu\b|\bruta\/a\b|\bcaminho\/para\b/i,
  /\b(?:john|jane) (?:doe|smith)\b|\b(?:max|erika) mustermann\b|\bjuan pérez\b|\bfulano\b|\bjoão da silva\b/i,
  /\bacme\b|\bfoo ?bar\b|\bfoobar\b|\bcontoso\b|\bglobex\b/i,
  /\bexample\.(?:com|org|net)\b|\bexample[-_.](?:host|server|user|domain)\b|\b(?:your|my)(?:domain|company|server)\b/i,
  /\bX{3,}(?:-X+)*\b|\bx{4,}\b|\b_{4,}/,
  /\b(?:555-\d{4}|123-?456-?7890)\b/,
  /\buser@(?:host|server|domain)\b|\bchangeme\b/i,
  /\((?:insert|add|your|hier einfügen|insertar|inserir) [^()\n]{1,60}\)/i,
  /\bgoes here\b|\bedit me\b|\bsample (?:note|text|file|script|content|mail)\b|\b(?:implement|add|insert|put) (?:the |your )?(?:actual |own )?(?:logic|code|implementation)\b/i,
  /=\s*["']?(?:server_?name|user_?name|host_?name|db_?name|database_name|some_\w+|my_?(?:server|user|database|app|host))["']?\s*$/i,
  /^\s*#\s*(?:author|autor|date|datum|fecha|data|version|versión|versão|licen[cs]e|created(?: by| on)?|last (?:modified|updated)|copyright)\s*:/i,
  /\bplaceholder\b|\bplatzhalter\b|\bmarcador de posición\b/i,
]

export const fault = (
  text: string,
  isCode: boolean,
  isMail: boolean,
  domain: string,
): Rejection.Rejection | undefined => {
  const isExample = /(?:^|\.)example\.(?:com|org|net)$/.test(domain)
  const body = Placeholder.inBody(text, isMail)
  if (body !== undefined) return Rejection.because("wrapped", body, text)
  for (const line of text.split("\n")) {
    const what = Placeholder.inLine(line, isCode, isExample)
    if (what !== undefined) return Rejection.because("placeholder", what, line)
    const hasGap =
      !isCode &&
      (bracketed.test(line) || capital.test(line) || angled.test(line) || braced.test(line))
    const known = isExample ? line.replaceAll(domain, "") : line
    if (hasGap || anywhere.some((pattern) => pattern.test(known)))
      return Rejection.because("placeholder", "a gap to fill in", line)
  }
  return undefined
}
