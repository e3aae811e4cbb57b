/** Who lives on the deckies, and what they do: personas, topologies and the planner's settings. */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { Reading, Writing } from "../Caller.ts"
import * as Field from "../Field.ts"
import { BadRequest, Conflict, NotFound, NotWritten, Stale, TooLarge } from "../Problem.ts"
import { Config, ConfigChange, ConfigWritten } from "./ConfigWire.ts"
import { Llm, LlmChange, LlmWritten, Words } from "./LlmWire.ts"
import * as People from "./PeopleWire.ts"

const topologyId = Schema.Struct({ id: Field.textParam(64) })

const said = (summary: string, description?: string) =>
  OpenApi.annotations({ summary, ...(description === undefined ? {} : { description }) })

const people = HttpApiGroup.make("realism")
  .add(
    HttpApiEndpoint.get("personas", "/realism/personas")
      .addSuccess(People.Pool)
      .middleware(Reading)
      .annotateContext(
        said(
          "The host-wide pool",
          "The file is read anew each time. `personas` are its valid entries as they are written there. The ETag names this version.",
        ),
      ),
  )
  .add(
    HttpApiEndpoint.put("replacePersonas", "/realism/personas")
      .setHeaders(Field.ifMatch)
      .setPayload(People.Draft)
      .addSuccess(People.PoolWritten)
      .addError(BadRequest)
      .addError(Conflict)
      .addError(Stale)
      .addError(TooLarge)
      .addError(NotWritten)
      .middleware(Writing)
      .annotateContext(
        said(
          "Replace the host-wide pool",
          "Entries that are not valid are left out and listed under `rejected`; where none is valid nothing is written (400). An empty list empties the pool. A file that is there and cannot be used (`problem`) is never replaced: 409, or 500 where it cannot be opened.",
        ),
      ),
  )
  .add(
    HttpApiEndpoint.post("checkPersonas", "/realism/personas/check")
      .setPayload(People.CheckDraft)
      .addSuccess(People.Checked)
      .middleware(Reading)
      .annotateContext(
        said("What a pool would come to", "Nothing is written. At most 1,000 entries, and 2 MiB."),
      ),
  )
  .add(
    HttpApiEndpoint.get("topologies", "/topologies")
      .addSuccess(People.Topologies)
      .middleware(Reading)
      .annotateContext(said("All topologies, by name")),
  )
  .add(
    HttpApiEndpoint.get("topologyPersonas", "/topologies/:id/personas")
      .setPath(topologyId)
      .addSuccess(People.TopologyPool)
      .addError(NotFound)
      .middleware(Reading)
      .annotateContext(
        said(
          "The people of a topology",
          "Where there are none, its deckies take the host-wide pool.",
        ),
      ),
  )
  .add(
    HttpApiEndpoint.put("replaceTopologyPersonas", "/topologies/:id/personas")
      .setPath(topologyId)
      .setHeaders(Field.ifMatch)
      .setPayload(People.Draft)
      .addSuccess(People.TopologyPoolWritten)
      .addError(NotFound)
      .addError(BadRequest)
      .addError(Stale)
      .middleware(Writing)
      .annotateContext(said("Replace the people of a topology", "As with the host-wide pool.")),
  )

const settings = people
  .add(
    HttpApiEndpoint.get("config", "/realism/config")
      .addSuccess(Config)
      .addError(Conflict)
      .middleware(Reading)
      .annotateContext(
        said(
          "The planner's settings",
          "What is stored over the defaults. The ETag names this version.",
        ),
      ),
  )
  .add(
    HttpApiEndpoint.put("changeConfig", "/realism/config")
      .setHeaders(Field.ifMatch)
      .setPayload(ConfigChange)
      .addSuccess(ConfigWritten)
      .addError(Stale)
      .middleware(Writing)
      .annotateContext(
        said(
          "Change any of them",
          "The others stay; what is stored and not valid has its default. Classes that belong to another list are left out and named under `dropped_entries`. A running orchestrator takes it within 5 ticks.",
        ),
      ),
  )
  .add(
    HttpApiEndpoint.del("resetConfig", "/realism/config")
      .setHeaders(Field.ifMatch)
      .addSuccess(Config)
      .addError(Stale)
      .middleware(Writing)
      .annotateContext(said("Go back to the defaults")),
  )
  .add(
    HttpApiEndpoint.get("llm", "/realism/llm")
      .addSuccess(Llm)
      .middleware(Reading)
      .annotateContext(said("Which model writes, and how much of it", "Keys are never returned.")),
  )
  .add(
    HttpApiEndpoint.put("changeLlm", "/realism/llm")
      .setPayload(LlmChange)
      .addSuccess(LlmWritten)
      .middleware(Writing)
      .annotateContext(
        said(
          "Change any of it",
          "null takes a field back to the environment's value. `api_key` is kept encrypted; it goes when `base_url` names another host, unless it is given again.",
        ),
      ),
  )
  .add(
    HttpApiEndpoint.get("words", "/realism/words")
      .addSuccess(Words)
      .middleware(Reading)
      .annotateContext(said("How the model does, and what became of its texts")),
  )

export class RealismGroup extends settings.annotateContext(
  OpenApi.annotations({ description: "The people, and what they do" }),
) {}
