/** What gives a history away, grouped by tell. */
import type { Finding } from "../../src/tells/History.ts"
import * as Figures from "../../src/figures/Figures.ts"
import * as Table from "../summary/Table.ts"
import type { Limits } from "./Budget.ts"
import * as Html from "./Html.ts"

export const render = (
  findings: ReadonlyArray<Finding>,
  linkOf: (path: string) => string | undefined,
  limits: Limits,
): string => {
  if (findings.length === 0) return '<p class="good">0 findings: nothing gives it away.</p>\n'
  const tells = Figures.byTell(findings)
  const each = Math.max(3, Math.floor(limits.findingsMax / tells.length))
  return tells
    .map(({ tell, count }) => {
      const items = findings
        .filter((finding) => finding.tell === tell)
        .slice(0, each)
        .map(({ path, evidence }) => {
          const link = path === undefined ? undefined : linkOf(path)
          const code = path === undefined ? "" : `<code>${Html.text(path)}</code>`
          const where = link === undefined ? code : `<a href="#${link}">${code}</a>`
          return `<li>${where}${where === "" ? "" : ": "}${Html.text(evidence)}</li>\n`
        })
      return (
        `<details class="tell"><summary><b>${Html.text(tell)}</b> ` +
        `<small>${Table.plural(count, "finding")}</small></summary>\n` +
        `<ul>\n${items.join("")}</ul>\n` +
        (count > each
          ? Html.omitted(`${Table.plural(count - each, "more finding")} left out.`)
          : "") +
        "</details>\n"
      )
    })
    .join("")
}
