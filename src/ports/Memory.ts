/** All stores in memory, for simulations, previews and tests. */
import * as Layer from "effect/Layer"
import { CanaryTokens } from "./CanaryTokens.ts"
import { Carries } from "./Carries.ts"
import { Intents } from "./Intents.ts"
import { SyntheticFiles } from "./SyntheticFiles.ts"
import { Tenure } from "./Tenure.ts"
import { Transactions } from "./Transactions.ts"
import { Wordings } from "./Wordings.ts"

export type Stores =
  | SyntheticFiles
  | Carries
  | Intents
  | CanaryTokens
  | Wordings
  | Transactions
  | Tenure

export const layer: Layer.Layer<Stores> = Layer.mergeAll(
  SyntheticFiles.layerMemory,
  Carries.layerMemory,
  Intents.layerMemory,
  CanaryTokens.layerMemory,
  Wordings.layerMemory,
  Transactions.layerMemory,
  Tenure.layerSole,
)
