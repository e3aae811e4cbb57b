/** The operator's commands. */
import * as ApiCommand from "./ApiCommand.ts"
import * as CanaryCommand from "./CanaryCommand.ts"
import * as DatabaseCommand from "./DatabaseCommand.ts"
import * as DeckiesCommand from "./DeckiesCommand.ts"
import * as Doctor from "./Doctor.ts"
import * as Init from "./Init.ts"
import * as ModelCommand from "./ModelCommand.ts"
import * as OrchestrateCommand from "./OrchestrateCommand.ts"
import * as RealismCommand from "./RealismCommand.ts"

export const commands = [
  OrchestrateCommand.command,
  OrchestrateCommand.backfillCommand,
  DeckiesCommand.command,
  RealismCommand.command,
  ModelCommand.command,
  CanaryCommand.command,
  ApiCommand.command,
  ApiCommand.tokenCommand,
  DatabaseCommand.command,
  DatabaseCommand.resetCommand,
  Init.command,
  Doctor.command,
] as const
