/**
 * The few words that files need beside the lexicon, in its languages: marks of state, and the tails
 * that people add to a line which stands already.
 */

export interface Phrases {
  readonly todo: ReadonlyArray<string>
  readonly draft: ReadonlyArray<string>
  readonly waiting: ReadonlyArray<string>
  readonly questions: ReadonlyArray<string>
  readonly done: ReadonlyArray<string>
  /** What is added to any line later; productions of the lexicons' notation. */
  readonly tails: ReadonlyArray<string>
  /** What is added to a task only. */
  readonly taskTails: ReadonlyArray<string>
  /** A status line put over a draft or a note. */
  readonly status: ReadonlyArray<string>
}

const en: Phrases = {
  todo: ["TODO", "todo", "To do", "Todo list"],
  draft: ["Draft", "draft", "First draft", "Draft, not final"],
  waiting: ["Waiting", "Waiting for", "Waiting on others", "Blocked", "Parked"],
  questions: ["Questions", "Open questions", "Open", "To ask", "Unclear", "To clarify"],
  done: ["done", "ok", "done {today}", "fixed {today}"],
  tails: [
    " ({ticket})",
    " ({person}, {today})",
    ", {person} [knows|has the details|was told]",
    ", see {ticket}",
    ", [still so|same] {today}",
  ],
  taskTails: [
    ", [ask|check with|tell] {person}",
    ", {person} is on it",
    ", open since {pastday}",
    ", [again|latest] {nextday}",
    " ([no reply yet|still open|asked again], {today})",
    " [->|=>] {person}",
    ", {person} [wants it|needs it] by {nextday}",
    " (not before {nextdate})",
    ", [about|roughly] {minutes} min",
  ],
  status: [
    "[sent to|shared with|read by] {person} {today}",
    "{today}: [waiting for|comments from|talked to] {person}, {ticket}",
    "[next version|finish] by {nextday}, {person} [reads first|wants numbers|has comments]",
    "{today}, [v2|second version|still rough], {ticket}",
  ],
}

const de: Phrases = {
  todo: ["TODO", "todo", "To-do", "Aufgaben"],
  draft: ["Entwurf", "Erster Entwurf", "Rohfassung", "Entwurf, nicht final"],
  waiting: ["Warten auf", "Wartet", "Blockiert", "Liegt bei anderen", "Geparkt"],
  questions: ["Fragen", "Offene Fragen", "Offen", "Unklar", "Zu klären", "Noch fragen"],
  done: ["erledigt", "ok", "erledigt {today}", "fertig {today}"],
  tails: [
    " ({ticket})",
    " ({person}, {today})",
    ", {person} [weiß Bescheid|hat die Details|ist informiert]",
    ", siehe {ticket}",
    ", [immer noch so|Stand] {today}",
  ],
  taskTails: [
    ", {person} [fragen|Bescheid geben]",
    ", {person} ist dran",
    ", offen seit {pastday}",
    ", [nochmal|spätestens] {nextday}",
    " ([keine Antwort|noch offen|nachgehakt], {today})",
    " [->|=>] {person}",
    ", {person} braucht es bis {nextday}",
    " (nicht vor {nextdate})",
    ", [ca.|etwa] {minutes} min",
  ],
  status: [
    "[an|ging an] {person} am {today}",
    "{today}: [warte auf|Rückmeldung von|Gespräch mit] {person}, {ticket}",
    "[nächste Fassung|fertig] bis {nextday}, {person} [liest zuerst|will Zahlen|hat Anmerkungen]",
    "Stand {today}, [v2|zweite Fassung|noch roh], {ticket}",
  ],
}

const es: Phrases = {
  todo: ["TODO", "Pendiente", "Por hacer", "Tareas"],
  draft: ["Borrador", "Primer borrador", "Borrador, sin cerrar", "Versión provisional"],
  waiting: ["En espera", "Esperando", "Bloqueado", "Depende de otros", "Parado"],
  questions: ["Preguntas", "Dudas", "Por aclarar", "Sin aclarar", "Preguntar", "Dudas abiertas"],
  done: ["hecho", "ok", "hecho {today}", "listo {today}"],
  tails: [
    " ({ticket})",
    " ({person}, {today})",
    ", [lo sabe|tiene los detalles] {person}",
    ", ver {ticket}",
    ", [sigue igual|igual], {today}",
  ],
  taskTails: [
    ", [preguntar|avisar] a {person}",
    ", lo lleva {person}",
    ", abierto desde el {pastday}",
    ", [otra vez|como tarde] el {nextday}",
    " ([sin respuesta|sigue abierto|insistido], {today})",
    " [->|=>] {person}",
    ", {person} lo necesita para el {nextday}",
    " (no antes del {nextdate})",
    ", [unos|sobre] {minutes} min",
  ],
  status: [
    "[enviado|pasado] a {person} ({today})",
    "{today}: [a la espera de|comentarios de|hablado con] {person}, {ticket}",
    "[otra versión|cerrar] para el {nextday}, {person} [lo lee antes|quiere números|tiene pegas]",
    "{today}, [v2|segunda versión|sin pulir], {ticket}",
  ],
}

const pt: Phrases = {
  todo: ["TODO", "Pendências", "A fazer", "Tarefas"],
  draft: ["Rascunho", "Primeiro rascunho", "Rascunho, não final", "Versão provisória"],
  waiting: ["Aguardando", "Esperando", "Bloqueado", "Depende de outros", "Parado"],
  questions: [
    "Perguntas",
    "Dúvidas",
    "Em aberto",
    "A esclarecer",
    "Perguntar",
    "Dúvidas em aberto",
  ],
  done: ["feito", "ok", "feito {today}", "pronto {today}"],
  tails: [
    " ({ticket})",
    " ({person}, {today})",
    ", {person} [sabe|tem os detalhes]",
    ", ver {ticket}",
    ", [continua assim|igual], {today}",
  ],
  taskTails: [
    ", [falar com|avisar|ver com] {person}",
    ", {person} está vendo",
    ", aberto desde {pastday}",
    ", [de novo|no máximo] {nextday}",
    " ([sem resposta|ainda aberto|cobrado], {today})",
    " [->|=>] {person}",
    ", {person} precisa até {nextday}",
    " (não antes de {nextdate})",
    ", [uns|cerca de] {minutes} min",
  ],
  status: [
    "[enviado|passado] para {person} em {today}",
    "{today}: [aguardando|comentários de|conversado com] {person}, {ticket}",
    "[nova versão|fechar] até {nextday}, {person} [lê antes|quer números|tem ressalvas]",
    "{today}, [v2|segunda versão|ainda cru], {ticket}",
  ],
}

/** What stands behind a line that says too little of its own; the same in every language. */
export const asides: ReadonlyArray<string> = [
  " ({ticket})",
  ", {ticket}",
  " ({person}, {pastdate})",
]
/** The same in an office, where work has no tickets. */
export const officeAsides: ReadonlyArray<string> = [" ({person}, {pastdate})"]
export const officeTaskAsides: ReadonlyArray<string> = [
  " [->|=>] {person}",
  " ({person})",
  ", {person} [+|/] {person2}",
]
/** The same behind a task; a date says until when. */
export const ticketAsides: ReadonlyArray<string> = [
  " ({ticket})",
  ", {ticket}",
  " [->|=>] {person}, {ticket}",
]
export const dateAsides: ReadonlyArray<string> = [
  ", {nextdate}",
  " ({nextdate})",
  " ({person}, {nextdate})",
  " [->|=>] {person}, {nextdate}",
]

const byLanguage: Readonly<Record<string, Phrases>> = { en, de, es, pt }

export const forLanguage = (language: string): Phrases => byLanguage[language] ?? en

/** Whether an item is marked as finished, in any of the languages. */
export const isDone = (line: string): boolean =>
  /^\s*(?:[-*+>]\s+)?\[[xX]\]|^\s*x\s|[-(,] ?(?:done|ok|fixed|erledigt|fertig|hecho|listo|feito|pronto)\b[^,]{0,14}$/.test(
    line,
  )
