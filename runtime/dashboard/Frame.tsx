/** What stands around every page: its links, who is signed in, and the page itself. */
import type { ComponentType } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { Activity } from "./page/Activity.tsx"
import { Fleet } from "./page/Fleet.tsx"
import { Later } from "./part/Later.tsx"
import * as Route from "./Route.ts"
import * as Theme from "./Theme.ts"
import type { Session } from "./Wire.ts"

export interface PageProps {
  readonly route: Route.Route
}

type Page = ComponentType<PageProps>

interface Place {
  readonly name: string
  readonly path: string
  readonly Page: Page
}

/** Pages with charts are fetched when they are first gone to. */
const later = (load: () => Promise<Page>): Page => {
  let held: Promise<Page> | undefined
  const fetched = () => (held ??= load())
  return (props: PageProps) => <Later load={fetched} props={props} />
}

const places: ReadonlyArray<Place> = [
  { name: "Fleet", path: "", Page: Fleet },
  { name: "Activity", path: "activity", Page: Activity },
  {
    name: "Personas",
    path: "personas",
    Page: later(async () => (await import("./page/Personas.tsx")).Personas),
  },
  {
    name: "Content weights",
    path: "weights",
    Page: later(async () => (await import("./page/Weights.tsx")).Weights),
  },
  {
    name: "Canaries",
    path: "canaries",
    Page: later(async () => (await import("./page/Canaries.tsx")).Canaries),
  },
  {
    name: "Model",
    path: "model",
    Page: later(async () => (await import("./page/Model.tsx")).Model),
  },
]

const decky = later(async () => (await import("./page/Decky.tsx")).Decky)

const Nowhere = () => (
  <>
    <h1 tabIndex={-1}>There is no such page</h1>
    <p>
      <a href="#/">Go to the fleet</a>
    </p>
  </>
)

const pageAt = (first: string): Page =>
  first === "deckies"
    ? decky
    : (places.find(({ path }) => path === first)?.Page ?? (Nowhere as Page))

const themeNames: Readonly<Record<Theme.Choice, string>> = {
  auto: "As the system",
  light: "Light",
  dark: "Dark",
}

const ThemeSwitch = () => {
  const [choice, setChoice] = useState(Theme.chosen)
  return (
    <label class="theme">
      <span>Colours</span>
      <select
        value={choice}
        onChange={(event) => {
          const next = Theme.choices.find((each) => each === event.currentTarget.value) ?? "auto"
          Theme.apply(next)
          setChoice(next)
        }}
      >
        {Theme.choices.map((each) => (
          <option key={each} value={each}>
            {themeNames[each]}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Says where one has come to, for those who do not see the page change. */
const useArrival = (first: string, second: string | undefined) => {
  const isFirst = useRef(true)
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false
      return
    }
    scrollTo(0, 0)
    document.getElementById("main")?.focus({ preventScroll: true })
  }, [first, second])
}

export const Frame = (props: {
  readonly route: Route.Route
  readonly session: Session
  readonly leave: () => void
}) => {
  const { route, session, leave } = props
  const first = route.parts[0] ?? ""
  const shown = first === "deckies" ? "" : first
  const Page = pageAt(first)
  useArrival(first, first === "deckies" ? route.parts[1] : undefined)
  useEffect(() => {
    const name = places.find(({ path }) => path === shown)?.name
    document.title = name === undefined ? "decnet" : `${name} · decnet`
  }, [shown])
  return (
    <div class="frame">
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById("main")?.focus()
        }}
      >
        Skip to the page
      </a>
      <header class="side">
        <a class="brand" href="#/">
          <img src={iconPath()} alt="" width="24" height="24" />
          decnet
        </a>
        <nav aria-label="Pages">
          <ul>
            {places.map(({ name, path }) => (
              <li key={path}>
                <a
                  href={Route.to(path === "" ? [] : [path])}
                  {...(path === shown ? { "aria-current": "page" as const } : {})}
                >
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="me">
          <p>
            <b>{session.name}</b> <span class="role">{session.role}</span>
          </p>
          <ThemeSwitch />
          <button type="button" class="quiet" onClick={leave}>
            Sign out
          </button>
          <p class="version">version {session.version}</p>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <Page key={first === "deckies" ? (route.parts[1] ?? "") : first} route={route} />
      </main>
    </div>
  )
}

const iconPath = (): string =>
  document.querySelector<HTMLLinkElement>("link[rel=icon]")?.getAttribute("href") ?? ""
