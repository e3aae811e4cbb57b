/** The routes of the fleet: who lives where, what has grown there, and what gives it away. */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { Reading } from "../Caller.ts"
import { Event } from "../events/Api.ts"
import * as Field from "../Field.ts"
import * as Page from "../Page.ts"
import { NotFound } from "../Problem.ts"

const optionalText = Schema.NullOr(Schema.String)

export const Decky = Schema.Struct({
  uuid: Schema.String,
  name: Schema.String,
  hostname: Schema.String,
  ip: optionalText,
  services: Schema.Array(Schema.String),
  role: Schema.String,
  release: optionalText.annotations({ description: "Null where it is not known" }),
  source: Schema.Literal("topology", "fleet", "shard"),
  topology_id: optionalText,
  state: Schema.String,
  people: Schema.Int.annotations({ description: "How many live there" }),
  last_action: Schema.NullOr(
    Schema.Struct({ at: Field.moment, action: Schema.String, what: Schema.String }),
  ),
  activity: Schema.Array(Schema.Int).annotations({
    description: "Events of each of the last 24 hours; the last is the running one",
  }),
  files: Schema.Int,
  touched: Schema.Int.annotations({ description: "Files at which a visitor was" }),
  tokens: Schema.Struct({
    planted: Schema.Int,
    triggered: Schema.Int.annotations({ description: "Bait that was used" }),
  }),
  ailing: Schema.NullOr(Schema.Struct({ since: Field.moment, why: Schema.String })),
  quiet: Schema.NullOr(Schema.Record({ key: Schema.String, value: Schema.String })).annotations({
    description: "What does not happen there, and why",
  }),
}).annotations({ identifier: "Decky" })

const Resident = Schema.Struct({
  email: Schema.String,
  name: Schema.String,
  login: Schema.String,
  role: Schema.String,
})

const Whole = Schema.Struct({
  ...Decky.fields,
  timezone: Schema.String,
  residents: Schema.Array(Resident),
  heat: Schema.Array(Schema.Array(Schema.Int)).annotations({
    description:
      "What people did by weekday (seven rows from Monday) and hour of the decky's clock, over the last 400 days",
  }),
})

const Entry = Schema.Struct({
  path: Schema.String,
  bytes: Schema.Int,
  mode: Schema.String.annotations({ description: "Octal, such as 0644" }),
  owner: Schema.String,
  group: Schema.String,
  mtime: Field.moment,
  class: Schema.String,
  touched: Schema.Boolean,
})

const Life = Schema.Struct({
  path: Schema.String,
  class: Schema.String,
  persona: optionalText.annotations({ description: "Null where it is not known, or nobody's" }),
  born_at: Field.moment,
  changed_at: Schema.Array(Field.moment).annotations({ description: "The newest 200" }),
  removed_at: Schema.NullOr(Field.moment),
})

const Thread = Schema.Struct({
  thread_id: Schema.String,
  subject: Schema.String,
  messages: Schema.Array(
    Schema.Struct({
      message_id: Schema.String,
      from: Schema.String,
      to: Schema.String.annotations({ description: "The first recipient" }),
      ts: Schema.Number.annotations({ description: "Seconds since 1970" }),
      subject: Schema.String,
    }),
  ),
})

const Finding = Schema.Struct({
  tell: Schema.String,
  path: optionalText,
  evidence: Schema.String,
})

const { cursor: _, ...numbered } = Page.params

const path = Schema.Struct({ uuid: Field.textParam(64) })

const said = (summary: string, description?: string) =>
  OpenApi.annotations({ summary, ...(description === undefined ? {} : { description }) })

export class FleetGroup extends HttpApiGroup.make("fleet")
  .add(
    HttpApiEndpoint.get("list", "/deckies")
      .setUrlParams(
        Schema.Struct({
          ...numbered,
          q: Schema.optional(Field.textParam(128)).annotations({
            description: "Part of a name, uuid, host name, address or service",
          }),
        }),
      )
      .addSuccess(Page.of(Decky))
      .middleware(Reading)
      .annotateContext(said("The deckies of this host, by name")),
  )
  .add(
    HttpApiEndpoint.get("get", "/deckies/:uuid")
      .setPath(path)
      .addSuccess(Whole)
      .addError(NotFound)
      .middleware(Reading)
      .annotateContext(said("A decky, who lives there, and when they are at it")),
  )
  .add(
    HttpApiEndpoint.get("tree", "/deckies/:uuid/tree")
      .setPath(path)
      .addSuccess(Schema.Struct({ data: Schema.Array(Entry) }))
      .addError(NotFound)
      .middleware(Reading)
      .annotateContext(
        said("The files that were written there, as `ls -l` shows them", "In order of path."),
      ),
  )
  .add(
    HttpApiEndpoint.get("lives", "/deckies/:uuid/lives")
      .setPath(path)
      .addSuccess(Schema.Struct({ data: Schema.Array(Life) }))
      .addError(NotFound)
      .middleware(Reading)
      .annotateContext(
        said(
          "When files came, changed and went",
          "As far as events are kept, 10,000 a decky; at most the 1,000 files that changed last.",
        ),
      ),
  )
  .add(
    HttpApiEndpoint.get("threads", "/deckies/:uuid/threads")
      .setPath(path)
      .setUrlParams(Schema.Struct(numbered))
      .addSuccess(Page.of(Thread))
      .addError(NotFound)
      .middleware(Reading)
      .annotateContext(said("Its mail as threads", "The thread with the newest mail first.")),
  )
  .add(
    HttpApiEndpoint.get("sessions", "/deckies/:uuid/sessions")
      .setPath(path)
      .setUrlParams(Schema.Struct(Page.params))
      .addSuccess(Page.of(Event))
      .addError(NotFound)
      .middleware(Reading)
      .annotateContext(said("Sessions from there to other hosts, newest first")),
  )
  .add(
    HttpApiEndpoint.get("check", "/deckies/:uuid/check")
      .setPath(path)
      .addSuccess(
        Schema.Struct({
          findings: Schema.Array(Finding),
          checked: Schema.Array(Schema.String).annotations({
            description: "Tells that could be looked for; docs/tells.md says what each is",
          }),
        }),
      )
      .addError(NotFound)
      .middleware(Reading)
      .annotateContext(
        said(
          "What gives it away, as far as its rows and events tell",
          "Logs and the text of mails are not kept, so nothing is said of these. Texts are those of the files that changed last, up to 600,000 characters with all their versions.",
        ),
      ),
  )
  .annotateContext(OpenApi.annotations({ description: "The deckies" })) {}
