/** How the language model does: whether it is used, how it answers, and what became of that. */
import { useEffect } from "preact/hooks"
import * as Answer from "../Answer.ts"
import * as Format from "../Format.ts"
import { Badge, type Tone } from "../part/Badge.tsx"
import { Loaded } from "../part/Loaded.tsx"
import { Table } from "../part/Table.tsx"
import { Tile } from "../part/Tile.tsx"
import type { Words } from "../Wire.ts"
import { reasons } from "./model/Reasons.ts"
import { Settings } from "./model/Settings.tsx"

interface Row {
  readonly outcome: string
  readonly count: number
  readonly share: number
  readonly classes: string
}

const rowsOf = ({ outcomes }: Words): ReadonlyArray<Row> => {
  const total = outcomes.reduce((sum, { count }) => sum + count, 0)
  const names = [...new Set(outcomes.map(({ outcome }) => outcome))]
  return names
    .map((outcome) => {
      const own = outcomes.filter((each) => each.outcome === outcome)
      const count = own.reduce((sum, each) => sum + each.count, 0)
      return {
        outcome,
        count,
        share: total === 0 ? 0 : count / total,
        classes: [...own]
          .sort((a, b) => b.count - a.count)
          .map((each) => `${Format.classOf(each.class)} ${Format.count(each.count)}`)
          .join(", "),
      }
    })
    .sort((a, b) => b.count - a.count)
}

const breakerTone = (state: string | null): Tone =>
  state === "closed" ? "good" : state === "open" ? "bad" : state === null ? "plain" : "warn"

const breakerSays = (state: string | null): string =>
  state === "closed"
    ? "closed: calls go through"
    : state === "open"
      ? "open: resting after failures, templates are used"
      : state === null
        ? "not known: no orchestrator has said it"
        : `${state}: one call tries whether it works again`

const Budget = (props: { readonly name: string; readonly used: number; readonly most: number }) => {
  const { name, used, most } = props
  return (
    <div class="budget">
      <label>
        <span>{name} today</span>
        <meter min={0} max={Math.max(1, most)} value={Math.min(used, most)} high={most * 0.9} />
      </label>
      <span>
        {Format.count(used)} of {Format.count(most)}
      </span>
    </div>
  )
}

const Health = ({ words }: { readonly words: Words }) => {
  const rows = rowsOf(words)
  const asked = rows.reduce((sum, { count }) => sum + count, 0)
  const accepted = rows.find(({ outcome }) => outcome === "accepted")?.count ?? 0
  const { latency_ms: latency } = words
  return (
    <>
      <ul class="tiles">
        <Tile value={words.enabled ? "on" : "off"} name="writing with a model" />
        <Tile value={asked === 0 ? "none yet" : Format.percent(accepted / asked)} name="accepted" />
        <Tile
          value={latency === null ? "not known" : `${(latency / 1000).toFixed(1)} s`}
          name="an answer takes"
        />
        <Tile value={asked} name="texts asked for" />
      </ul>
      <dl class="pairs">
        <dt>Backend</dt>
        <dd>{words.backend ?? "none"}</dd>
        <dt>Model</dt>
        <dd>{words.model ?? "none"}</dd>
        <dt>Breaker</dt>
        <dd>
          <Badge tone={breakerTone(words.breaker)}>{breakerSays(words.breaker)}</Badge>
        </dd>
      </dl>
      <Budget name="Calls" used={words.calls_today ?? 0} most={words.budget_calls ?? 0} />
      <Budget name="Tokens" used={words.tokens_today ?? 0} most={words.budget_tokens ?? 0} />
      <h2>What became of the texts</h2>
      <Table
        caption="What became of the texts"
        none={
          words.enabled
            ? "No text has been asked for yet."
            : "The model is off: every text comes from templates."
        }
        rows={rows}
        keyOf={({ outcome }) => outcome}
        columns={[
          {
            head: "Outcome",
            isName: true,
            cell: ({ outcome }) => (
              <Badge tone={outcome === "accepted" ? "good" : "plain"}>{outcome}</Badge>
            ),
          },
          { head: "Meaning", cell: ({ outcome }) => reasons[outcome] ?? "" },
          { head: "Texts", isNumber: true, cell: ({ count }) => Format.count(count) },
          { head: "Share", isNumber: true, cell: ({ share }) => Format.percent(share) },
          { head: "Of these", cell: ({ classes }) => <span class="soft">{classes}</span> },
        ]}
      />
    </>
  )
}

export const Model = () => {
  const answer = Answer.use<Words>("/realism/words", { keep: true })
  const { again } = answer
  useEffect(() => {
    const timer = setInterval(again, 15_000)
    return () => clearInterval(timer)
  }, [again])
  return (
    <>
      <h1>Model</h1>
      <p class="soft">
        A template is always drawn first. A model's text replaces it when it passes every check.
      </p>
      <Loaded answer={answer} what="the figures">
        {(words) => <Health words={words} />}
      </Loaded>
      <Settings />
    </>
  )
}
