/** `.env` of an application, with the keys of the framework that it is built with. */
import * as Effect from "effect/Effect"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Address from "./Address.ts"
import * as EnvKit from "./EnvKit.ts"
import * as EnvServices from "./EnvServices.ts"
import * as EnvSkeletons from "./EnvSkeletons.ts"
import * as Remark from "./Remark.ts"

export const generator: Generator = {
  kind: Address.overHttp,
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("env")
      const kit = EnvKit.make(rng, token, context)
      const groups = rng.within("framework").pick([...EnvSkeletons.all, ...EnvServices.all])(kit)
      const head = rng.within("head").chance(1, 3)
        ? [Remark.lines(rng.within("remarks"), context, ["origin", "care"])]
        : []
      const between = rng.within("gaps").chance(6, 7) ? "\n\n" : "\n"
      const text = [...head, ...groups]
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join("\n"))
        .join(between)
      return [{ path: context.path, bytes: Bytes.ofText(`${text}\n`), mode: 0o600 }]
    }),
}
