/** Lists of people, with how to reach them. */
import { cell, table, type Block, type Column } from "./Block.ts"
import { capital, type Pen, type Person } from "./Pen.ts"

export const phoneColumns = (pen: Pen): ReadonlyArray<Column<Person>> => [
  { head: pen.say("name"), of: ({ name }) => cell(name) },
  {
    head: pen.say("team"),
    optional: true,
    of: ({ email }) => cell(teamOf(pen, email)),
  },
  { head: pen.say("phone"), of: (person) => cell(pen.extension(person)) },
  { head: pen.say("room"), optional: true, of: (person) => cell(pen.room(person)) },
  {
    head: pen.say("email"),
    optional: true,
    of: ({ email }) => ({ text: email, mail: true }),
  },
]

/** The team in which a person is, as far as pages tell. */
const teamOf = (pen: Pen, email: string): string => {
  const { teams } = pen.context.organisation
  return teams.length === 0 ? pen.team : capital(pen.rng.within("team", email).pick(teams))
}

export const contacts = (pen: Pen, count: number): Block => ({
  kind: "table",
  heading: pen.say("contacts"),
  ...table(
    pen.rng.within("contacts"),
    phoneColumns(pen),
    pen.rng.within("who").sample(pen.people, count),
  ),
})
