/** The page of a project: one host gives way to another, step by step. */
import { cell, table, type Block } from "./Block.ts"
import type { Host, Pen } from "./Pen.ts"
import * as People from "./People.ts"

/** A host that is given up and the one that comes after it, alike where there are such. */
const movingPair = (pen: Pen): readonly [Host, Host] | undefined => {
  const hosts = pen.rng.within("pair").shuffle(pen.hosts)
  for (const first of hosts) {
    const second = hosts.find((host) => host !== first && host.kind === first.kind)
    if (second !== undefined && ["app", "db", "file", "web"].includes(first.kind))
      return [first, second]
  }
  return hosts.length > 1 ? [hosts[0]!, hosts[1]!] : undefined
}

export const blocks = (pen: Pen): ReadonlyArray<Block> => {
  const rng = pen.rng.within("project")
  const { automation } = pen.context.organisation
  const pair = movingPair(pen)
  const given = {
    ...(pair === undefined ? {} : { host: pair[0].name, host2: pair[1].name }),
    vendor: pen.some("vendors", rng.within("vendor")),
    customer: pen.some("customers", rng.within("customer")),
    database: pen.some("databases", rng.within("database")),
  }
  const steps = pen.several("step", 4, 7, given, true)
  const past = rng.within("past").between(1, steps.length - 1)
  const first = pen.now.day - 14 * past - rng.within("first").below(9)
  const stateOf = (at: number): "done" | "running" | "open" =>
    at < past - 1 ? "done" : at < past ? "running" : "open"
  const others = pen.hosts.filter((host) => pair?.includes(host) !== true)
  const hosts = [
    ...(pair ?? []),
    ...rng.within("hosts").sample(others, rng.within("count").between(1, 3)),
  ]
  return [
    { kind: "text", lines: [pen.say("projectLead", given)] },
    { kind: "text", heading: pen.say("about"), lines: pen.several("aboutText", 2, 4, given) },
    {
      kind: "table",
      heading: pen.say("steps"),
      ...table(
        rng.within("steps"),
        [
          { head: pen.say("subject"), of: (text: string) => cell(text) },
          {
            head: pen.say("owner"),
            optional: true,
            of: (_, at) => cell(rng.within("owner", at).pick(pen.people).name),
          },
          {
            head: pen.say("due"),
            of: (_, at) =>
              cell(pen.date(pen.workday(first + 14 * at + rng.within("due", at).below(6)))),
          },
          {
            head: pen.say("state"),
            of: (_, at) => {
              const state = stateOf(at)
              return cell(
                pen.say(state),
                state === "done" ? "good" : state === "running" ? "warn" : "dim",
              )
            },
          },
        ],
        steps,
      ),
    },
    {
      kind: "table",
      heading: pen.say("access"),
      ...table(
        rng.within("access"),
        [
          { head: pen.say("host"), of: ({ name }: Host) => cell(name) },
          { head: pen.say("address"), of: ({ ip }) => cell(ip) },
          {
            head: pen.say("service"),
            optional: true,
            of: ({ services }) => cell(services.join(", ")),
          },
          {
            head: pen.say("account"),
            of: ({ name }) =>
              cell(
                rng
                  .within("account", name)
                  .pick([automation, automation, "root", "admin", pen.project.split("-")[0]!]),
              ),
          },
        ],
        hosts,
      ),
    },
    ...(rng.within("contacts").chance(1, 2) ? [People.contacts(pen, rng.between(3, 5))] : []),
    { kind: "note", lines: [pen.say("ask")] },
  ]
}
