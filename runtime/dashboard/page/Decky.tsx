/** One decky: its rhythm, people, files, mail, sessions and findings. */
import * as Answer from "../Answer.ts"
import type { PageProps } from "../Frame.tsx"
import { Loaded } from "../part/Loaded.tsx"
import { Tabs } from "../part/Tabs.tsx"
import * as Route from "../Route.ts"
import type { Decky as Row } from "../Wire.ts"
import { Files } from "./decky/Files.tsx"
import { Findings } from "./decky/Findings.tsx"
import { Mail } from "./decky/Mail.tsx"
import { Overview } from "./decky/Overview.tsx"
import { Sessions } from "./decky/Sessions.tsx"

const tabs = [
  ["Overview", ""],
  ["Files", "files"],
  ["Mail", "mail"],
  ["Sessions", "sessions"],
  ["Findings", "findings"],
] as const

export const Decky = ({ route }: PageProps) => {
  const uuid = route.parts[1] ?? ""
  const tab = route.parts[2] ?? ""
  const base = `/deckies/${encodeURIComponent(uuid)}`
  const answer = Answer.use<Row>(base)
  return (
    <>
      <p class="crumb">
        <a href="#/">Fleet</a>
      </p>
      <h1>{answer.value?.name ?? "Decky"}</h1>
      {answer.value !== undefined && (
        <p class="soft facts">
          {[
            answer.value.hostname,
            answer.value.ip,
            answer.value.release,
            answer.value.role,
            answer.value.services.join(", "),
            answer.value.timezone,
          ]
            .filter((each) => each !== null && each !== "")
            .map((each) => (
              <span key={each}>{each}</span>
            ))}
        </p>
      )}
      <Tabs
        label="Parts of this decky"
        tabs={tabs.map(([name, path]) => ({
          name,
          href: Route.to(path === "" ? ["deckies", uuid] : ["deckies", uuid, path]),
          isHere: tab === path,
        }))}
      />
      {tab === "files" ? (
        <Files uuid={uuid} path={route.query["path"]} />
      ) : tab === "mail" ? (
        <Mail uuid={uuid} offset={Number(route.query["offset"] ?? 0) || 0} />
      ) : tab === "sessions" ? (
        <Sessions uuid={uuid} offset={Number(route.query["offset"] ?? 0) || 0} />
      ) : tab === "findings" ? (
        <Findings uuid={uuid} />
      ) : (
        <Loaded answer={answer} what="the decky">
          {(row) => <Overview row={row} />}
        </Loaded>
      )}
    </>
  )
}
