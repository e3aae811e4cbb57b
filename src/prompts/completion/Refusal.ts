/** What models say in place of a text: that they cannot, will not, know too little, or who they are. */
import * as Words from "../../reading/Words.ts"

const papers = Words.anyOf(`
  request prompt notes? e-?mail mail message text content script draft list file reply version
  solicitud petición nota correo mensaje texto contenido anfrage bitte notiz texte? nachricht inhalt
  pedido solicitação mensagem conteúdo
`)

const unable = "i (?:can't|cannot|can not|am unable|won't|will not|am not able|must decline)"
const making = Words.anyOf(`
  help assist provide generate create write fulfil+ comply produce engage continue complete draft
  proceed
`)

/** Of files: whoever writes for himself does not excuse himself. */
const alone: ReadonlyArray<string> = [
  `\\b(?:i(?:'m| am) (?:sorry|afraid)|sorry|i apologi[sz]e)\\b.{0,40}\\b${unable}`,
  `\\b${unable} (?:to )?(?:${making}|do that)`,
  "\\b(?:lo siento|lo lamento|disculpa|disculpe)\\b.{0,40}\\bno (?:puedo|me es posible)",
  "\\bno puedo (?:ayudar|generar|crear|escribir|redactar|cumplir|proporcionar|completar|asistir)",
  "\\b(?:es )?tut mir (?:sehr )?leid\\b.{0,40}\\bich (?:kann|darf)\\b",
  "\\bich kann (?:dir |ihnen |dabei |das |diese |dieser |leider |keine? ){0,3}" +
    "(?:anfrage |bitte |texte? |e-mail )?(?:nicht |leider nicht )?(?:helfen|erstellen|schreiben|verfassen|generieren|erfüllen)",
  "\\b(?:desculp[ea]|lamento|sinto muito|peço desculpa)\\b.{0,40}\\bnão (?:posso|consigo)",
  "\\bnão (?:posso|consigo) (?:ajudar|gerar|criar|escrever|redigir|fornecer|atender|cumprir|completar)",
  "\\bunfortunately,? i(?:'m| am) (?:not able|unable)\\b",
  "\\b(?:do not|don't|lack) (?:have )?(?:enough|sufficient|the necessary) (?:information|context|details?)\\b",
  "\\b(?:could|can|would) you (?:please )?(?:provide|share|clarify|give me)\\b",
  "\\bplease (?:provide|share|give me|paste|clarify|supply)\\b",
  "\\bnecesito más (?:información|detalles|contexto)|\\b(?:puedes|podrías|puede|podría) (?:darme|proporcionar(?:me)?|compartir|facilitar(?:me)?|indicar(?:me)?) más\\b",
  "\\bpor favor,? (?:proporcion[ae]|facilit[ae]|compart[ae]) \\p{L}+",
  "\\b(?:gib|geben sie|nenne|nennen sie) mir (?:bitte )?(?:mehr|weitere)\\b|\\bmehr (?:informationen|details|angaben|kontext),? (?:damit|um)\\b",
  "\\b(?:forneça|envie|informe|compartilhe) (?:mais|o) (?:detalhes|informações|contexto|conteúdo)|\\bpreciso de mais (?:detalhes|informações|contexto)",
]

/** Of mails: people cannot do things all the time, but not mails. */
const addressed: ReadonlyArray<string> = [
  `\\b(?:${unable}|i(?:'m| am) (?:not able|unable)) (?:to )?${making}(?: \\p{L}+){0,6}? (?:(?:this|that|the|an?|such|your) )?(?:${papers})(?!\\p{L})`,
  "\\bi (?:can't|cannot|can not|am unable to|am not able to|won't) (?:help|assist)(?: you)? with (?:that|this)\\b",
  `\\b${unable} (?:to )?comply\\b`,
  `\\bno puedo (?:ayudarte? con|generar|crear|escribir|redactar|cumplir con|completar) (?:con )?(?:este|esta|esa|ese|el|la|un|una|tu|su) ${papers}`,
  `\\bich kann (?:dir |ihnen |dabei |leider |diese[nrs]? |den |die |das |keine? |bei (?:dieser|der) ){0,4}${papers}(?!\\p{L}).{0,20}\\b(?:nicht|helfen|erfüllen|schreiben|erstellen)`,
  `\\bnão (?:posso|consigo) (?:ajudar com|gerar|criar|escrever|redigir|atender|cumprir|completar) (?:o|a|este|esta|esse|essa|um|uma|seu|sua) ${papers}`,
  `\\b(?:information|context|details?) (?:to|for) (?:write|writing|compose|draft) (?:this|the|that|an?) ${papers}`,
  `\\bplease provide (?:the|more|me with) (?:\\p{L}+ ){0,4}${papers}(?!\\p{L})`,
  `\\b(?:para|para que eu possa) (?:escribir|redactar|escrever|redigir) (?:este|esta|el|la|o|a) ${papers}`,
]

const machine = new RegExp(
  [
    "\\bas an? (?:ai|artificial intelligence|(?:large )?language model|assistant|virtual assistant)\\b",
    "\\b(?:large )?language model\\b",
    "\\bi(?:'m| am) (?:just )?an? (?:ai|assistant|language model|chatbot)\\b",
    "\\b(?:openai|chatgpt|anthropic|llama ?[23]|ollama|mistral ai|qwen|deepseek|mixtral|alibaba cloud)\\b",
    "\\b(?:i am|i'm|this is|it's) (?:gemma|claude|gemini|phi|llama|mistral|grok)\\b|^(?:gemma|claude|gemini|llama|mistral|grok)(?: here)?[:,]",
    "\\bals (?:eine? )?(?:ki|künstliche intelligenz|sprachmodell|assistent)(?![\\p{L}-])",
    "\\bcomo (?:uma? |una )?(?:ia|inteligencia artificial|inteligência artificial|asistente|assistente virtual|modelo de)(?![\\p{L}])",
    "\\bmodelo de lengua(?:je|gem)\\b",
    "\\bsprachmodell\\b",
    "\\bknowledge (?:update|cut-?off)\\b|\\bmy training data\\b",
    "\\b(?:content|usage|safety|community) (?:polic(?:y|ies)|guidelines)\\b",
    "\\bi must decline\\b|\\b(?:would|could) impersonate\\b|\\bimpersonat(?:e|ing) (?:a |an |some|another|real|people|person)",
  ].join("|"),
  "imu",
)

const ofFiles = new RegExp(`(?:${[...alone, ...addressed].join("|")})`, "iu")
const ofMails = new RegExp(`(?:${addressed.join("|")})`, "iu")

/** A whole answer that says no more than that: of what, a person would say. */
const bare = new RegExp(
  [
    `^(?:(?:i(?:'m| am) )?(?:very |so )?(?:sorry|afraid)|i apologi[sz]e|unfortunately)[,.]? (?:but )?${unable}(?: (?:do|help|assist)(?: (?:you )?with)?(?: (?:that|this|it))?)?[.!]?$`,
    `^${unable} (?:do|help|assist)(?: (?:you )?with)?(?: (?:that|this|it))?[.!]?$`,
    "^(?:lo siento|lo lamento|disculpa|disculpe)[,.]? (?:pero )?no puedo(?: (?:hacerlo|ayudar(?:te|le)?|hacer (?:eso|esto)))?[.!]?$",
    "^(?:(?:es )?tut mir (?:sehr )?leid|entschuldigung)[,.]? (?:aber )?(?:das )?(?:kann ich|ich kann)(?: (?:das|dabei|dir|ihnen)){0,2} nicht(?: (?:tun|machen|helfen))?[.!]?$",
    "^(?:desculp[ea]|lamento|sinto muito)[,.]? (?:mas )?não (?:posso|consigo)(?: (?:ajudar|fazer isso|fazê-lo))?[.!]?$",
  ].join("|"),
  "iu",
)

/** At the head only: further down people tell of what they cannot do. */
const headLength = 260

export const isOne = (text: string, isMail: boolean): boolean =>
  bare.test(text.trim()) ||
  (isMail ? ofMails : ofFiles).test(text.slice(0, headLength)) ||
  machine.test(text)
