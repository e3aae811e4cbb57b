/** The ports on real containers, for the deckies that the worker has met. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import type { World } from "../../src/engine/World.ts"
import type { Decky } from "../../src/fleet/Decky.ts"
import type { TreeEntry } from "../../src/host/TreeEntry.ts"
import { TrafficDriver } from "../../src/ports/TrafficDriver.ts"
import { MailDelivery } from "../../src/ports/MailDelivery.ts"
import { UsageFailure } from "../cli/Failure.ts"
import type { Settings } from "../config/Settings.ts"
import { containersOf, Decoys } from "../docker/Decoys.ts"
import * as DockerHost from "../docker/DockerHost.ts"
import * as Endpoint from "../docker/Endpoint.ts"
import * as Engine from "../docker/Engine.ts"
import * as PathPolicy from "../docker/PathPolicy.ts"
import { plantTree } from "../docker/Planting.ts"
import * as Contact from "../hosts/Contact.ts"
import * as DockerMail from "../mail/DockerMail.ts"
import * as Parties from "../ssh/Parties.ts"
import * as SshTraffic from "../ssh/SshTraffic.ts"

const parsed = <A>(either: Either.Either<A, string>): Effect.Effect<A, UsageFailure> =>
  Either.isRight(either)
    ? Effect.succeed(either.right)
    : Effect.fail(new UsageFailure({ message: either.left }))

export const make = ({ dockerHost, plantRoots, mailRoot, mailFormat }: Settings) =>
  Effect.gen(function* () {
    const endpoint = yield* parsed(Endpoint.parse(dockerHost))
    const policy = yield* parsed(PathPolicy.parse(plantRoots.join(":")))
    const engine = yield* Engine.make({ endpoint })
    const known = new Map<string, Decky>()
    let present: World | undefined
    const decoys = new Decoys({
      engine,
      policy,
      containersOf: (uuid) => {
        const decky = known.get(uuid)
        return decky === undefined ? undefined : containersOf(decky)
      },
    })
    const traffic = yield* SshTraffic.make({
      decoys,
      partiesOf: (decky, action) =>
        present === undefined ? undefined : Parties.of(present, decky, action),
    })
    const mailboxes = DockerMail.make({ decoys, mailRoot, format: mailFormat })
    return {
      ports: Layer.mergeAll(
        DockerHost.layer(decoys),
        Layer.succeed(MailDelivery, mailboxes),
        Layer.succeed(TrafficDriver, traffic),
      ),
      contact: Contact.make(decoys),
      /** Whoever is in a world may be spoken to. */
      meet: (world: World) =>
        Effect.sync(() => {
          present = world
          known.clear()
          for (const [uuid, { decky }] of world.casts) known.set(uuid, decky)
        }),
      plantTree: (decky: Decky, entries: ReadonlyArray<TreeEntry>) =>
        Effect.suspend(() => {
          known.set(decky.uuid, decky)
          return plantTree(decoys, decky, entries)
        }),
      plantMails: mailboxes.deliverAll,
    }
  })
