/** Texts of our own, each with the task that it would have been asked for. */
import * as Effect from "effect/Effect"
import type { Task } from "../../src/prompts/Task.ts"
import { fromSeed } from "../../src/rng/Rng.ts"
import * as ContentClass from "../../src/taxonomy/ContentClass.ts"
import * as Zone from "../../src/time/Zone.ts"
import * as Voice from "../../src/voice/Voice.ts"
import * as Simulation from "../../simulate/Simulation.ts"
import { made, options } from "../worlds.ts"

export interface Told {
  readonly task: Task
  readonly text: string
}

/** Everything that people of a made fleet write in so many days. */
export const written = (seed: string, deckies: number, days: number): ReadonlyArray<Told> => {
  const run = Simulation.begin(options({ days, seed, deckies: made(seed, deckies) }))
  const told: Array<Told> = []
  const bodies = new Map<string, string>()
  const mails = new Map<string, { readonly from: string; readonly text: string }>()
  const tell = Simulation.run(run, (batch) =>
    Effect.sync(() => {
      for (const { decky, momentId, at, action } of batch.outcomes) {
        const cast = run.world.casts.get(decky)!
        const stream = fromSeed(seed).within(decky, momentId)
        const common = (email: string, language?: string) => {
          const { author } = cast.byEmail.get(email)!
          const local = Zone.toLocal(author.resident.timezone, at.ms)
          return {
            author,
            lore: cast.lore,
            hostname: cast.decky.hostname,
            matter: Voice.drawMatter(stream, cast.lore, email, local.day),
            local,
            language: language ?? author.lexicon.language,
            stream,
          }
        }
        if (action._tag === "Mail") {
          const { message } = action
          const parent = mails.get(message.inReplyTo ?? "")
          mails.set(message.messageId, message)
          told.push({
            text: message.text,
            task: {
              _tag: "Mail",
              ...common(message.from, message.language),
              to: message.to.flatMap((email) => cast.byEmail.get(email)?.resident ?? []),
              subject: message.subject,
              parent:
                parent === undefined
                  ? undefined
                  : { from: cast.byEmail.get(parent.from)!.resident, text: parent.text },
            },
          })
        } else if (
          (action._tag === "Create" || action._tag === "Edit") &&
          ContentClass.isUser(action.class) &&
          action.body !== undefined &&
          action.persona !== undefined
        ) {
          const key = `${decky}${action.path}`
          told.push({
            text: action.body,
            task: {
              _tag: "File",
              ...common(action.persona),
              class: action.class,
              path: action.path,
              previous: action._tag === "Edit" ? bodies.get(key) : undefined,
            },
          })
          bodies.set(key, action.body)
        }
      }
    }),
  )
  Effect.runSync(tell)
  return told
}
