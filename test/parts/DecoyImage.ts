/**
 * An image of a small decoy without a registry: this machine's own programs with the libraries that
 * they name, and the accounts of a fresh host.
 */
import { execFileSync } from "node:child_process"
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import type { DockerEngine } from "./DockerEngine.ts"

const basics =
  "base64 bash cat chmod chown cp date dd env find grep gzip head id install ln ls mkdir mv ps " +
  "readlink rm sed sha256sum sleep stat tail tar tee touch true truncate wc"

const sessions = "ssh ssh-keygen sshd"

export const passwd = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
sshd:x:100:65534::/run/sshd:/usr/sbin/nologin
vmail:x:5000:5000::/var/mail/vhosts:/usr/sbin/nologin
anna:x:1000:1000:Anna Berg,,,:/home/anna:/bin/bash
`

const group = `root:x:0:
daemon:x:1:
adm:x:4:
mail:x:8:
utmp:x:43:
nogroup:x:65534:
vmail:x:5000:
anna:x:1000:
`

const shadow = `root:*:19700:0:99999:7:::
daemon:*:19700:0:99999:7:::
mail:*:19700:0:99999:7:::
nobody:*:19700:0:99999:7:::
sshd:!:19700::::::
vmail:!:19700:0:99999:7:::
anna:*:19720:0:99999:7:::
`

const osRelease = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
ID=debian
`

const which = (program: string): string =>
  ["/usr/bin", "/usr/sbin", "/bin", "/sbin"]
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path)) ??
  (() => {
    throw new Error(`${program} is not installed`)
  })()

const librariesOf = (path: string): ReadonlyArray<string> => {
  try {
    const listed = execFileSync("ldd", [path], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    })
    return [...listed.matchAll(/(\/[^\s)]+)/g)].map(([, found]) => found!)
  } catch {
    // linked statically, or a script
    return []
  }
}

/** Builds `decoy:1` (with `withSsh`: `decoy:ssh`, which also has an SSH server and client). */
export const build = async (engine: DockerEngine, withSsh = false): Promise<string> => {
  const root = mkdtempSync(join(tmpdir(), "image-"))
  const name = withSsh ? "decoy:ssh" : "decoy:1"
  try {
    const put = (path: string, text: string, mode = 0o644): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text, { mode })
      chmodSync(join(root, path), mode)
    }
    for (const folder of ["proc", "sys", "dev", "run", "var/log", "var/mail", "home/anna", "srv"])
      mkdirSync(join(root, folder), { recursive: true })
    mkdirSync(join(root, "tmp"))
    chmodSync(join(root, "tmp"), 0o1777)
    mkdirSync(join(root, "root"), { mode: 0o700 })
    mkdirSync(join(root, "usr/bin"), { recursive: true })
    mkdirSync(join(root, "usr/sbin"), { recursive: true })
    symlinkSync("usr/bin", join(root, "bin"))
    symlinkSync("usr/sbin", join(root, "sbin"))
    const copy = (path: string, to: string): void => {
      const target = join(root, to)
      if (existsSync(target)) return
      mkdirSync(dirname(target), { recursive: true })
      copyFileSync(realpathSync(path), target)
    }
    for (const program of `${basics} ${withSsh ? sessions : ""}`.trim().split(" ")) {
      const path = which(program)
      copy(path, path.replace(/^\/(s?bin)\//, "/usr/$1/"))
      for (const library of librariesOf(path)) copy(library, library)
    }
    symlinkSync("bash", join(root, "usr/bin/sh"))
    put("etc/passwd", passwd)
    put("etc/group", group)
    put("etc/shadow", shadow, 0o640)
    put("etc/os-release", osRelease)
    put("etc/timezone", "Europe/Berlin\n")
    put(
      "etc/crontab",
      "SHELL=/bin/sh\n17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly\n",
    )
    put("etc/cron.d/e2scrub_all", "30 3 * * 0 root test -e /run/systemd/system || true\n")
    for (const skeleton of [".bashrc", ".profile", ".bash_logout"])
      put(`etc/skel/${skeleton}`, `# ~/${skeleton}: executed by bash(1).\n`)
    if (withSsh) {
      put(
        "etc/ssh/sshd_config",
        "Port 22\nHostKey /etc/ssh/ssh_host_ed25519_key\nPasswordAuthentication no\nUsePAM no\n",
      )
      put("var/log/wtmp", "", 0o664)
      mkdirSync(join(root, "run/sshd"), { mode: 0o755 })
      execFileSync("ssh-keygen", [
        "-q",
        "-ted25519",
        "-Croot@decoy",
        "-N",
        "",
        "-f",
        join(root, "etc/ssh/ssh_host_ed25519_key"),
      ])
    }
    execFileSync("chown", ["-R", "1000:1000", join(root, "home/anna")])
    execFileSync("tar", ["-C", root, "-cf", `${root}.tar`, ...readdirSync(root)])
    const command = withSsh ? '["/usr/sbin/sshd","-D","-e"]' : '["/usr/bin/sleep","infinity"]'
    await engine.docker("import", "--change", `CMD ${command}`, `${root}.tar`, name)
    return name
  } finally {
    rmSync(root, { recursive: true, force: true })
    rmSync(`${root}.tar`, { force: true })
  }
}
