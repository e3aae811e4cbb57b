import { join } from "node:path"
import * as SqliteFile from "../../storage/SqliteFile.ts"
import { killed } from "./Killed.ts"

killed("SQLite", () => `sqlite:///${join(SqliteFile.folder, "killed.db")}`)
