/** systemd's per-user manager: it starts with a user's first session and stops after the last. */
import type { Desk } from "./Desk.ts"
import * as Mix from "./Mix.ts"

/** Sockets of a Debian host with gnupg, as its user presets enable them. */
const sockets: ReadonlyArray<readonly [unit: string, description: string]> = [
  ["dirmngr.socket", "GnuPG network certificate management daemon"],
  [
    "gpg-agent-browser.socket",
    "GnuPG cryptographic agent and passphrase cache (access for web browsers)",
  ],
  ["gpg-agent-extra.socket", "GnuPG cryptographic agent and passphrase cache (restricted)"],
  ["gpg-agent-ssh.socket", "GnuPG cryptographic agent (ssh-agent emulation)"],
  ["gpg-agent.socket", "GnuPG cryptographic agent and passphrase cache"],
]

const bus = ["dbus.socket", "D-Bus User Message Bus Socket"] as const
const snap = ["snapd.session-agent.socket", "REST API socket for snapd user session agent"] as const

/** One line after another, each some microseconds later. */
const teller = (write: (atMicros: number, text: string) => void, fromMicros: number) => {
  let at = fromMicros
  const tell = (gapMicros: number, text: string): number => {
    at = Mix.after(at, gapMicros)
    write(at, text)
    return at
  }
  return tell
}

/**
 * The lines of a start, and the pid of the manager. `readyMicros` is when the session may follow;
 * two processes: the manager and its `(sd-pam)`.
 */
export const start = (
  desk: Desk,
  atMicros: number,
  login: string,
  uid: number,
): { readonly pid: number; readonly readyMicros: number } => {
  const { release, wording } = desk.facts
  const { named } = wording
  const system = teller((at, text) => desk.systemd(at, text), atMicros)
  system(300, `Created slice ${named(`user-${uid}.slice`, `User Slice of UID ${uid}`)}.`)
  const runtime = `user-runtime-dir@${uid}.service`
  const directory = `User Runtime Directory /run/user/${uid}`
  system(600, wording.starting(runtime, directory))
  system(11_300, wording.finished(runtime, directory))
  const service = `user@${uid}.service`
  const opening = system(900, wording.starting(service, `User Manager for UID ${uid}`))
  const pid = desk.take(2)
  desk.take(1)
  const by = release.pamNamesOpener ? login : ""
  desk.line(
    Mix.after(opening, 8400),
    "authpriv",
    release.managerTag,
    `pam_unix(systemd-user:session): session opened for user ${login}(uid=${uid}) by ${by}(uid=0)`,
  )
  const own = teller(
    (at, text) => desk.line(at, "daemon", `systemd[${pid}]`, text),
    Mix.after(opening, 71_000),
  )
  const target = release.systemd >= 250 ? "default.target" : "Main User Target"
  own(0, `Queued start job for default target ${target}.`)
  own(9100, `Created slice ${named("app.slice", "User Application Slice")}.`)
  own(480, `Reached target ${named("paths.target", "Paths")}.`)
  own(120, `Reached target ${named("timers.target", "Timers")}.`)
  own(260, wording.starting(...bus))
  for (const socket of release.ubuntu ? [...sockets, snap] : sockets)
    own(160, `Listening on ${named(...socket)}.`)
  own(2300, `Listening on ${named(...bus)}.`)
  own(210, `Reached target ${named("sockets.target", "Sockets")}.`)
  own(60, `Reached target ${named("basic.target", "Basic System")}.`)
  const started = own(70, `Reached target ${named("default.target", "Main User Target")}.`)
  const tookMillis = Math.floor((started - opening) / 1400)
  const ready = own(230, `Startup finished in ${tookMillis}ms.`)
  const up = teller((at, text) => desk.systemd(at, text), ready)
  return { pid, readyMicros: up(340, wording.started(service, `User Manager for UID ${uid}`)) }
}

export const stop = (desk: Desk, atMicros: number, uid: number, login: string, pid: number) => {
  const { release, wording } = desk.facts
  const { named } = wording
  const service = `user@${uid}.service`
  const manager = `User Manager for UID ${uid}`
  const first = teller((at, text) => desk.systemd(at, text), atMicros)
  const stopping = first(0, wording.stopping(service, manager))
  const own = teller(
    (at, text) => desk.line(at, "daemon", `systemd[${pid}]`, text),
    Mix.after(stopping, 900),
  )
  if (release.systemd >= 250) own(40, "Activating special unit exit.target...")
  own(700, `Stopped target ${named("default.target", "Main User Target")}.`)
  own(60, `Stopped target ${named("basic.target", "Basic System")}.`)
  own(60, `Stopped target ${named("paths.target", "Paths")}.`)
  own(60, `Stopped target ${named("sockets.target", "Sockets")}.`)
  own(60, `Stopped target ${named("timers.target", "Timers")}.`)
  if (release.systemd < 250) own(80, wording.deactivated("dbus.socket"))
  own(90, `Closed ${named(...bus)}.`)
  for (const socket of release.ubuntu ? [...sockets, snap] : sockets) {
    if (release.systemd < 250) own(50, wording.deactivated(socket[0]))
    own(130, `Closed ${named(...socket)}.`)
  }
  own(240, `Removed slice ${named("app.slice", "User Application Slice")}.`)
  own(50, `Reached target ${named("shutdown.target", "Shutdown")}.`)
  if (release.systemd < 250) own(50, wording.deactivated("systemd-exit.service"))
  own(60, wording.finished("systemd-exit.service", "Exit the Session"))
  const gone = own(50, `Reached target ${named("exit.target", "Exit the Session")}.`)
  const closing = `pam_unix(systemd-user:session): session closed for user ${login}`
  desk.line(Mix.after(gone, 6100), "authpriv", "(sd-pam)", closing)
  const last = teller((at, text) => desk.systemd(at, text), Mix.after(gone, 15_000))
  last(0, wording.deactivated(service))
  last(160, wording.stopped(service, manager))
  const runtime = `user-runtime-dir@${uid}.service`
  const directory = `User Runtime Directory /run/user/${uid}`
  last(3300, wording.stopping(runtime, directory))
  last(9700, wording.deactivated(`run-user-${uid}.mount`))
  last(2900, wording.deactivated(runtime))
  last(130, wording.stopped(runtime, directory))
  last(420, `Removed slice ${named(`user-${uid}.slice`, `User Slice of UID ${uid}`)}.`)
}
