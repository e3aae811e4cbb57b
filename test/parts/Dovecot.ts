/** A Dovecot of our own over a folder of Maildirs: all below one folder, IMAP on loopback. */
import { spawn } from "node:child_process"
import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { connect, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"

export interface Dovecot {
  readonly port: number
  /** Of every user. */
  readonly password: string
  /** What it has logged so far. */
  readonly log: () => string
  readonly stop: () => Promise<void>
}

const program = "/usr/sbin/dovecot"

/** For `describe.skipIf`; in CI nothing is skipped, so that what is missing fails. */
export const isAbsent = (): boolean => {
  try {
    accessSync(program, constants.X_OK)
    if (process.getuid?.() === 0) return false
  } catch {
    // told below
  }
  if (process.env["CI"] === "true") return false
  console.warn("skipped: dovecot is not installed (dovecot-imapd), or this is not root")
  return true
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" ? address!.port : 0))
    })
  })

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    socket.once("data", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => resolve(false))
  })

const settings = (folder: string, mail: string, uid: number, port: number): string => `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = root
default_internal_group = root
default_login_user = nobody
first_valid_uid = ${uid}
mail_location = maildir:${mail}/%d/%n/Maildir
namespace inbox {
  inbox = yes
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = uid=${uid} gid=${uid} home=${mail}/%d/%n
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`

/** Serves `<mail>/<domain>/<name>/Maildir` of these addresses. */
export const start = async (
  mail: string,
  uid: number,
  addresses: ReadonlyArray<string>,
): Promise<Dovecot> => {
  const folder = mkdtempSync(join(tmpdir(), "dovecot-"))
  const port = await freePort()
  const password = "only-for-this-test"
  for (const each of ["run", "state"]) mkdirSync(join(folder, each))
  writeFileSync(join(folder, "log"), "")
  writeFileSync(join(folder, "users"), addresses.map((each) => `${each}:${password}\n`).join(""))
  writeFileSync(join(folder, "dovecot.conf"), settings(folder, mail, uid, port))
  const child = spawn(program, ["-F", "-c", join(folder, "dovecot.conf")], { stdio: "ignore" })
  const log = (): string => readFileSync(join(folder, "log"), "utf8")
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM")
    for (
      let tries = 0;
      tries < 200 && child.exitCode === null && child.signalCode === null;
      tries++
    )
      await wait(25)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries > 200 || child.exitCode !== null) {
      const said = log()
      await stop()
      throw new Error(`dovecot does not start: ${said}`)
    }
    await wait(25)
  }
  return { port, password, log, stop }
}
