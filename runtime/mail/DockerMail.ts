/** The mail port over the Docker Engine: mailboxes in a decky's mail container. */
import * as Effect from "effect/Effect"
import * as Bytes from "../../src/bytes/Bytes.ts"
import { PathRefused, type Attempt, type HostUnreachable } from "../../src/ports/Host.ts"
import type { MailDelivery } from "../../src/ports/MailDelivery.ts"
import type { Mail, MailCopy } from "../../src/scheduler/Action.ts"
import * as Instant from "../../src/time/Instant.ts"
import type { Decoys, Open } from "../docker/Decoys.ts"
import type { EngineFailure } from "../docker/EngineFailure.ts"
import type { Ids } from "../docker/Owners.ts"
import type { PathPolicy } from "../docker/PathPolicy.ts"
import * as Placing from "../docker/Placing.ts"
import * as Mailbox from "./Mailbox.ts"

export interface Options {
  readonly decoys: Decoys
  /** `DECNET_MAIL_ROOT` */
  readonly mailRoot: string
  readonly format: Mailbox.Format
}

/** The usual number of `vmail`, where a container has neither account nor mailboxes. */
const vmail: Ids = { uid: 5000, gid: 5000 }

/** Where a mail server's settings are; what it keeps beside its mails follows from that. */
const dovecotFolder = "/etc/dovecot"

type Failure = EngineFailure | PathRefused

/** A copy with the way to it; undefined where it has been delivered. */
interface Due {
  readonly copy: MailCopy
  readonly place: Mailbox.Place
  readonly way: Placing.Way
}

export interface Mailboxes {
  readonly deliver: MailDelivery["Type"]["deliver"]
  /** Many mails in one upload, save those that are there. */
  readonly deliverAll: (
    decky: string,
    mails: ReadonlyArray<Mail>,
  ) => Effect.Effect<void, HostUnreachable | PathRefused>
}

/** Copies looked up at a time; each is a few calls of less than a millisecond. */
const lookedUpAtOnce = 4

export const make = ({ decoys, mailRoot, format }: Options): Mailboxes => {
  const root = Mailbox.rootOf(mailRoot)
  const policy: PathPolicy = { roots: [...decoys.policy.roots, root] }
  const find = (open: Open, path: string) => Placing.find(open, policy, path)

  /** The account that mailboxes belong to, else whoever owns what is there. */
  const ownerOf = (open: Open, mail: Mail, way: Placing.Way): Effect.Effect<Ids, Failure> =>
    Effect.gen(function* () {
      const named = yield* decoys.owners.resolve(open.container, way.files, mail.owner, mail.group)
      if (named !== undefined) return named
      if (way.folder !== root && !way.folder.startsWith(`${root}/`)) return vmail
      const { uid, gid } = yield* way.files.owned(way.folder)
      return uid === 0 ? vmail : { uid, gid }
    })

  const dueOf = (open: Open, copy: MailCopy, attempt: Attempt) =>
    Effect.gen(function* () {
      const place = Mailbox.placeOf(copy.path, format)
      if (place === undefined)
        return yield* new PathRefused({
          decky: open.decky,
          path: copy.path,
          reason: "it is no place in a Maildir",
        })
      const way = yield* find(open, place.path)
      const names = attempt === "again" ? place.names : [way.path]
      const found = yield* way.files.stats(names)
      return found.size > 0 ? undefined : { copy, place, way }
    })

  /** Folders of the mailbox, and what a server has put beside them when it made them. */
  const surroundings = (
    open: Open,
    [{ copy, place }, ...later]: readonly [Due, ...ReadonlyArray<Due>],
    ids: Ids,
    hasDovecot: boolean,
  ) =>
    Effect.gen(function* () {
      const at = copy.mtime
      const lastAt = later.at(-1)?.copy.mtime ?? at
      const wanted: Array<Placing.Wanted> = []
      const placed: Array<Placing.Placed> = []
      const beside = (path: string, text: string) =>
        Effect.map(find(open, path), (way) => {
          if (way.stat !== undefined) return
          const content = Bytes.ofText(text)
          placed.push({ way, at, file: { content, mode: 0o600, ...ids, mtime: at } })
        })
      for (const mailbox of place.mailboxes) {
        let isNew = false
        for (const path of Mailbox.partsOf(mailbox)) {
          const way = yield* find(open, path)
          isNew ||= way.stat === undefined
          // each delivery passes through tmp
          const isPassed = path === `${place.folder}/tmp`
          if (way.stat === undefined || isPassed)
            wanted.push({ way, owner: { mode: 0o700, ...ids }, at: isPassed ? lastAt : at })
        }
        if (hasDovecot && isNew) {
          const guid = Bytes.sha256(Bytes.ofText(`${open.decky} ${mailbox}`)).slice(0, 32)
          yield* beside(`${mailbox}/dovecot-uidlist`, Mailbox.uidList(at.ms, guid))
        }
      }
      if (place.marker !== undefined) yield* beside(place.marker, "")
      return { wanted, placed }
    })

  /** Of what two copies of a mail want in one mailbox, the first counts. */
  const once = <A extends { readonly way: Placing.Way }>(all: ReadonlyArray<A>): ReadonlyArray<A> =>
    all.filter(({ way }, index) => all.findIndex((each) => each.way.path === way.path) === index)

  /** Copies of one mail, or of many in one go. */
  const deliver = (
    open: Open,
    mails: ReadonlyArray<Mail>,
    attempt: Attempt,
  ): Effect.Effect<void, Failure> =>
    Effect.gen(function* () {
      const all = yield* Effect.forEach(
        mails.flatMap(({ copies }) => copies),
        (copy) => dueOf(open, copy, attempt),
        { concurrency: lookedUpAtOnce },
      )
      const due = all
        .flatMap((each) => (each === undefined ? [] : [each]))
        .sort((a, b) => Instant.compare(a.copy.mtime, b.copy.mtime))
      if (due.length === 0) return
      const ids = yield* ownerOf(open, mails[0]!, due[0]!.way)
      const hasDovecot =
        (yield* due[0]!.way.files.stats([dovecotFolder])).get(dovecotFolder)?.kind === "directory"
      const mailboxes = new Map<string, [Due, ...Array<Due>]>()
      for (const each of due) {
        const known = mailboxes.get(each.place.folder)
        if (known === undefined) mailboxes.set(each.place.folder, [each])
        else known.push(each)
      }
      const around = yield* Effect.forEach(mailboxes.values(), (some) =>
        surroundings(open, some, ids, hasDovecot),
      )
      yield* Placing.write(
        [
          ...due.map(({ copy, way }) => ({
            way,
            at: copy.mtime,
            file: { content: copy.content, mode: 0o600, ...ids, mtime: copy.mtime },
          })),
          ...once(around.flatMap(({ placed }) => placed)),
        ],
        (path) =>
          path === root || path.startsWith(`${root}/`)
            ? { mode: 0o700, ...ids }
            : { mode: 0o755, uid: 0, gid: 0 },
        once(around.flatMap(({ wanted }) => wanted)),
      )
    })

  const deliverTo = (decky: string, mails: ReadonlyArray<Mail>, attempt: Attempt) =>
    decoys
      .within<void, Failure>(decky, "mail", root, (open) => deliver(open, mails, attempt))
      .pipe(
        Effect.catchTag("FileTouched", ({ path }) =>
          Effect.fail(new PathRefused({ decky, path, reason: "a file there is too large" })),
        ),
      )
  return {
    deliver: (decky, mail, attempt) => deliverTo(decky, [mail], attempt),
    deliverAll: (decky, mails) =>
      mails.length === 0 ? Effect.void : deliverTo(decky, mails, "again"),
  }
}
