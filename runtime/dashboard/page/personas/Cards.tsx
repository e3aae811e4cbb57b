/** The people of a pool, one card each. */
import * as Format from "../../Format.ts"
import { useNow } from "../../Now.ts"
import { DayRing } from "../../part/DayRing.tsx"
import * as Route from "../../Route.ts"
import type { Entry, Pool } from "../../Wire.ts"
import * as Draft from "./Draft.ts"

const languages = new Intl.DisplayNames(["en"], { type: "language" })

const languageOf = (code: string): string => {
  try {
    return languages.of(code) ?? code
  } catch {
    return code
  }
}

const Card = (props: {
  readonly entry: Entry
  readonly href: string
  readonly now: number
  readonly isDraft: boolean
  readonly language: string
}) => {
  const { entry, href, now, isDraft, language } = props
  const hours = Draft.hoursOf(entry)
  const zone = Draft.textOf(entry, "timezone")
  return (
    <li class="card person">
      <DayRing hours={hours} zone={zone} now={now} />
      <div>
        <h2>
          <a href={href}>{Draft.textOf(entry, "name")}</a>
        </h2>
        <p>{Draft.textOf(entry, "role")}</p>
        <p class="soft">{Draft.textOf(entry, "email")}</p>
        <p class="soft facts">
          <span>{hours}</span>
          <span>{zone === "" ? "the decky's zone" : zone}</span>
          <span>{languageOf(Draft.textOf(entry, "language") || language)}</span>
          <span>{Draft.textOf(entry, "tone") || "formal"}</span>
        </p>
        {isDraft && <p class="warn-text">has changes that are not saved</p>}
      </div>
    </li>
  )
}

export const Cards = (props: {
  readonly path: string
  readonly pool: Pool
  readonly parts: ReadonlyArray<string>
  readonly isTopology: boolean
}) => {
  const { path, pool, parts, isTopology } = props
  const now = useNow(30_000)
  return (
    <>
      <p class="soft">
        {Format.counted(pool.personas.length, "persona")}
        {pool.path === undefined ? "" : ` in ${pool.path}`}
        {pool.personas.length === 1 ? ". Mail needs at least two." : ""}
      </p>
      {pool.personas.length === 0 ? (
        <p class="none">
          {isTopology
            ? "Nobody is named for this topology: its deckies take the pool of the host."
            : "The pool is empty: nobody works on the deckies. Add a persona, or paste a list under Bulk JSON."}
        </p>
      ) : (
        <ul class="people">
          {pool.personas.map((entry) => {
            const email = Draft.emailOf(entry)
            return (
              <Card
                key={email}
                entry={entry}
                now={now}
                href={Route.to(parts, { edit: email })}
                isDraft={Draft.kept.get(path, email) !== undefined}
                language={pool.language_default ?? "en"}
              />
            )
          })}
        </ul>
      )}
    </>
  )
}
