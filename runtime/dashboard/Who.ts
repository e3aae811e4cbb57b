/** Who is signed in, for the controls that only admins have. */
import { createContext } from "preact"
import { useContext } from "preact/hooks"
import type { Session } from "./Wire.ts"

export const Who = createContext<Session>({
  name: "",
  role: "viewer",
  version: "",
  host_uuid: "",
})

export const useIsAdmin = (): boolean => useContext(Who).role === "admin"

/** Why a control is off. */
export const adminsOnly = "Your token may read; changes need an admin token."
