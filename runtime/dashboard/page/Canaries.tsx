/** Bait: what lies where, who used it, what it can be made of, and who is told. */
import type { PageProps } from "../Frame.tsx"
import { Tabs } from "../part/Tabs.tsx"
import * as Route from "../Route.ts"
import { Routes } from "./canaries/Routes.tsx"
import { Token } from "./canaries/Token.tsx"
import { Tokens } from "./canaries/Tokens.tsx"
import { Uploads } from "./canaries/Uploads.tsx"
import { Uses } from "./canaries/Uses.tsx"

const tabs = [
  ["Bait", ""],
  ["Uses", "uses"],
  ["Uploads", "uploads"],
  ["Alert routes", "routes"],
] as const

export const Canaries = ({ route }: PageProps) => {
  const tab = route.parts[1] ?? ""
  const uuid = route.parts[2]
  if (tab === "tokens" && uuid !== undefined) return <Token key={uuid} uuid={uuid} />
  return (
    <>
      <h1>Canaries</h1>
      <Tabs
        label="Parts of canaries"
        tabs={tabs.map(([name, path]) => ({
          name,
          href: Route.to(path === "" ? ["canaries"] : ["canaries", path]),
          isHere: tab === path,
        }))}
      />
      {tab === "uses" ? (
        <Uses offset={Number(route.query["offset"] ?? 0) || 0} />
      ) : tab === "uploads" ? (
        <Uploads />
      ) : tab === "routes" ? (
        <Routes />
      ) : (
        <Tokens query={route.query} />
      )}
    </>
  )
}
