/** For other projects' tests: arbitraries, and the tells as properties over a history. */
export * as Arbitraries from "./Arbitraries.ts"
export * as Check from "../../src/tells/Check.ts"
export type { Finding, History, Tell } from "../../src/tells/History.ts"
export { assertNoTells, TellsFound } from "./assertNoTells.ts"
