import * as Storage from "../../../runtime/storage/Storage.ts"
import * as SqliteFile from "../../storage/SqliteFile.ts"
import { reading } from "./Reading.ts"

reading({
  name: "SQLite",
  undoes: true,
  open: () => Storage.layer(SqliteFile.fresh(), { hostUuid: "local" }),
})
