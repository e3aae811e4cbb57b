/** Every port's contract, held against one subject. */
import * as CanaryTokens from "./CanaryTokens.ts"
import * as Carries from "./Carries.ts"
import type { Ports, Subject } from "./Contract.ts"
import * as EventBus from "./EventBus.ts"
import * as Intents from "./Intents.ts"
import * as SyntheticFiles from "./SyntheticFiles.ts"
import * as Transactions from "./Transactions.ts"
import * as Wordings from "./Wordings.ts"

export const contracts = (subject: Subject<Ports>): void => {
  SyntheticFiles.contract(subject)
  Carries.contract(subject)
  Intents.contract(subject)
  CanaryTokens.contract(subject)
  Wordings.contract(subject)
  Transactions.contract(subject)
  EventBus.contract(subject)
}
