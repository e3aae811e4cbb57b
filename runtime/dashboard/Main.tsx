/** Starts the dashboard in the page. */
import { render } from "preact"
import { App } from "./App.tsx"
import * as Theme from "./Theme.ts"

Theme.apply(Theme.chosen())
render(<App />, document.getElementById("app")!)
