import * as Layer from "effect/Layer"
import * as Storage from "../../runtime/storage/Storage.ts"
import { Answers } from "../../runtime/llm/Answers.ts"
import { Spending } from "../../runtime/llm/Spending.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import * as Memory from "../../src/ports/Memory.ts"
import * as AnswersContract from "./contracts/Answers.ts"
import { contracts } from "./contracts/All.ts"
import { guarded } from "./contracts/Guarded.ts"
import { repositories } from "./contracts/Repositories.ts"
import * as SqliteFile from "./SqliteFile.ts"

contracts({
  name: "memory",
  undoes: false,
  open: () => Layer.merge(Memory.layer, EventBus.layerMemory),
})

const sqlite = {
  name: "SQLite",
  undoes: true,
  open: () => Storage.layer(SqliteFile.fresh(), { hostUuid: "local" }),
}

contracts(sqlite)
AnswersContract.contract({
  name: "memory",
  undoes: false,
  open: () => Layer.merge(Answers.layerMemory, Spending.layerMemory),
})
AnswersContract.contract(sqlite)
repositories(sqlite)
guarded("SQLite", SqliteFile.fresh)
