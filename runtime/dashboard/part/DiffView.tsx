/** Two versions of a text, line by line. */
import * as Diff from "../Diff.ts"
import * as Format from "../Format.ts"

const spoken = { "+": "added", "-": "removed", " ": "" } as const

export const DiffView = ({
  before,
  after,
}: {
  readonly before: string
  readonly after: string
}) => {
  const all = Diff.between(before, after)
  const added = all.filter(({ sign }) => sign === "+").length
  const removed = all.filter(({ sign }) => sign === "-").length
  return (
    <div class="diff">
      <p class="soft">
        {Format.counted(added, "line")} added, {Format.counted(removed, "line")} removed
      </p>
      <div class="lines" tabIndex={0} role="region" aria-label="Changes, line by line">
        {Diff.folded(all).map((line, index) =>
          "hidden" in line ? (
            <div key={index} class="gap">
              {Format.counted(line.hidden, "line")} the same
            </div>
          ) : (
            <div key={index} class={line.sign === "+" ? "added" : line.sign === "-" ? "gone" : ""}>
              <span aria-hidden="true">{line.sign}</span>
              <span class="unseen">{spoken[line.sign]}</span>
              {line.text}
            </div>
          ),
        )}
      </div>
    </div>
  )
}
