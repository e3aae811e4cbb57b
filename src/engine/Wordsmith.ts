/**
 * Offers texts that people write to a model. The template is drawn before and stands whenever
 * there is no answer, or none that is fit to be read; whatever comes of it, no decision sees it.
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Bodies from "../bodies/Bodies.ts"
import * as Bytes from "../bytes/Bytes.ts"
import type { Message } from "../email/Message.ts"
import type { Fault, Wording } from "../llm/Wording.ts"
import type { Answer, Turn } from "../ports/LanguageModel.ts"
import type { StoreUnavailable } from "../ports/StoreUnavailable.ts"
import { SyntheticFiles } from "../ports/SyntheticFiles.ts"
import { Wordings } from "../ports/Wordings.ts"
import * as Completion from "../prompts/Completion.ts"
import * as Prompt from "../prompts/Prompt.ts"
import type { Task } from "../prompts/Task.ts"
import type { Rng } from "../rng/Rng.ts"
import type { Authored, Create, Edit, Letter, Mail, Worded } from "../scheduler/Action.ts"
import * as Taxonomy from "../taxonomy/ContentClass.ts"
import * as Zone from "../time/Zone.ts"
import * as FileMoment from "./FileMoment.ts"
import * as MailMoment from "./MailMoment.ts"
import * as Post from "./Post.ts"
import type { Cast, World } from "./World.ts"

/** Whose texts, and the model where one is switched on. */
export interface Desk {
  readonly world: World
  readonly cast: Cast
  readonly turn: Turn | undefined
}

interface Made {
  /** Undefined where the template is to stand. */
  readonly text: string | undefined
  readonly worded: Worded
}

interface Refusal {
  readonly fault: Fault
  readonly detail: string
}

const wordingOf = (answer: Answer, seed: number, refusal: Refusal | undefined): Wording => ({
  backend: answer.backend,
  model: answer.model,
  digest: answer.digest,
  seed,
  durationMillis: answer.durationMillis,
  promptTokens: answer._tag === "Answered" ? answer.promptTokens : 0,
  tokens: answer._tag === "Answered" ? answer.tokens : 0,
  isCached: answer._tag === "Answered" && answer.isCached,
  outcome: answer._tag === "Answered" ? (refusal?.fault ?? "accepted") : answer.reason,
  detail: answer._tag === "Answered" ? (refusal?.detail ?? "") : answer.detail,
})

/** Of what an author adds to the words of a model that is switched off by now. */
const alone: Worded = {
  wording: {
    backend: "off",
    model: "",
    digest: "",
    seed: 0,
    durationMillis: 0,
    promptTokens: 0,
    tokens: 0,
    isCached: false,
    outcome: "off",
    detail: "",
  },
  sentences: [],
}

/** Asks, and judges what comes back. `before` is what the text goes on from. */
const ask = (
  turn: Turn,
  decky: string,
  momentId: string,
  task: Task,
  before: string,
): Effect.Effect<Made, StoreUnavailable, Wordings> =>
  Effect.gen(function* () {
    const request = Prompt.request(task)
    const answer = yield* turn.complete(request)
    const { seed } = request.sampling
    const turnedDown = (refusal: Refusal | undefined): Made => ({
      text: undefined,
      worded: { wording: wordingOf(answer, seed, refusal), sentences: [] },
    })
    if (answer._tag === "Unanswered") return turnedDown(undefined)
    const judged = Completion.judge(task, answer.text, answer.isCutOff)
    if (Either.isLeft(judged)) return turnedDown(judged.left)
    const old = new Set(Completion.sentences(task, before))
    const sentences = Completion.sentences(task, judged.right).filter((each) => !old.has(each))
    if (yield* (yield* Wordings).said(decky, momentId, sentences))
      return turnedDown({ fault: "repeated", detail: "it stands in another text of this host" })
    return {
      text: judged.right,
      worded: { wording: wordingOf(answer, seed, undefined), sentences },
    }
  })

/** What the action carries of it, for the record and for what goes on from the text. */
const trace = (
  made: Made | undefined,
  text: string,
  template: string,
): { readonly worded?: Worded; readonly template?: string } => {
  const isOwn = text === template
  const worded = made?.worded ?? (isOwn ? undefined : alone)
  return {
    ...(worded === undefined ? {} : { worded }),
    ...(isOwn ? {} : { template }),
  }
}

/**
 * The file's action with the text that is planted: the model's, else the template. Where a model
 * wrote what stands there now, the author's own edit goes on from that.
 */
export const file = (
  { world, cast, turn }: Desk,
  { action, momentId, subject }: Authored,
): Effect.Effect<Create | Edit, StoreUnavailable, Rng | SyntheticFiles | Wordings> =>
  Effect.gen(function* () {
    const { decky } = cast
    const template = action.body
    if (template === undefined || !Taxonomy.isUser(action.class)) return action
    const row =
      action._tag === "Edit"
        ? yield* (yield* SyntheticFiles).get(decky.uuid, action.path)
        : undefined
    // what has gone, or what a visitor was at, is left alone
    if (action._tag === "Edit" && (row === undefined || row.touched)) return action
    const standing = row?.template === undefined ? undefined : row.body
    const plain =
      standing === undefined
        ? template
        : yield* FileMoment.onBodyStream(
            decky.uuid,
            momentId,
          )(Bodies.generators[action.class].nextIteration(subject, standing))
    const task: Task = {
      _tag: "File",
      ...subject,
      class: action.class,
      // an author's own edits are in the language of the templates
      language: subject.author.lexicon.language,
      stream: world.root.within("decky", decky.uuid, "moment", momentId, "model"),
      previous: row?.body,
    }
    const made =
      turn === undefined || !Prompt.isWorthAsking(task)
        ? undefined
        : yield* ask(turn, decky.uuid, momentId, task, row?.body ?? "")
    const body = made?.text ?? plain
    const content = Bytes.ofText(body)
    return {
      ...action,
      content,
      sha256: Bytes.sha256(content),
      body,
      ...trace(made, body, template),
    }
  })

/** The thread with the texts that went out, where a model wrote them. */
const asSent = (
  decky: string,
  chain: ReadonlyArray<Message>,
): Effect.Effect<ReadonlyArray<Message>, StoreUnavailable, Wordings> =>
  chain.length < 2
    ? Effect.succeed(chain)
    : Effect.map(
        Effect.flatMap(Wordings, ({ mails }) =>
          mails(
            decky,
            chain.slice(0, -1).map(({ messageId }) => messageId),
          ),
        ),
        (texts) =>
          chain.map((message) => ({
            ...message,
            text: texts.get(message.messageId) ?? message.text,
          })),
      )

/** The mail as it goes out. */
export const letter = (
  { world, cast, turn }: Desk,
  momentId: string,
  { chain, opener, matter, stream }: Letter,
): Effect.Effect<Mail, StoreUnavailable, Rng | Wordings> =>
  Effect.gen(function* () {
    const { decky } = cast
    const thread = yield* asSent(decky.uuid, chain)
    const message = thread.at(-1)!
    const template = message.text
    const parent = thread.at(-2)
    const who = cast.byEmail.get(message.from)!
    const to = message.to.flatMap((email) => cast.byEmail.get(email)?.resident ?? [])
    const asked = parent === undefined ? undefined : cast.byEmail.get(parent.from)
    const task: Task = {
      _tag: "Mail",
      author: who.author,
      lore: cast.lore,
      hostname: decky.hostname,
      matter,
      local: Zone.toLocal(who.resident.timezone, message.sentAt),
      language: message.language,
      stream: stream.within("model"),
      to,
      subject: message.subject,
      parent:
        parent === undefined || asked === undefined
          ? undefined
          : { from: asked.resident, text: parent.text },
    }
    const made = turn === undefined ? undefined : yield* ask(turn, decky.uuid, momentId, task, "")
    // who answers a text of a model answers that, whoever words it
    const isNewToHim = parent !== undefined && parent.text !== chain.at(-2)!.text
    const plain = isNewToHim
      ? yield* MailMoment.answer(cast, {
          parent,
          who,
          to,
          opener,
          matter,
          language: message.language,
          at: message.sentAt,
        })
      : template
    const text = made?.text ?? plain
    return {
      ...Post.mail(world, cast, [...thread.slice(0, -1), { ...message, text }], stream),
      ...trace(made, text, template),
    }
  })
