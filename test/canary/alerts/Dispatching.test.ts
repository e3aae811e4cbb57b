import * as Storage from "../../../runtime/storage/Storage.ts"
import * as SqliteFile from "../../storage/SqliteFile.ts"
import { dispatching } from "./Dispatching.ts"

dispatching({
  name: "SQLite",
  undoes: true,
  open: () => Storage.layer(SqliteFile.fresh(), { hostUuid: "local" }),
})
