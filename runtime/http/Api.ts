/** The whole API: one definition that gives the server, the typed client and the document. */
import * as HttpApi from "@effect/platform/HttpApi"
import * as OpenApi from "@effect/platform/OpenApi"
import { AccessGroup } from "./access/Api.ts"
import { AlertsGroup } from "./alerts/Api.ts"
import { CanaryGroup } from "./canary/Api.ts"
import { EventsGroup } from "./events/Api.ts"
import { FilesGroup } from "./files/Api.ts"
import { FleetGroup } from "./fleet/Api.ts"
import { MetaGroup } from "./meta/Api.ts"
import { PreviewGroup } from "./preview/Api.ts"
import { TooMany, Unavailable, Unprocessable } from "./Problem.ts"
import { RealismGroup } from "./realism/Api.ts"
import { WorkersGroup } from "./workers/Api.ts"

export const prefix = "/api/v1"

export const Api = HttpApi.make("decnet")
  .add(MetaGroup)
  .add(AccessGroup)
  .add(RealismGroup)
  .add(FleetGroup)
  .add(FilesGroup)
  .add(EventsGroup)
  .add(WorkersGroup)
  .add(CanaryGroup)
  .add(AlertsGroup)
  .add(PreviewGroup)
  .addError(Unprocessable)
  .addError(TooMany)
  .addError(Unavailable)
  .prefix(prefix)
  .annotateContext(
    OpenApi.annotations({
      title: "decnet",
      description:
        "Decoy hosts that look lived in: who lives there, what has grown, which bait was touched. Reads take a viewer's or an admin's token, writes an admin's. Errors are `{\"detail\": …}` with one line that a person can act on.",
    }),
  )
