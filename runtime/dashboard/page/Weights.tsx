/** The planner's settings: how much of what, what that comes to, and what it would do. */
import { useState } from "preact/hooks"
import * as Answer from "../Answer.ts"
import * as Client from "../Client.ts"
import * as Format from "../Format.ts"
import { Dialog } from "../part/Dialog.tsx"
import { Loaded } from "../part/Loaded.tsx"
import { PreviewPane } from "../part/PreviewPane.tsx"
import { Problem } from "../part/Problem.tsx"
import { ShareBars } from "../part/ShareBars.tsx"
import * as Shares from "../Shares.ts"
import * as Simulation from "../Simulation.ts"
import type { Config, Kind } from "../Wire.ts"
import { adminsOnly, useIsAdmin } from "../Who.ts"
import { Numbers } from "./weights/Numbers.tsx"
import { Slider } from "./weights/Slider.tsx"

const previewDays = 14

/** What was moved and not saved, for as long as the page is open. */
let kept: Partial<Config> = {}

type ListField = "user_class_weights" | "system_class_weights" | "canary_class_weights"

const families: ReadonlyArray<{
  readonly field: ListField
  readonly title: string
  readonly hint: string
}> = [
  { field: "user_class_weights", title: "What people write", hint: "" },
  { field: "system_class_weights", title: "What the machine writes", hint: "" },
  {
    field: "canary_class_weights",
    title: "Bait",
    hint: "Which bait is laid when bait is laid. At 0 a kind is left out.",
  },
]

const kinds: ReadonlyArray<readonly [Kind, string]> = [
  ["traffic", "Sessions between hosts"],
  ["file", "Files"],
  ["email", "Mail"],
]

/** Room above the highest, so that a slider can be moved either way. */
const topOf = (weights: ReadonlyArray<{ readonly weight: number }>): number =>
  Math.max(50, ...weights.map(({ weight }) => Math.ceil(weight / 50) * 50))

const Family = (props: {
  readonly config: Config
  readonly field: ListField
  readonly title: string
  readonly hint: string
  readonly set: (change: Partial<Config>) => void
}) => {
  const { config, field, title, hint, set } = props
  const weights = config[field]
  const sum = weights.reduce((total, { weight }) => total + weight, 0)
  return (
    <fieldset>
      <legend>{title}</legend>
      {hint !== "" && <p class="soft">{hint}</p>}
      {sum === 0 && <p class="hint wrong">Give at least one of these a weight above 0.</p>}
      {weights.map(({ content_class, weight }) => (
        <Slider
          key={content_class}
          name={content_class}
          label={Format.classOf(content_class)}
          value={weight}
          top={field === "canary_class_weights" ? Math.max(10, topOf(weights) / 5) : topOf(weights)}
          note={sum === 0 ? "" : Format.percent(weight / sum)}
          set={(next) =>
            set({
              [field]: weights.map((each) =>
                each.content_class === content_class ? { ...each, weight: next } : each,
              ),
            })
          }
        />
      ))}
    </fieldset>
  )
}

const Kinds = ({
  config,
  set,
}: {
  readonly config: Config
  readonly set: (change: Partial<Config>) => void
}) => {
  const { kind_weights: weights } = config
  const sum = weights.traffic + weights.file + weights.email
  return (
    <fieldset>
      <legend>What happens at all</legend>
      {sum === 0 && <p class="hint wrong">Give at least one of these a weight above 0.</p>}
      {kinds.map(([kind, label]) => (
        <Slider
          key={kind}
          name={`kind-${kind}`}
          label={label}
          value={weights[kind]}
          top={100}
          note={sum === 0 ? "" : Format.percent(weights[kind] / sum)}
          set={(next) => set({ kind_weights: { ...weights, [kind]: next } })}
        />
      ))}
    </fieldset>
  )
}

const isWhole = (config: Config): boolean =>
  families.every(({ field }) => config[field].some(({ weight }) => weight > 0)) &&
  Object.values(config.kind_weights).some((weight) => weight > 0)

const Editor = (props: {
  readonly stored: Config
  readonly etag: string | null
  readonly again: () => void
  readonly replace: (value: Config) => void
}) => {
  const { stored, etag, again, replace } = props
  const [changes, setChanges] = useState<Partial<Config>>(kept)
  const [isAsking, setAsking] = useState(false)
  const [said, setSaid] = useState("")
  const act = Answer.useAct()
  const isAdmin = useIsAdmin()
  const config: Config = { ...stored, ...changes }
  const hold = (next: Partial<Config>) => {
    kept = next
    setChanges(next)
  }
  const set = (change: Partial<Config>) => {
    setSaid("")
    hold({ ...changes, ...change })
  }
  const isChanged = JSON.stringify(config) !== JSON.stringify(stored)
  const isGood = isWhole(config)
  const preview = Simulation.use(isGood ? { days: previewDays, deckies: 1, config } : undefined)
  const save = () =>
    act.run(async () => {
      const answer = await Client.write<Config>("/realism/config", changes, etag, again)
      const { dropped_entries: dropped = [], ...written } = answer
      hold({})
      replace(written)
      setSaid(
        dropped.length === 0
          ? "Saved. The next tick follows it."
          : `Saved without ${dropped.join(", ")}, which belong to another list.`,
      )
    })
  const reset = () =>
    act.run(async () => {
      const defaults = await Client.read<Config>("/realism/config", { method: "DELETE" })
      hold({})
      replace(defaults)
      setSaid("The defaults are back.")
    })
  const moments = Shares.ofMoments(config)
  return (
    <div class="split weights">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Kinds config={config} set={set} />
        {families.slice(0, 2).map((family) => (
          <Family key={family.field} config={config} set={set} {...family} />
        ))}
        <fieldset>
          <legend>How often bait is laid</legend>
          <Slider
            name="canary_probability"
            label="Canary probability"
            value={config.canary_probability}
            top={0.2}
            step={0.005}
            note={Format.percent(config.canary_probability)}
            set={(next) => set({ canary_probability: next })}
          />
          <p class="soft">
            Of new files, until a home has its one and at least {config.canary_min_gap_days} days
            after the last.
          </p>
        </fieldset>
        <details>
          <summary>Bait, by kind</summary>
          <Family config={config} set={set} {...families[2]!} />
        </details>
        <Numbers config={config} set={set} />
        <div class="actions bar">
          <button
            type="submit"
            class="main"
            disabled={!isAdmin || !isChanged || !isGood || act.isBusy}
            title={isAdmin ? "" : adminsOnly}
          >
            {act.isBusy ? "Saving…" : "Save"}
          </button>
          <button type="button" disabled={!isChanged} onClick={() => hold({})}>
            Discard changes
          </button>
          {isAdmin && (
            <button type="button" class="danger" onClick={() => setAsking(true)}>
              Reset to defaults
            </button>
          )}
          <span role="status" class="soft">
            {said !== "" ? said : isChanged ? "Changes are not saved." : ""}
          </span>
        </div>
        <Problem line={act.problem} />
        {isAsking && (
          <Dialog title="Reset to defaults?" close={() => setAsking(false)}>
            <p>All weights and numbers go back to what they were at first.</p>
            <div class="actions">
              <button
                type="button"
                class="danger"
                onClick={() => {
                  setAsking(false)
                  void reset()
                }}
              >
                Reset
              </button>
              <button type="button" onClick={() => setAsking(false)}>
                Keep mine
              </button>
            </div>
          </Dialog>
        )}
      </form>
      <div class="beside">
        <section aria-labelledby="shares">
          <h2 id="shares">Shares of new files</h2>
          <ShareBars shares={Shares.ofNew(config)} />
          <p class="soft">
            Of all moments at files {Format.percent(moments.made)} make a new one,{" "}
            {Format.percent(moments.edit)} edit one, {Format.percent(moments.alone)} leave all as it
            is.
          </p>
        </section>
        <PreviewPane preview={preview} title={`The next ${previewDays} days`}>
          On a made-up decky with these settings.
        </PreviewPane>
      </div>
    </div>
  )
}

export const Weights = () => {
  const answer = Answer.use<Config>("/realism/config")
  const isAdmin = useIsAdmin()
  return (
    <>
      <h1>Content weights</h1>
      {!isAdmin && <p class="notice">{adminsOnly} Sliders can be moved for a preview.</p>}
      <Loaded answer={answer} what="the settings">
        {(stored) => (
          <Editor
            stored={stored}
            etag={answer.etag}
            again={answer.again}
            replace={answer.replace}
          />
        )}
      </Loaded>
    </>
  )
}
