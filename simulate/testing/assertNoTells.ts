/** A history without tells, or a failure that shows each. */
import * as Check from "../../src/tells/Check.ts"
import type { Finding, History } from "../../src/tells/History.ts"

/** The findings stand in the message, one a line. */
export class TellsFound extends Error {
  readonly findings: ReadonlyArray<Finding>
  constructor(findings: ReadonlyArray<Finding>) {
    super(
      findings
        .map(({ tell, decky, path, evidence }) => `${tell} ${decky} ${path ?? ""} ${evidence}`)
        .join("\n"),
    )
    this.name = "TellsFound"
    this.findings = findings
  }
}

/** Throws `TellsFound` where a history gives its decoys away. */
export const assertNoTells = (history: History): void => {
  const findings = Check.check(history)
  if (findings.length > 0) throw new TellsFound(findings)
}
