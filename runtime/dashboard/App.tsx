/** Who is there and which page they see. */
import { useCallback, useEffect, useState } from "preact/hooks"
import * as Client from "./Client.ts"
import { Frame } from "./Frame.tsx"
import { SignIn } from "./page/SignIn.tsx"
import * as Route from "./Route.ts"
import type { Session } from "./Wire.ts"
import { Who } from "./Who.ts"

const useRoute = (): Route.Route => {
  const [route, setRoute] = useState(() => Route.parse(location.hash))
  useEffect(() => {
    const change = () => setRoute(Route.parse(location.hash))
    addEventListener("hashchange", change)
    return () => removeEventListener("hashchange", change)
  }, [])
  return route
}

export const App = () => {
  const route = useRoute()
  const [session, setSession] = useState<Session | undefined>(Client.remembered.get)
  const [isOut, setOut] = useState(Client.token.get() === null)
  const [problem, setProblem] = useState<string | undefined>(undefined)

  const enter = useCallback(async (token: string) => {
    Client.token.set(token)
    try {
      const found = await Client.read<Session>("/session")
      Client.remembered.set(found)
      setSession(found)
      setProblem(undefined)
      setOut(false)
    } catch (error) {
      if (error instanceof Client.Problem && error.status === 401) Client.token.clear()
      throw error
    }
  }, [])

  useEffect(() => Client.onRefused(() => setOut(true)), [])
  useEffect(() => {
    const token = Client.token.get()
    if (token !== null)
      enter(token).catch((error: unknown) => {
        setProblem(Client.lineOf(error))
        setOut(true)
      })
  }, [enter])

  const leave = () => {
    Client.token.clear()
    setSession(undefined)
    setProblem(undefined)
    setOut(true)
  }

  if (session === undefined)
    return isOut ? (
      <SignIn enter={enter} {...(problem === undefined ? {} : { problem })} />
    ) : (
      <p class="opening" role="status">
        Opening…
      </p>
    )
  return (
    <Who.Provider value={session}>
      <div inert={isOut}>
        <Frame route={route} session={session} leave={leave} />
      </div>
      {isOut && (
        <SignIn enter={enter} isOver problem={problem ?? "Your token is no longer taken."} />
      )}
    </Who.Provider>
  )
}
