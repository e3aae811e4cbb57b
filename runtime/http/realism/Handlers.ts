/** Personas, topologies, the planner's settings and the model. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { Api } from "../Api.ts"
import * as Model from "./Model.ts"
import * as People from "./People.ts"
import * as Planner from "./Planner.ts"

export const layer = HttpApiBuilder.group(Api, "realism", (handlers) =>
  handlers
    .handle("personas", () => People.hostWide)
    .handle("replacePersonas", ({ payload, headers }) =>
      People.replaceHostWide(payload.personas, headers["if-match"]),
    )
    .handle("checkPersonas", ({ payload }) => People.checked(payload.personas))
    .handle("topologies", () => People.topologies)
    .handle("topologyPersonas", ({ path }) => People.ofTopology(path.id))
    .handle("replaceTopologyPersonas", ({ path, payload, headers }) =>
      People.replaceOfTopology(path.id, payload.personas, headers["if-match"]),
    )
    .handle("config", () => Planner.read)
    .handle("changeConfig", ({ payload, headers }) => Planner.change(payload, headers["if-match"]))
    .handle("resetConfig", ({ headers }) => Planner.reset(headers["if-match"]))
    .handle("llm", () => Model.read)
    .handle("changeLlm", ({ payload }) => Model.change(payload))
    .handle("words", () => Model.words),
)
