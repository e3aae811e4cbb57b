import * as Layer from "effect/Layer"
import * as Storage from "../../../runtime/storage/Storage.ts"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import { CanaryTriggers } from "../../../src/ports/CanaryTriggers.ts"
import * as SqliteFile from "../../storage/SqliteFile.ts"
import { contract } from "./Contract.ts"

contract({
  name: "memory",
  undoes: false,
  open: () => Layer.merge(CanaryTriggers.layerMemory, CanaryTokens.layerMemory),
})
contract({
  name: "SQLite",
  undoes: true,
  open: () => Storage.layer(SqliteFile.fresh(), { hostUuid: "local" }),
})
