/** Who logs in from where to where, as far as both ends are decoys that take a real login. */
import { isIP } from "node:net"
import type { World } from "../../src/engine/World.ts"
import type { Account } from "../../src/fleet/HostFacts.ts"
import type { Connect } from "../../src/scheduler/Action.ts"

export interface Parties {
  readonly source: Account
  /** Names the key pair's comment. */
  readonly sourceHost: string
  readonly target: string
  readonly targetAccount: Account
  readonly targetIp: string
}

/** Undefined where one end has no client, no server, no address or no such account. */
export const of = (world: World, decky: string, action: Connect): Parties | undefined => {
  const from = world.casts.get(decky)
  const to = action.target === undefined ? undefined : world.casts.get(action.target)
  if (from === undefined || to === undefined) return undefined
  const login =
    action.persona === undefined
      ? from.lore.automation
      : from.byEmail.get(action.persona)?.resident.login
  const source = from.host.accounts.find((account) => account.login === login)
  const targetAccount = to.host.accounts.find((account) => account.login === action.user)
  const targetIp = to.decky.ip
  if (from.decky.facts?.sshClient !== true || to.decky.facts?.sshdRuns !== true) return undefined
  return source === undefined ||
    targetAccount === undefined ||
    targetIp === undefined ||
    isIP(targetIp) === 0
    ? undefined
    : { source, sourceHost: from.decky.hostname, target: to.decky.uuid, targetAccount, targetIp }
}
