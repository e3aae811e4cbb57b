/** What a model says around a text or in place of it, in four languages. */
import * as Words from "../../reading/Words.ts"

const papers = Words.anyOf(`
  file note notes to-?do list draft script e-?mail mail message text content version reply response
  document memo code output archivo nota notas lista borrador correo mensaje texto respuesta
  documento versión guion datei notiz notizen liste entwurf nachricht antwort fassung skript
  dokument arquivo rascunho mensagem resposta versão tarefas tareas aufgaben tasks
`)

const assent =
  /^(?:sure|certainly|of course|absolutely|okay|ok|understood|got it|claro|por supuesto|desde luego|entendido|con gusto|gerne|natürlich|klar|selbstverständlich|sicher|verstanden|com certeza|certamente|perfeito|entendi)(?: thing| que sí)?[,!.:]+ ?/iu

const openers: ReadonlyArray<string> = [
  `here(?:'s| is| are|\u2019s) .{0,60}${papers}(?!\\p{L}).{0,120}`,
  "here (?:it is|you go|you are)(?!\\p{L}).{0,40}",
  `(?:below|the following) (?:is|are) .{0,60}${papers}(?!\\p{L}).{0,120}`,
  `(?:aquí (?:está|están|tienes|tiene|te dejo|le dejo|va)|este es|esta es|a continuación).{0,60}${papers}(?!\\p{L}).{0,120}`,
  `(?:hier (?:ist|sind|kommt|hast du)|anbei|nachfolgend|im folgenden).{0,60}${papers}(?!\\p{L}).{0,120}`,
  `(?:aqui (?:está|estão|vai|tens|tem)|segue|abaixo).{0,60}${papers}(?!\\p{L}).{0,120}`,
  "(?:aquí (?:está|tienes|va)|hier ist (?:er|sie|es)|aqui (?:está|vai)|segue)(?!\\p{L}).{0,30}[:!]",
]
const opener = new RegExp(`^(?:${openers.join("|")})$`, "iu")

const labels = Words.anyOf(`
  note output answer response reply mail e-?mail body text result script notiz ausgabe antwort nota
  salida respuesta correo cuerpo resultado saída resposta corpo texto rascunho borrador entwurf
  draft
`)
const label = new RegExp(
  `^(?:the )?(?:e-?mail )?${labels}(?: (?:body|text))?(?: \\([^()]{1,24}\\))?:$|` +
    "^[\\w-]{1,40}\\.(?:txt|md|sh|py):?$|" +
    "^(?:title|file|file ?name|path|titel|datei|archivo|título|arquivo): ?\\S.{0,80}$",
  "i",
)

const bare = (line: string): string => line.replace(/^[#*_> ([¡]+|[*_ )\]]+$/g, "").trim()

/** A line that only leads to the text below it. */
export const leads = (line: string, isMail: boolean): boolean => {
  const text = bare(line)
  if (text === "" || text.length > 260) return false
  if (label.test(text)) return true
  const rest = text.replace(assent, "")
  // "Sure!" alone is no mail's first line either, but "Sure, I'll have a look." is
  if (rest === "") return /^(?:sure|certainly|of course|absolutely)/i.test(text) || !isMail
  return opener.test(rest) && (!isMail || rest.endsWith(":") || rest !== text)
}

const closers: ReadonlyArray<string> = [
  "(?:please )?(?:let me know|feel free|don't hesitate|i hope (?:this|that|it)).{0,240}",
  "(?:would you like|do you want|if you(?:'d like| would like| need| want)).{0,240}",
  "this (?:note|script|draft|list|e-?mail|mail|text|version|reply|file)" +
    " (?:is|has|was|should|will|can|[a-z]{2,12}s)(?!\\p{L}).{0,240}",
  "(?:stay|happy|good luck|enjoy|have a (?:great|nice|productive)).{0,40}!",
  "(?:avísame|házmelo saber|espero que|si necesitas|si quieres|no dudes).{0,240}",
  "(?:lass mich|lassen sie mich|ich hoffe|wenn du|falls du|sag bescheid|falls sie).{0,240}",
  "(?:avise|me avise|diga-me|espero que|se precisar|se quiser|fique à vontade).{0,240}",
  "(?:explanation|erklärung|explicación|explicação|usage notes?|anmerkung):.{0,300}",
  "(?:note|hinweis|nota):? (?:this|the|that|make sure|you|i (?:kept|have|tried)|i've|dies|bitte|este|esta|asegúrate).{0,240}",
]
const closer = new RegExp(`^(?:${closers.join("|")})$`, "iu")
const meta = new RegExp(
  "^\\(?(?:word count|words?:|wortzahl|palabras:|palavras:|approx|note:|\\d+ words?\\b)|" +
    "\\b(?:adjust(?:ments)?|tweak|revise|changes to (?:this|the) " +
    `(?:${papers})|tone|tono|ton anpassen|ajust[ea]r?|anpass(?:en|ung))\\b`,
  "iu",
)

/** A last paragraph that speaks to whoever asked for the text. */
export const trails = (paragraph: string, isMail: boolean): boolean => {
  const text = bare(paragraph.replace(/\s*\n\s*/g, " "))
  if (text.length > 400) return false
  if (/^\(?(?:word count|wortzahl|\d+ (?:words?|wörter|palabras|palavras)\b)/i.test(text))
    return true
  return closer.test(text) && (!isMail || meta.test(text))
}

/** Talk about the text or the request, somewhere inside. */
const inside = new RegExp(
  [
    "\\bbased on (?:the|your) (?:provided |given )?(?:information|context|prompt|instructions|details)\\b",
    "\\b(?:as|like) you (?:asked|requested|instructed)\\b.{0,30}\\b(?:here|below)\\b",
    "\\b(?:the|this) (?:user|prompt|persona|roleplay|role-play)\\b.{0,20}\\b(?:asks?|wants?|said|says|requires?|specified)\\b",
    "\\bas (?:requested|per your (?:instructions|request)),? (?:here|this)\\b",
    "\\b(?:i have|i've) (?:written|created|drafted|generated|updated|revised) (?:the|this|a|an|your) (?:note|script|draft|e-?mail|text|file|list)\\b",
    "\\b(?:revised|updated) (?:version|text|file|note)(?: of [^.\\n]{0,40})?:$",
    "<\\|[a-z_]{2,30}\\|>|\\[/?INST\\]|<</?SYS>>|</?(?:s|system|assistant|user|think|thinking|output|answer)>",
    "^(?:assistant|system|human):",
  ].join("|"),
  "imu",
)

export const talksOfItself = (text: string): string | undefined => inside.exec(text)?.[0]

/** How models begin mails and nobody else does. */
const wellWish = new RegExp(
  "^(?:i )?(?:hope|trust) (?:this|that|you|all|my)[^.!\\n]{0,60}\\b(?:finds? you|doing well|are well|well)[^.!\\n]{0,20}[.!] ?|" +
    "^espero que (?:este (?:correo|mensaje)|esta nota|est[eé]s?|se encuentre|te encuentres)[^.!\\n]{0,60}\\bbien[^.!\\n]{0,20}[.!] ?|" +
    "^ich hoffe, (?:diese (?:e-?mail|nachricht|mail)|es geht|dir geht|ihnen geht)[^.!\\n]{0,60}[.!] ?|" +
    "^espero que (?:este e-?mail|esta mensagem|você|esteja|estejas)[^.!\\n]{0,60}\\bbem[^.!\\n]{0,20}[.!] ?",
  "gimu",
)

export const withoutWishes = (text: string): string => text.replace(wellWish, "")
