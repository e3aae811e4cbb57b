/** Everything that is kept in the database, as one layer. */
import type * as SqlClient from "@effect/sql/SqlClient"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import type * as Ref from "effect/Ref"
import type { CanaryTokens } from "../../src/ports/CanaryTokens.ts"
import type { CanaryTriggers } from "../../src/ports/CanaryTriggers.ts"
import type { Carries } from "../../src/ports/Carries.ts"
import type { EventBus } from "../../src/ports/EventBus.ts"
import type { Intents } from "../../src/ports/Intents.ts"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import type { SyntheticFiles } from "../../src/ports/SyntheticFiles.ts"
import type { Transactions } from "../../src/ports/Transactions.ts"
import type { Wordings } from "../../src/ports/Wordings.ts"
import type { Answers } from "../llm/Answers.ts"
import type { Spending } from "../llm/Spending.ts"
import { AlertDeliveries } from "./AlertDeliveries.ts"
import { AlertRoutes } from "./AlertRoutes.ts"
import * as AnswersSql from "./AnswersSql.ts"
import { ApiTokens } from "./ApiTokens.ts"
import * as CanaryTokensSql from "./CanaryTokensSql.ts"
import * as CanaryTriggersSql from "./CanaryTriggersSql.ts"
import * as CarriesSql from "./CarriesSql.ts"
import type { Database } from "./DatabaseUrl.ts"
import * as EventBusSql from "./EventBusSql.ts"
import type { People } from "./FileRecord.ts"
import { Fleet } from "./Fleet.ts"
import { HostFactsStore } from "./HostFactsStore.ts"
import * as IntentsSql from "./IntentsSql.ts"
import { guard, Leases, type Held } from "./Leases.ts"
import * as Migrations from "./Migrations.ts"
import { Outbox } from "./Outbox.ts"
import { RealismConfig } from "./RealismConfig.ts"
import { Retention } from "./Retention.ts"
import * as SpendingSql from "./SpendingSql.ts"
import * as Sql from "./Sql.ts"
import { Store } from "./Store.ts"
import * as SyntheticFilesSql from "./SyntheticFilesSql.ts"
import { Topologies } from "./Topologies.ts"
import * as TransactionsSql from "./TransactionsSql.ts"
import * as WordingsSql from "./WordingsSql.ts"
import { Workers } from "./Workers.ts"

/** The ports of the engine. */
export type Ports =
  | SyntheticFiles
  | Carries
  | Intents
  | CanaryTokens
  | Wordings
  | Transactions
  | EventBus

/** What other processes and commands use. */
export type Repositories =
  | Store
  | Outbox
  | Retention
  | Fleet
  | Topologies
  | HostFactsStore
  | RealismConfig
  | Leases
  | Workers
  | ApiTokens
  | CanaryTriggers
  | AlertRoutes
  | AlertDeliveries
  | Answers
  | Spending

export interface Options {
  /** The host whose lease is guarded. */
  readonly hostUuid: string
  /** How people are named in `synthetic_files`; by their addresses where it is left out. */
  readonly people?: People
  /** Where it is given, the engine writes only while it holds this lease. */
  readonly held?: Ref.Ref<Option.Option<Held>>
  /** False where a database with steps to go is used as it is. */
  readonly migrates?: boolean
}

/** All of it over a client that is connected, for those who need the client itself. */
export const over = (
  database: Database,
  { hostUuid, people, held, migrates = true }: Options,
): Layer.Layer<Ports | Repositories, StoreUnavailable, SqlClient.SqlClient> => {
  const repositories = Layer.mergeAll(
    Retention.layer,
    Outbox.layer,
    Fleet.layer,
    Topologies.layer,
    HostFactsStore.layer,
    RealismConfig.layer,
    Leases.layer,
    Workers.layer,
    ApiTokens.layer,
    CanaryTriggersSql.layer,
    AlertRoutes.layer,
    AlertDeliveries.layer,
    AnswersSql.layer,
    SpendingSql.layer,
  ).pipe(Layer.provideMerge(Store.layer(database)))
  const unguarded = Layer.mergeAll(
    SyntheticFilesSql.layer(people),
    CarriesSql.layer,
    IntentsSql.layer,
    CanaryTokensSql.layer,
    WordingsSql.layer,
    TransactionsSql.layer,
    EventBusSql.layer,
  )
  // only what the engine writes is guarded: a lease is asked for by those who do not hold it yet
  const engine: Layer.Layer<
    Ports,
    StoreUnavailable,
    Store | Outbox | Retention | SqlClient.SqlClient
  > =
    held === undefined
      ? unguarded
      : Layer.provide(unguarded, Store.layer(database, guard(hostUuid, held)))
  const whole = Layer.provideMerge(engine, repositories)
  return migrates ? Layer.provide(whole, Migrations.layer(database)) : whole
}

/** Connects, migrates, and offers all of it. */
export const layer = (
  database: Database,
  options: Options,
): Layer.Layer<Ports | Repositories, StoreUnavailable> =>
  Layer.provide(over(database, options), Sql.layer(database))
