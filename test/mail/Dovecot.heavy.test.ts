import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { EngineApi } from "../../runtime/docker/EngineApi.ts"
import * as DockerMail from "../../runtime/mail/DockerMail.ts"
import * as Maildir from "../../src/email/Maildir.ts"
import type { Mail } from "../../src/scheduler/Action.ts"
import { connect, decoysOf, inside, uuid } from "../docker/decoys.ts"
import * as DecoyImage from "../parts/DecoyImage.ts"
import * as DockerEngine from "../parts/DockerEngine.ts"
import * as Dovecot from "../parts/Dovecot.ts"
import { grouped, options, outcomesOf } from "../worlds.ts"

const mailRoot = Maildir.patternDefault

const mails: ReadonlyArray<Mail> = outcomesOf(options({ days: 14 })).flatMap(({ action }) =>
  action._tag === "Mail" ? [action] : [],
)
const addresses = [...new Set(mails.flatMap(({ copies }) => copies.map(({ mailbox }) => mailbox)))]

/** A client that is not ours: what it sees in a mailbox, as JSON. */
const client = `
import imaplib, json, re, sys
port, password, user = int(sys.argv[1]), sys.argv[2], sys.argv[3]
imap = imaplib.IMAP4("127.0.0.1", port)
imap.login(user, password)
out = {"folders": sorted(f.decode().split(" ")[-1].strip('"') for f in imap.list()[1] if f)}
for folder in ("INBOX", "Sent"):
    ok, count = imap.select(folder, readonly=folder == "Sent")
    if ok != "OK":
        continue
    mails = []
    if int(count[0]) > 0:
        wanted = "(UID FLAGS RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"
        for part in imap.fetch("1:*", wanted)[1]:
            if not isinstance(part, tuple):
                continue
            head = part[0].decode()
            mails.append({
                "uid": int(re.search(r"UID (\\d+)", head).group(1)),
                "flags": sorted(re.search(r"FLAGS \\(([^)]*)\\)", head).group(1).split()),
                "size": int(re.search(r"RFC822.SIZE (\\d+)", head).group(1)),
                "id": re.search(r"<[^>]*>", part[1].decode().replace("\\r\\n", "")).group(0),
            })
    out[folder] = mails
    threads = imap.thread("REFERENCES", "UTF-8", "ALL")[1][0] if mails else b""
    out[folder + " threads"] = threads.decode()
    out[folder + " validity"] = int(imap.response("UIDVALIDITY")[1][0] or 0)
imap.logout()
print(json.dumps(out))
`

interface SeenMail {
  readonly uid: number
  readonly flags: ReadonlyArray<string>
  readonly size: number
  readonly id: string
}

interface Seen {
  readonly folders: ReadonlyArray<string>
  readonly INBOX: ReadonlyArray<SeenMail>
  readonly Sent?: ReadonlyArray<SeenMail>
  readonly "INBOX threads": string
  readonly "INBOX validity": number
}

const isSent = (path: string): boolean => path.includes("/.Sent/")

/** What a thread holds, by its numbers: "(1 2)(3 (4)(5))" has two. */
const threadsOf = (text: string): ReadonlyArray<ReadonlyArray<number>> => {
  const threads: Array<Array<number>> = []
  let depth = 0
  for (const [token] of text.matchAll(/[()]|\d+/g)) {
    if (token === "(" && depth++ === 0) threads.push([])
    else if (token === ")") depth--
    else if (token !== "(") threads.at(-1)!.push(Number(token))
  }
  return threads
}

describe.skipIf(DockerEngine.isAbsent() || Dovecot.isAbsent())("mail in a container", () => {
  let part: DockerEngine.DockerEngine
  let engine: EngineApi
  let close: () => Promise<void>
  let folder: string
  let dovecot: Dovecot.Dovecot

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "vhosts-"))
    part = await DockerEngine.start()
    const image = await DecoyImage.build(part)
    ;({ engine, close } = await connect(part))
    const run = (...args: ReadonlyArray<string>) =>
      part.docker("run", "-d", "--network=none", ...args, image)
    await run("--name", "post-imap", "-v", `${folder}:/var/mail/vhosts`)
    await run("--name", "plain-imap")
    for (const container of ["post-imap", "plain-imap"]) {
      const { exec } = inside(part, container)
      await exec("mkdir", "/etc/dovecot")
      if (container === "post-imap") await exec("chown", "vmail:vmail", "/var/mail/vhosts")
    }
    dovecot = await Dovecot.start(folder, 5000, addresses)
  })
  afterAll(async () => {
    await dovecot?.stop()
    await close?.()
    await part?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const deliver = (container: string, some: ReadonlyArray<Mail>, attempt: "first" | "again") =>
    Effect.runPromise(
      Effect.forEach(
        some,
        (mail) =>
          DockerMail.make({
            decoys: decoysOf(engine, container, "auto"),
            mailRoot,
            format: "maildir",
          }).deliver(uuid, mail, attempt),
        { discard: true },
      ),
    )
  const look = (user: string): Seen =>
    JSON.parse(
      execFileSync("python3", ["-c", client, String(dovecot.port), dovecot.password, user], {
        encoding: "utf8",
      }),
    ) as Seen
  const expected = (user: string, sent: boolean) =>
    mails.flatMap(({ message, copies }) =>
      copies
        .filter(({ mailbox, path }) => mailbox === user && isSent(path) === sent)
        .map((copy) => ({ message, ...copy })),
    )

  it("is what a mail server makes of it: folders, flags, sizes and threads", async () => {
    expect(mails.length).toBeGreaterThan(30)
    const begun = Date.now()
    await deliver("post-imap", mails, "first")
    console.log(`${mails.length} mails in ${Date.now() - begun} ms`)
    let longThreads = 0
    for (const user of addresses) {
      const seen = look(user)
      const inbox = expected(user, false)
      const sent = expected(user, true)
      expect(seen.folders).toEqual(sent.length > 0 ? ["INBOX", "Sent"] : ["INBOX"])
      expect(seen.INBOX.map(({ id }) => id).sort()).toEqual(
        inbox.map(({ message }) => message.messageId).sort(),
      )
      expect((seen.Sent ?? []).map(({ id }) => id).sort()).toEqual(
        sent.map(({ message }) => message.messageId).sort(),
      )
      for (const mail of seen.INBOX) {
        const { path, content } = inbox.find(({ message }) => message.messageId === mail.id)!
        const isSeen = path.includes(":2,S")
        expect(mail.flags.includes("\\Seen"), path).toBe(isSeen)
        expect(mail.size).toBe(Number(/,W=(\d+)/.exec(path)![1]))
        expect(mail.size).toBeGreaterThanOrEqual(content.length)
      }
      const byThread = grouped(inbox, ({ message }) => message.threadId)
      const numberOf = new Map(seen.INBOX.map(({ id }, index) => [id, index + 1]))
      const wanted = [...byThread.values()]
        .map((thread) =>
          thread.map(({ message }) => numberOf.get(message.messageId)!).sort((a, b) => a - b),
        )
        .sort((a, b) => a[0]! - b[0]!)
      const found = threadsOf(seen["INBOX threads"])
        .map((thread) => [...thread].sort((a, b) => a - b))
        .sort((a, b) => a[0]! - b[0]!)
      expect(found).toEqual(wanted)
      longThreads += wanted.filter((thread) => thread.length > 1).length
      // as old as the mailbox, not as the first look at it
      const first = Math.min(...[...inbox, ...sent].map(({ mtime }) => mtime.ms))
      expect(seen["INBOX validity"]).toBe(Math.floor(first / 1000))
    }
    expect(longThreads).toBeGreaterThan(3)
    expect(
      dovecot
        .log()
        .split("\n")
        .filter((line) => /error|warning|panic|corrupt/i.test(line)),
    ).toEqual([])
  })

  it("is not delivered twice, also where the server has moved it", async () => {
    const count = () => addresses.map((user) => look(user).INBOX.length)
    const before = count()
    await deliver("post-imap", mails.slice(-12), "again")
    expect(count()).toEqual(before)
    expect(readdirSync(folder).length).toBeGreaterThan(0)
  })

  it("lies with owners, modes and times as a server leaves them", async () => {
    const { exec, stat } = inside(part, "plain-imap")
    await deliver("plain-imap", mails.slice(0, 3), "first")
    for (const { copies } of mails.slice(0, 3))
      for (const { path, mtime } of copies)
        expect(await stat(path)).toEqual({ mode: 0o600, owner: "vmail", mtime, links: 1 })
    const { path, mtime } = mails[0]!.copies[0]!
    const box = path.replace(/\/(new|cur)\/[^/]*$/, "")
    expect(await exec("ls", "-A", box)).toBe("cur\ndovecot-uidlist\nnew\ntmp")
    expect(await exec("find", "/var/mail/vhosts", "-type", "d", "-not", "-perm", "0700")).toBe("")
    expect(await exec("find", "/var/mail/vhosts", "-not", "-user", "vmail")).toBe("")
    expect((await stat(`${box}/tmp`))?.mtime).toEqual(
      mails
        .slice(0, 3)
        .flatMap(({ copies }) => copies)
        .filter(
          (copy) => copy.path.startsWith(`${box}/new/`) || copy.path.startsWith(`${box}/cur/`),
        )
        .map((copy) => copy.mtime)
        .reduce((a, b) => (b.ms > a.ms ? b : a), mtime),
    )
  })

  it("is a plain folder of files, if that is the format", async () => {
    const spool = DockerMail.make({
      decoys: decoysOf(engine, "plain-imap", "auto"),
      mailRoot: "/var/spool/mail/%n",
      format: "spool",
    })
    const some = mails.slice(0, 2).map((mail) => ({
      ...mail,
      copies: mail.copies.map((copy) => ({
        ...copy,
        path: copy.path.replace(
          /^\/var\/mail\/vhosts\/[^/]+\/([^/]+)\/Maildir/,
          "/var/spool/mail/$1",
        ),
      })),
    }))
    for (const attempt of ["first", "again"] as const)
      await Effect.runPromise(
        Effect.forEach(some, (mail) => spool.deliver(uuid, mail, attempt), { discard: true }),
      )
    const found = await inside(part, "plain-imap").exec("find", "/var/spool/mail", "-type", "f")
    expect(found.split("\n")).toHaveLength(some.flatMap(({ copies }) => copies).length)
    for (const path of found.split("\n"))
      expect(path).toMatch(/^\/var\/spool\/mail\/[\w.]+\/\d+\.\d+\.eml$/)
  })
})
