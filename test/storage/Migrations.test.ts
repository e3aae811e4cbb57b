import * as SqliteFile from "./SqliteFile.ts"
import { migration } from "./contracts/Migration.ts"

migration("SQLite", SqliteFile.fresh)
