/** Logins over SSH, as sshd, PAM, logind, systemd, sudo and `wtmp` tell them. */
import type { Stream } from "../rng/Rng.ts"
import type { Act, Desk } from "./Desk.ts"
import type { AgendaItem, OpenSession } from "./LogState.ts"
import * as Mix from "./Mix.ts"
import type { Session } from "./Session.ts"
import * as UserManager from "./UserManager.ts"

/** How long logind keeps the manager after a user's last session (UserStopDelaySec=10s). */
const stopDelayMicros = 10_000_000

const lowestFree = (open: ReadonlyArray<OpenSession>): number => {
  let pts = 0
  while (open.some((session) => session.pts === pts)) pts++
  return pts
}

/** Child minus monitor on Debian: +6 in 9 of 18 sessions, +12 in 6, +13 in 2, +41 in one. */
const childGap = (rng: Stream, desk: Desk, managerStarted: boolean): number => {
  const [low, high] = desk.facts.release.motdProcesses
  const motd = high > 0 ? rng.between(low, high) : 0
  const index = rng.weightedIndex(managerStarted ? [1, 6, 2, 1] : [9, 1, 0, 1])
  return (index === 0 ? 6 : index === 1 ? 12 : index === 2 ? 13 : 41) + motd
}

/** sshd's and PAM's opening; returns when the monitor hands over to logind. */
const authenticate = (desk: Desk, at: number, pid: number, session: Session, port: number) => {
  const { login, uid, fromIp, keyFingerprint } = session
  const tag = `sshd[${pid}]`
  const key = `ED25519 SHA256:${keyFingerprint}`
  const accepted = `Accepted publickey for ${login} from ${fromIp} port ${port} ssh2: ${key}`
  desk.line(at, "auth", tag, accepted)
  const opened = Mix.after(at, 3100)
  const by = desk.facts.release.pamNamesOpener ? login : ""
  const text = `session opened for user ${login}(uid=${uid}) by ${by}(uid=0)`
  desk.line(opened, "authpriv", tag, `pam_unix(sshd:session): ${text}`)
  return Mix.after(opened, 5600)
}

const announce = (desk: Desk, atMicros: number, session: Session, number: number): number => {
  const { login, uid } = session
  desk.daemon(atMicros, "systemd-logind", `New session ${number} of user ${login}.`, "auth")
  let ready = Mix.after(atMicros, 800)
  const stops = desk.agenda.findIndex((item) => item.kind === "manager-stop" && item.uid === uid)
  if (stops >= 0) desk.agenda.splice(stops, 1)
  if (!desk.managers.some((manager) => manager.uid === uid)) {
    const { pid, readyMicros } = UserManager.start(desk, atMicros - 2100, login, uid)
    desk.managers = [...desk.managers, { uid, pid }]
    ready = Mix.after(readyMicros, 300)
  }
  const { named } = desk.facts.wording
  const description = `Session ${number} of ${desk.facts.release.sessionWord} ${login}`
  desk.systemd(ready, `Started ${named(`session-${number}.scope`, description)}.`)
  return ready
}

const record = (desk: Desk, kind: "login" | "logout", at: number, session: OpenSession): void => {
  if (session.pts < 0) return
  desk.records.push({
    kind,
    login: session.login,
    pid: session.recordPid,
    line: `pts/${session.pts}`,
    host: session.fromIp,
    ip: session.fromIp,
    atMicros: at,
  })
}

const open = (desk: Desk, session: Session): void => {
  const rng = desk.rng.within("session", session.id)
  const wanted = session.startMillis * 1000 + rng.below(1000)
  const at = desk.begin(wanted, 240_000)
  const port = rng.between(32_768, 60_998)
  const monitorPid = desk.pid(at)
  const number = desk.sessionNext++
  const handed = authenticate(desk, at, monitorPid, session, port)
  const starting = !desk.managers.some((manager) => manager.uid === session.uid)
  const ready = announce(desk, handed, session, number)
  if (desk.facts.release.pamEnvWarns) {
    const text = "pam_env(sshd:session): deprecated reading of user environment enabled"
    desk.line(Mix.after(ready, 3000), "authpriv", `sshd[${monitorPid}]`, text)
  }
  desk.busyUntilMicros = Math.max(desk.busyUntilMicros, ready + 20_000)
  // root is served by the process that authenticated it, and wtmp names its shell
  const root = session.uid === 0
  const used = desk.pidNext - monitorPid
  const gap = Math.max(childGap(rng, desk, starting), used)
  const forked = desk.take(Math.max(1, monitorPid + gap - desk.pidNext + 1))
  const opened: OpenSession = {
    id: session.id,
    login: session.login,
    uid: session.uid,
    number,
    monitorPid,
    childPid: root ? monitorPid : forked,
    port,
    fromIp: session.fromIp,
    pts: session.pty ? lowestFree(desk.open) : -1,
    recordPid: forked,
  }
  desk.open = [...desk.open, opened]
  const loginMicros = Mix.after(ready, 7900)
  record(desk, "login", loginMicros, opened)
  const closeMicros = Math.max(session.endMillis * 1000 + rng.below(1000), loginMicros + 61_000)
  desk.appoint({ kind: "close", atMicros: closeMicros, session: session.id })
  for (const { atMillis, command, cwd } of session.sudo) {
    const latest = closeMicros - 40_000
    const wish = Math.max(atMillis * 1000 + rng.below(1000), loginMicros + 20_000)
    const atMicros = Math.min(wish, latest)
    desk.appoint({ kind: "sudo", atMicros, session: session.id, command, cwd })
  }
}

/** How a connection ends: mostly by the user; sometimes its network goes first. */
const farewell = (desk: Desk, at: number, session: OpenSession): void => {
  const { login, fromIp, port, childPid } = session
  const tag = `sshd[${childPid}]`
  const whim = Mix.below(at, 5, 40)
  if (whim === 0) {
    const text = `Read error from remote host ${fromIp} port ${port}: Connection reset by peer`
    desk.line(at, "auth", tag, text)
    return
  }
  if (whim === 1) {
    const text = `Timeout, client not responding from user ${login} ${fromIp} port ${port}`
    desk.line(at, "auth", tag, text)
    return
  }
  const from = `${fromIp} port ${port}`
  desk.line(at, "auth", tag, `Received disconnect from ${from}:11: disconnected by user`)
  desk.line(Mix.after(at, 160), "auth", tag, `Disconnected from user ${login} ${from}`)
}

const close = (desk: Desk, at: number, session: OpenSession): void => {
  const { login, uid, number, monitorPid } = session
  desk.open = desk.open.filter((other) => other.id !== session.id)
  farewell(desk, at, session)
  const closed = Mix.after(at, 2200)
  const text = `pam_unix(sshd:session): session closed for user ${login}`
  desk.line(closed, "authpriv", `sshd[${monitorPid}]`, text)
  record(desk, "logout", Mix.after(closed, 1900), session)
  const scope = Mix.after(closed, 7100)
  desk.systemd(scope, desk.facts.wording.deactivated(`session-${number}.scope`))
  // processor time that systemd finds worth a line, by chance for longer sessions
  if (Mix.below(at, 6, 9) === 0) {
    const millis = 1000 + Mix.below(at, 7, 9000)
    const seconds = `${Math.floor(millis / 1000)}.${String(millis % 1000).padStart(3, "0")}`
    desk.systemd(Mix.after(scope, 210), `session-${number}.scope: Consumed ${seconds}s CPU time.`)
  }
  const left = `Session ${number} logged out. Waiting for processes to exit.`
  desk.daemon(Mix.after(closed, 2900), "systemd-logind", left, "auth")
  desk.daemon(Mix.after(scope, 1100), "systemd-logind", `Removed session ${number}.`, "auth")
  if (desk.open.some((other) => other.uid === uid)) return
  const atMicros = Mix.after(scope + stopDelayMicros, 14_000)
  desk.appoint({ kind: "manager-stop", atMicros, uid, login })
}

const sudo = (
  desk: Desk,
  item: Extract<AgendaItem, { readonly kind: "sudo" }>,
  session: OpenSession,
): void => {
  const { login, uid, pts } = session
  const at = desk.begin(item.atMicros, 9000)
  desk.pid(at)
  desk.take(1)
  const terminal = pts < 0 ? "" : `TTY=pts/${pts} ; `
  const command = `${terminal}PWD=${item.cwd} ; USER=root ; COMMAND=${item.command}`
  desk.line(at, "auth", "sudo", `${login.padStart(8)} : ${command}`)
  const by = pts < 0 ? "" : login
  const opened = `session opened for user root(uid=0) by ${by}(uid=${uid})`
  desk.line(Mix.after(at, 2100), "authpriv", "sudo", `pam_unix(sudo:session): ${opened}`)
  const close = desk.agenda.find((other) => other.kind === "close" && other.session === session.id)
  // most commands end at once, some take seconds; all end before the session does
  const wanted = Mix.below(at, 8, 3) > 0 ? Mix.below(at, 9, 420_000) : Mix.below(at, 10, 14_000_000)
  const room = close === undefined ? wanted : close.atMicros - at - 12_000
  const ended = at + 6200 + Math.max(0, Math.min(wanted, room))
  desk.line(ended, "authpriv", "sudo", "pam_unix(sudo:session): session closed for user root")
}

/** A login that the caller reports. */
export const act = (session: Session): Act => ({
  atMicros: session.startMillis * 1000,
  run: (desk) => open(desk, session),
})

/** An appointment of a session that was opened before. */
export const keep = (desk: Desk, item: Exclude<AgendaItem, { readonly kind: "lease" }>): void => {
  if (item.kind === "manager-stop") {
    const manager = desk.managers.find((other) => other.uid === item.uid)
    desk.managers = desk.managers.filter((other) => other.uid !== item.uid)
    if (manager !== undefined)
      UserManager.stop(desk, item.atMicros, item.uid, item.login, manager.pid)
    return
  }
  const session = desk.open.find((other) => other.id === item.session)
  if (session === undefined) return
  if (item.kind === "close") close(desk, item.atMicros, session)
  else sudo(desk, item, session)
}
