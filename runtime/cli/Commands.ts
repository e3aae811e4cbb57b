/** The operator's commands. */
import * as DatabaseCommand from "./DatabaseCommand.ts"
import * as DeckiesCommand from "./DeckiesCommand.ts"
import * as Doctor from "./Doctor.ts"
import * as Init from "./Init.ts"
import * as RealismCommand from "./RealismCommand.ts"

export const commands = [
  DeckiesCommand.command,
  RealismCommand.command,
  DatabaseCommand.command,
  DatabaseCommand.resetCommand,
  Init.command,
  Doctor.command,
] as const
