/** The door: a token is pasted here and kept until the tab is closed. */
import { useEffect, useRef, useState } from "preact/hooks"
import { useAct } from "../Answer.ts"
import { Problem } from "../part/Problem.tsx"

export const SignIn = (props: {
  readonly enter: (token: string) => Promise<void>
  readonly problem?: string
  /** Over a page whose drafts are to stay. */
  readonly isOver?: boolean
}) => {
  const [token, setToken] = useState("")
  const act = useAct()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const problem = act.problem ?? props.problem
  const Box = props.isOver === true ? "section" : "main"
  return (
    <div class={props.isOver === true ? "door over" : "door"}>
      <Box class="box" aria-labelledby="door">
        <h1 id="door">Sign in</h1>
        <p>
          Paste an API token. <code>decnet token create NAME --role admin</code> makes one.
        </p>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (token.trim() !== "") void act.run(() => props.enter(token.trim()))
          }}
        >
          <label>
            <span>Token</span>
            <input
              ref={field}
              type="password"
              autocomplete="off"
              spellcheck={false}
              value={token}
              required
              aria-describedby="door-problem"
              onInput={(event) => setToken(event.currentTarget.value)}
            />
          </label>
          <button type="submit" class="main" disabled={act.isBusy}>
            {act.isBusy ? "Signing in…" : "Sign in"}
          </button>
        </form>
        <div id="door-problem">
          <Problem line={problem} />
        </div>
        <p class="soft">It is kept in this tab only, and forgotten when the tab is closed.</p>
      </Box>
    </div>
  )
}
