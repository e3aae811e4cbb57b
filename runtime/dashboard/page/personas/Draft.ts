/** Entries as they are typed. They outlive a change of page, so that nothing typed is lost. */
import type { Entry, Pool } from "../../Wire.ts"
import { adminsOnly } from "../../Who.ts"

export const pathOf = (topology: string | undefined): string =>
  topology === undefined
    ? "/realism/personas"
    : `/topologies/${encodeURIComponent(topology)}/personas`

export const partsOf = (topology: string): ReadonlyArray<string> =>
  topology === "" ? ["personas"] : ["personas", "topology", topology]

/** Why a pool cannot be saved; empty where it can. */
export const whyNot = ({ problem }: Pool, isAdmin: boolean): string =>
  !isAdmin
    ? adminsOnly
    : typeof problem === "string"
      ? "The file cannot be used as it is, so that it is not replaced; mend it first"
      : ""

const drafts = new Map<string, Entry>()

export const kept = {
  get: (path: string, name: string): Entry | undefined => drafts.get(`${path} ${name}`),
  set: (path: string, name: string, entry: Entry): void =>
    void drafts.set(`${path} ${name}`, entry),
  drop: (path: string, name: string): void => void drafts.delete(`${path} ${name}`),
}

export const textOf = (entry: Entry, field: string): string => {
  const value = entry[field]
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : ""
}

/** With a field set; an empty text takes it out, so that the default counts. */
export const withField = (entry: Entry, field: string, value: unknown): Entry => {
  const isEmpty =
    value === "" || value === undefined || (Array.isArray(value) && value.length === 0)
  if (!isEmpty) return { ...entry, [field]: value }
  const { [field]: _, ...rest } = entry
  return ["name", "email", "role"].includes(field) ? { ...rest, [field]: "" } : rest
}

export const hoursOf = (entry: Entry): string => textOf(entry, "active_hours") || "09:00-18:00"

export const emailOf = (entry: Entry): string => textOf(entry, "email").toLowerCase()
