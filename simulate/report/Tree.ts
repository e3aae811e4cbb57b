/** The tree as a visitor's `ls -l` has it, each text file with its body and what it was before. */
import type { DeckyHistory, TreeEntry } from "../../src/tells/History.ts"
import * as Listing from "../summary/Listing.ts"
import * as Table from "../summary/Table.ts"
import type { Budget, Limits } from "./Budget.ts"
import * as Html from "./Html.ts"
import * as Life from "./Life.ts"
import * as LineDiff from "./LineDiff.ts"

/** For the page's script, oldest version first. */
export interface Past {
  readonly versions: ReadonlyArray<string>
  /** What makes version `i` from version `i + 1`. */
  readonly back: ReadonlyArray<ReadonlyArray<LineDiff.Step>>
}

/** What one decky's tree is rendered with, and what comes of it beside the markup. */
export interface Desk {
  readonly history: DeckyHistory
  readonly end: number
  /** Of files that are there at the end, by path. */
  readonly alive: ReadonlyMap<string, Life.Life>
  readonly names: ReadonlyMap<string, string>
  readonly budget: Budget
  readonly limits: Limits
  readonly pasts: Map<string, Past>
  /** Ids of the lives that stand on the page. */
  readonly shown: Set<string>
  rowsLeft: number
}

const decoder = new TextDecoder("utf-8", { fatal: true })

/** The text of a file that no event tells of; undefined where it is none. */
const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    const text = decoder.decode(bytes)
    return text.includes("\0") ? undefined : text
  } catch {
    return undefined
  }
}

/** When, how large, by whom. */
const versionName = ({ event }: Life.Version, desk: Desk): string => {
  const who =
    event.persona === undefined ? "the host" : (desk.names.get(event.persona) ?? event.persona)
  const when = Listing.stamp(desk.history.decky.timezone, event.at)
  return `${when}, ${Table.size(event.bytes)}, ${who}${Html.credit(event.wording)}`
}

/** Puts the older versions by, newest first, as far as there is room. */
const keepPast = (id: string, all: ReadonlyArray<Life.Version>, desk: Desk): string => {
  const names = all.map((version, index) =>
    Html.visible(`${index + 1}: ${versionName(version, desk)}`),
  )
  const back: Array<ReadonlyArray<LineDiff.Step>> = []
  let at = all.length - 1
  for (; at > 0 && back.length < desk.limits.versionsMax - 1; at--) {
    const before = Html.visible(all[at - 1]!.body)
    if (before.length > desk.limits.bodyCharsMax) break
    const steps = LineDiff.between(Html.visible(all[at]!.body), before)
    if (!desk.budget.spend(JSON.stringify(steps).length)) break
    back.unshift(steps)
  }
  if (back.length > 0) desk.pasts.set(id, { versions: names.slice(at), back })
  return at === 0 ? "" : Html.omitted(`${Table.plural(at, "older version")} left out.`)
}

const pre = (text: string): string => `<pre tabindex="0">\n${Html.text(text)}</pre>\n`

/** The last body and, for the script, those before it. */
export const bodyOf = (life: Life.Life, desk: Desk): string => {
  const all = Life.versions(life)
  const last = all.at(-1)
  if (last === undefined) return ""
  const versions =
    all.length === 1 ? "1 version" : `${Table.number(all.length)} versions, the last one`
  const meta = `<p class="meta">${Html.text(
    `${life.class}, ${versions}: ${versionName(last, desk)}`,
  )}</p>\n`
  if (!desk.budget.spend(last.body.length)) return meta + Html.omitted("Body left out: no room.")
  const { bodyCharsMax } = desk.limits
  if (last.body.length > bodyCharsMax)
    return (
      meta +
      Html.omitted(`The first ${Table.size(bodyCharsMax)} of ${Table.size(last.body.length)}.`) +
      pre(last.body.slice(0, bodyCharsMax))
    )
  const left = all.length > 1 ? keepPast(life.id, all, desk) : ""
  return meta + left + pre(last.body)
}

/** A log or a trace: its last lines. */
const tailOf = (entry: TreeEntry, bytes: Uint8Array, desk: Desk): string => {
  const text = textOf(bytes)
  if (text === undefined) return `<p class="meta">Not a text: ${Table.size(bytes.length)}.</p>\n`
  const lines = text.split("\n")
  const count = text.endsWith("\n") ? lines.length - 1 : lines.length
  const { logLinesMax, bodyCharsMax } = desk.limits
  const shown = lines.slice(Math.max(0, count - logLinesMax), count).join("\n")
  if (shown.length > bodyCharsMax || !desk.budget.spend(shown.length))
    return Html.omitted("Body left out: no room.")
  const left = count - logLinesMax
  const remark = left > 0 ? `The last ${logLinesMax} of ${Table.number(count)} lines.` : ""
  return `${remark === "" ? "" : Html.omitted(remark)}${pre(entry.kind === "file" ? shown : "")}`
}

const cells = (node: Listing.Node, bytes: number, depth: number, desk: Desk): string => {
  const { entry, name, isDirectory } = node
  const label = `<span class="name" style="--d:${depth}">${Html.text(name)}${
    isDirectory && name !== "/" ? "/" : ""
  }</span>`
  if (entry === undefined) return label
  const { timezone } = desk.history.decky
  return (
    `<span class="mode">${Listing.mode(entry.mode, entry.kind)}</span>` +
    `<span class="own">${Html.text(entry.owner)}</span>` +
    `<span class="own">${Html.text(entry.group)}</span>` +
    `<span class="size">${Table.number(bytes)}</span>` +
    `<span class="date" title="${Listing.stamp(timezone, entry.mtime.ms)}">` +
    `${Listing.date(timezone, entry.mtime.ms, desk.end)}</span>${label}`
  )
}

const isMail = (path: string): boolean =>
  path.includes("/Maildir/") || path.startsWith("/var/mail/") || path.startsWith("/var/spool/mail/")

const fileItem = (node: Listing.Node, depth: number, desk: Desk): string => {
  const entry = node.entry!
  const bytes = entry.read()
  const row = cells(node, bytes.length, depth, desk)
  const life = desk.alive.get(node.path)
  const told = life === undefined ? "" : bodyOf(life, desk)
  const body =
    told !== "" ? told : isMail(node.path) || bytes.length === 0 ? "" : tailOf(entry, bytes, desk)
  const id = life === undefined ? "" : ` id="${life.id}"`
  if (life !== undefined) desk.shown.add(life.id)
  return body === ""
    ? `<li><div class="row"${id}>${row}</div></li>\n`
    : `<li><details class="file"${id}><summary class="row">${row}</summary>\n` +
        `<div class="body">${body}</div></details></li>\n`
}

/** Files of one directory that are listed; a mailbox says little more with each message. */
const perDirectoryMax = (path: string): number => (isMail(path) ? 25 : 200)

/** Homes are what there is to look at, to the depth at which people keep their files. */
const isOpen = (path: string): boolean => path === "/" || /^\/home(?:\/[^/.]+){0,3}$/.test(path)

const directoryItem = (node: Listing.Node, depth: number, desk: Desk): string => {
  const shown: Array<string> = []
  let left = 0
  for (const [index, child] of node.children.entries()) {
    if (desk.rowsLeft <= 0 || (index >= perDirectoryMax(child.path) && !child.isDirectory)) {
      left += Listing.files(child)
      continue
    }
    desk.rowsLeft--
    const item = child.isDirectory ? directoryItem : fileItem
    shown.push(item(child, depth + 1, desk))
  }
  const remark =
    left === 0 ? "" : `<li class="omitted">${Table.plural(left, "more file")} left out.</li>\n`
  const row = cells(node, Listing.directoryBytes, depth, desk)
  const inside = shown.join("") + remark
  return inside === ""
    ? `<li><div class="row">${row}</div></li>\n`
    : `<li><details class="folder"${isOpen(node.path) ? " open" : ""}>` +
        `<summary class="row">${row}</summary>\n<ul>\n${inside}</ul></details></li>\n`
}

const removedMax = 100

const removedList = (lives: ReadonlyArray<Life.Life>, desk: Desk): string => {
  const gone = lives.filter(({ removedAt }) => removedAt !== undefined)
  if (gone.length === 0) return ""
  const items = gone.slice(0, removedMax).map((life) => {
    const when = Listing.stamp(desk.history.decky.timezone, life.removedAt!)
    const row =
      `<span class="date long">${when}</span>` +
      `<span class="name" style="--d:0">${Html.text(life.path)}</span>`
    const body = bodyOf(life, desk)
    desk.shown.add(life.id)
    return body === ""
      ? `<li><div class="row" id="${life.id}">${row}</div></li>\n`
      : `<li><details class="file" id="${life.id}"><summary class="row">${row}</summary>\n` +
          `<div class="body">${body}</div></details></li>\n`
  })
  const left = gone.length - removedMax
  return (
    `<h4>Removed on the way <small>${Table.plural(gone.length, "file")}</small></h4>\n` +
    `<ul class="tree">\n${items.join("")}</ul>\n` +
    (left > 0 ? Html.omitted(`${Table.plural(left, "more file")} left out.`) : "")
  )
}

export const render = (lives: ReadonlyArray<Life.Life>, desk: Desk): string => {
  const top = Listing.make(desk.history.tree(), "/")
  return (
    `<p>Times of ${Html.text(desk.history.decky.timezone)}, as the host shows them. ` +
    `Open a file to read it; a file with versions has a switch for them.</p>\n` +
    `<ul class="tree">\n${directoryItem(top, 0, desk)}</ul>\n${removedList(lives, desk)}`
  )
}
