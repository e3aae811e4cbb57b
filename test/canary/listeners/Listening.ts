/** Both listeners over a journal, and nothing else: `node Listening.mjs FOLDER HTTP DNS`. */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Effect from "effect/Effect"
import * as DnsListener from "../../../runtime/canary/DnsListener.ts"
import * as HttpListener from "../../../runtime/canary/HttpListener.ts"
import { Journal } from "../../../runtime/canary/Journal.ts"

const [, , folder = "", http, dns] = process.argv
const bind = "127.0.0.1"

NodeRuntime.runMain(
  Effect.scoped(
    Effect.gen(function* () {
      const journal: Journal = yield* Journal.open(folder)
      const web = { bind, port: Number(http), trustedProxies: [] }
      yield* HttpListener.listen(web, journal)
      const names = {
        bind,
        port: Number(dns),
        zone: "c.example.net",
        answerIps: ["10.9.8.7"],
        rateLimit: 0,
      }
      yield* DnsListener.listen(names, journal)
      process.stdout.write("up\n")
      return yield* Effect.never
    }),
  ),
)
