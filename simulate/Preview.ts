/** Runs a simulation and shows it in the form that was asked for. */
import * as Effect from "effect/Effect"
import * as Bytes from "../src/bytes/Bytes.ts"
import * as Check from "../src/tells/Check.ts"
import type { Finding, History } from "../src/tells/History.ts"
import * as Instant from "../src/time/Instant.ts"
import * as Zone from "../src/time/Zone.ts"
import { Chronicle } from "../src/figures/Chronicle.ts"
import { UsageFailure, WorkFailure } from "./Failure.ts"
import * as Input from "./Input.ts"
import * as Out from "./Out.ts"
import * as Recovery from "./Recovery.ts"
import * as Report from "./Report.ts"
import * as Simulation from "./Simulation.ts"
import * as Summary from "./Summary.ts"
import { Surroundings } from "./Surroundings.ts"
import * as Transcript from "./Transcript.ts"
import * as Tree from "./Tree.ts"
import type { Aftermath } from "./Troubled.ts"

export interface Look {
  readonly format: Input.Format
  readonly bodies: boolean
  readonly out: string | undefined
  readonly report: string | undefined
  readonly check: boolean
}

/** Lines of a transcript that are written at a time. */
const linesMax = 512

const transcript = (run: Simulation.Run, look: Look, chronicle: Chronicle | undefined) =>
  Effect.gen(function* () {
    const { write } = yield* Surroundings
    const writer = new Transcript.Writer()
    const json = look.format === "json"
    // in one document the lines are the members of a list
    const framed = (line: string, first: boolean): string =>
      json ? `${first ? "[\n" : ",\n"}${line.trimEnd()}` : line
    yield* write(framed(writer.line(Transcript.runLine(run)), true))
    const aftermath = yield* Simulation.run(run, (batch) =>
      Effect.gen(function* () {
        chronicle?.add(batch.outcomes)
        let waiting: Array<string> = []
        for (const value of Transcript.batchLines(batch, look.bodies)) {
          waiting.push(framed(writer.line(value), false))
          if (waiting.length < linesMax) continue
          yield* write(waiting.join(""))
          waiting = []
        }
        if (waiting.length > 0) yield* write(waiting.join(""))
        yield* progress(run, batch.until)
      }),
    )
    yield* write(framed(writer.end(), false) + (json ? "\n]\n" : ""))
    return aftermath
  })

const progress = (run: Simulation.Run, until: number) =>
  Effect.flatMap(Surroundings, ({ progress: show }) => {
    const { start } = run.options
    const done = Math.floor(((until - start) * 100) / (run.end - start))
    return show(`${Instant.toIso(until).slice(0, 10)}  ${done} %`)
  })

const silent = (run: Simulation.Run, chronicle: Chronicle) =>
  Simulation.run(run, ({ outcomes, until }) =>
    Effect.flatMap(
      Effect.sync(() => chronicle.add(outcomes)),
      () => progress(run, until),
    ),
  )

/** Says what went wrong on purpose; fails where anything did not come right again. */
const recovered = (run: Simulation.Run, aftermath: Aftermath) =>
  Effect.gen(function* () {
    const { note } = yield* Surroundings
    const counts = Object.entries(aftermath.faults).map(([kind, count]) => `${count} ${kind}`)
    yield* note(`faults: ${counts.length === 0 ? "none" : counts.join(", ")}`)
    const problems = Recovery.problems(run, aftermath)
    for (const problem of problems) yield* note(problem)
    if (problems.length > 0)
      yield* new WorkFailure({
        message:
          `--faults: ${problems.length} ${problems.length === 1 ? "thing" : "things"} did not ` +
          `come right; the same --seed ${run.options.seed} shows it again`,
      })
  })

const findingLine = ({ tell, decky, path, evidence }: Finding): string =>
  `${tell} ${decky}${path === undefined ? "" : ` ${path}`}: ${evidence}`

const show = (
  run: Simulation.Run,
  look: Look,
  history: History,
  findings: ReadonlyArray<Finding>,
) =>
  Effect.gen(function* () {
    const { write, columns, colour } = yield* Surroundings
    const { seed, days, version } = run.options
    if (look.format === "summary")
      yield* write(Summary.render(history, findings, { seed, days, version }, { columns, colour }))
    if (look.format === "tree") yield* write(Tree.render(history))
    if (look.report !== undefined)
      yield* Out.writeFile(
        look.report,
        Bytes.ofText(
          Report.render(
            history,
            findings,
            { seed, days, version },
            { decnet: version, tzdata: Zone.version },
          ),
        ),
      )
    if (look.out !== undefined) yield* Out.write(look.out, history)
  })

/** From what was typed to what is seen; fails where the input is wrong or a check finds something. */
export const run = (typed: Input.Typed, look: Look) =>
  Effect.gen(function* () {
    const streams = look.format === "ndjson" || look.format === "json"
    const keeps = !streams || look.check || look.out !== undefined || look.report !== undefined
    if (look.out !== undefined) yield* Out.check(look.out)
    if (look.report !== undefined) yield* Out.checkFile("--report", look.report)
    if (look.report !== undefined && look.report === look.out)
      yield* new UsageFailure({ message: "--report: name another file than --out does" })
    const options = yield* Input.resolve(typed, keeps)
    const simulation = Simulation.begin(options)
    const chronicle = keeps ? new Chronicle(simulation) : undefined
    const aftermath =
      streams || chronicle === undefined
        ? yield* transcript(simulation, look, chronicle)
        : yield* silent(simulation, chronicle)
    const { progress: clear, note } = yield* Surroundings
    yield* clear("")
    if (aftermath !== undefined) yield* recovered(simulation, aftermath)
    if (chronicle === undefined) return
    const history = chronicle.history()
    const judged = look.check || look.format === "summary" || look.report !== undefined
    const findings = judged ? Check.check(history) : []
    yield* show(simulation, look, history, findings)
    if (!look.check || findings.length === 0) return
    for (const finding of findings) yield* note(findingLine(finding))
    yield* new WorkFailure({
      message: `--check: ${findings.length} finding${findings.length === 1 ? "" : "s"}`,
    })
  })
