/** Outgoing sessions, and what they leave on the host that they begin on. */
import type { Moment } from "../agenda/Agenda.ts"
import * as Login from "../agenda/Login.ts"
import type { Stream } from "../rng/Rng.ts"
import type { Action, Append } from "../scheduler/Action.ts"
import * as Traffic from "../scheduler/Traffic.ts"
import * as KnownHosts from "../shell/KnownHosts.ts"
import * as ShellHistory from "../shell/ShellHistory.ts"
import * as Instant from "../time/Instant.ts"
import * as Bytes from "../bytes/Bytes.ts"
import type { Desk } from "./Desk.ts"
import type { Inhabitant } from "./World.ts"

interface Client {
  readonly login: string
  readonly home: string
  readonly persona: string | undefined
}

/** What a first connection adds to the account's known hosts. */
const knownHost = (
  desk: Desk,
  client: Client,
  at: Instant.Instant,
  name: string,
  hostKeys: Stream,
): ReadonlyArray<Append> => {
  const known = desk.carry.knownHosts[client.login] ?? []
  if (known.includes(name)) return []
  desk.carry = {
    ...desk.carry,
    knownHosts: { ...desk.carry.knownHosts, [client.login]: [...known, name] },
  }
  const path = `${client.home}/.ssh/known_hosts`
  const salts = desk.world.root.within(
    "decky",
    desk.cast.decky.uuid,
    "known-host",
    client.login,
    name,
  )
  const content = Bytes.ofText(KnownHosts.lines(hostKeys, salts, name))
  return [
    {
      _tag: "Append",
      path,
      class: "known_hosts",
      persona: client.persona,
      mtime: at,
      mode: 0o600,
      owner: client.login,
      group: client.login,
      content,
      sha256: Bytes.sha256(content),
      offset: desk.files.get(path)?.bytes ?? 0,
      tail: desk.files.get(path)?.tail,
    },
  ]
}

/** The moment of a person that is about another host of the organisation. */
export const decide = (
  desk: Desk,
  moment: Moment,
  who: Inhabitant,
  stream: Stream,
): ReadonlyArray<Action> => {
  const { root } = desk.world
  const { lore, decky } = desk.cast
  const { host, command, durationMillis } = Traffic.outgoing(
    root,
    stream,
    decky.uuid,
    moment.email,
    who.author.register,
    lore,
  )
  const client = { login: who.resident.login, home: who.typist.home, persona: moment.email }
  desk.type(moment.email, {
    atMillis: moment.at.ms,
    command: command === "" ? `ssh ${host.name}` : `ssh ${host.name} ${quoted(command)}`,
  })
  return [
    {
      _tag: "Connect",
      persona: moment.email,
      target: undefined,
      targetHost: host.name,
      targetIp: host.ip,
      user: who.resident.login,
      command,
      durationMillis,
    },
    ...knownHost(desk, client, moment.at, host.name, root.within("host-keys", lore.id, host.name)),
  ]
}

const quoted = (command: string): string => (/[^\w ./-]/.test(command) ? `'${command}'` : command)

/** A session from this decky to another one. */
export const pair = (desk: Desk, session: Traffic.PairSession): ReadonlyArray<Action> => {
  const { root } = desk.world
  const { cast } = desk
  const { target } = session.pair
  const who = session.email === undefined ? undefined : cast.byEmail.get(session.email)
  const account = cast.host.accounts.find(({ login }) => login === cast.lore.automation)
  const client: Client | undefined =
    who !== undefined
      ? { login: who.resident.login, home: who.typist.home, persona: session.email }
      : account === undefined
        ? undefined
        : { login: account.login, home: account.home, persona: undefined }
  if (client === undefined) return []
  const far = desk.world.casts.get(target.uuid)!
  const user =
    session.email === undefined
      ? cast.lore.automation
      : far.byEmail.get(session.email)!.resident.login
  if (session.email !== undefined)
    desk.type(session.email, {
      atMillis: session.startMillis,
      command: [
        "ssh",
        user === client.login ? target.hostname : `${user}@${target.hostname}`,
        ...(session.command === "" ? [] : [quoted(session.command)]),
      ].join(" "),
    })
  const stream = root.within("pair-session", session.id)
  return [
    {
      _tag: "Connect",
      persona: session.email,
      target: target.uuid,
      targetHost: target.hostname,
      targetIp: far.host.ip,
      user,
      command: session.command,
      durationMillis: session.endMillis - session.startMillis,
    },
    ...knownHost(
      desk,
      client,
      Instant.make(session.startMillis, stream.between(1, 999_999)),
      target.hostname,
      root.within("host-keys", target.uuid),
    ),
  ]
}

/** What somebody's shell writes when it exits. */
export const logout = (desk: Desk, who: Inhabitant, login: Login.Login): ReadonlyArray<Action> => {
  const { email } = who.resident.persona
  const { endMillis } = login
  const sudo = Login.sudo(
    desk.world.root,
    desk.cast.decky.uuid,
    login,
    who.author.register,
    who.resident.login,
  ).map(({ atMillis, command }) => ({ atMillis, command: `sudo ${command.replace(/^\S+\//, "")}` }))
  const typed = [...(desk.carry.typed[email] ?? []), ...sudo].sort(
    (a, b) => a.atMillis - b.atMillis,
  )
  const done = typed.filter(({ atMillis }) => atMillis <= endMillis)
  const { [email]: _, ...others } = desk.carry.typed
  const left = typed.filter(({ atMillis }) => atMillis > endMillis)
  desk.carry = {
    ...desk.carry,
    typed: left.length === 0 ? others : { ...others, [email]: left },
  }
  const rng = desk.world.root.within("decky", desk.cast.decky.uuid, "shell", login.id)
  const { lore } = desk.cast
  const host = rng.pick(lore.hosts.filter(({ kind }) => kind !== "workstation"))
  const text = ShellHistory.lines(
    rng,
    who.typist,
    done.map(({ command }) => command),
    {
      host: host.name,
      service: rng.pick(["cron", "ssh", "rsyslog"]),
      project: rng.pick(lore.projects).name,
    },
  )
  if (text === "") return []
  const path = `${who.typist.home}/.bash_history`
  const content = Bytes.ofText(text)
  return [
    {
      _tag: "Append",
      path,
      class: "shell_history",
      persona: email,
      mtime: Instant.make(endMillis, rng.between(1, 999_999)),
      mode: 0o600,
      owner: who.resident.login,
      group: who.resident.login,
      content,
      sha256: Bytes.sha256(content),
      offset: desk.files.get(path)?.bytes ?? 0,
      tail: desk.files.get(path)?.tail,
    },
  ]
}
