import { describe, it } from "vitest"
import { at, extra, file, line, log, notes, workday, code } from "./history.ts"
import { accepts, finds } from "./tells.ts"

const when = "2026-03-03T11:00:00.120"

describe("Names", () => {
  it("N01 finds an epoch in a name", () => {
    finds("N01", ({ atlas }) => void file(atlas, "note-1767609273.md", when, "A remark\n"))
  })

  it("N01 finds a random suffix, also of a file that is gone", () => {
    finds("N01", ({ atlas }) => {
      file(atlas, "draft-3f9a2c.md", when, "A remark\n")
      file(atlas, "draft-3f9a2c.md", "2026-03-03T11:40:00.120", undefined, { action: "remove" })
    })
  })

  it("N01 accepts names that people give", () => {
    accepts(({ atlas }) => {
      const names = [
        "standup-0112.md",
        "q3-2026.md",
        "sha256sum-check.md",
        "k8s.md",
        "Untitled 3.txt",
        "2026-03-04.md",
        "ed25519.md",
        "utf8mb4.md",
        ".draft.md.swp",
      ]
      for (const [index, name] of names.entries())
        file(atlas, name, workday(index, 20), `${code(index)}\n`)
    })
  })

  it("N01 accepts mkstemp's names in /tmp", () => {
    accepts(({ atlas }) => {
      file(atlas, "/tmp/tmp.Xa93kQ7Zb1", when, "x\n", { class: "cache_tmp" })
    })
  })

  it("N02 finds two deckies with the same files", () => {
    finds("N02", ({ atlas, web }) => {
      for (const here of [atlas, web])
        for (let index = 0; index < 25; index += 1)
          file(
            here,
            `n-${code(index)}.md`,
            workday(index, 25),
            `${here.decky.hostname} ${code(index)}\n`,
          )
    })
  })

  it("N03 finds a text on two deckies", () => {
    finds("N03", ({ atlas, web }) => {
      const text = "The same remark, word for word,\nin two places.\n"
      file(atlas, "a.md", when, text)
      file(web, "b.md", "2026-03-04T11:00:00.120", text)
    })
  })

  it("N03 accepts skeleton files", () => {
    accepts(({ atlas, web }) => {
      const text = "# ~/.bash_logout: executed by bash(1) when login shell exits.\n"
      for (const [here, login] of [
        [atlas, "ana"],
        [web, "carla"],
      ] as const) {
        const over = { mode: 0o644, owner: login, group: login }
        here.extras.push(extra(`/home/${login}/.bash_logout`, text, at(when), over))
      }
    })
  })

  it("N04 finds a home full of bait", () => {
    finds("N04", ({ atlas }) => {
      notes(atlas, 60)
      for (const [index, name] of ["passwords.txt", "secret.md", "aws-keys.txt"].entries())
        file(atlas, name, workday(index, 3, 17), `${code(index)}\n`)
    })
  })

  it("N04 does not count our own bait", () => {
    accepts(({ atlas }) => {
      notes(atlas, 60)
      for (const [index, name] of ["passwords.txt", "secret.md", "aws-keys.txt"].entries())
        file(atlas, name, workday(index, 3, 17), `${code(index)}\n`, { class: "canary_env_file" })
    })
  })

  for (const [path, body] of [
    ["bin/open.sh", "#!/bin/bash\nif true; then\n  echo yes\n"],
    ["bin/quote.sh", "#!/bin/sh\necho 'it does not end\n"],
    ["bin/colon.py", "#!/usr/bin/env python3\nif True\n    print(1)\n"],
    ["bin/indent.py", "#!/usr/bin/env python3\ndef f():\nreturn 1\n"],
    ["conf.json", '{"a": 1,}\n'],
  ] as const)
    it(`N05 finds ${path} broken`, () => {
      finds(
        "N05",
        ({ atlas }) => void file(atlas, path, when, body, { class: "script", mode: 0o755 }),
      )
    })

  for (const name of ["x.gz", "x.pdf", "x.docx"])
    it(`N05 finds that ${name} is plain text`, () => {
      finds(
        "N05",
        ({ atlas }) => void atlas.extras.push(extra(`/var/backups/${name}`, "plain\n", at(when))),
      )
    })

  it("N05 finds a script that was broken between two edits", () => {
    finds("N05", ({ atlas }) => {
      const options = { class: "script", mode: 0o755 } as const
      file(atlas, "bin/a.sh", when, "#!/bin/sh\necho ok\n", options)
      file(atlas, "bin/a.sh", "2026-03-04T11:00:00.120", "#!/bin/sh\necho $(ok\n", {
        ...options,
        action: "edit",
      })
      file(atlas, "bin/a.sh", "2026-03-05T11:00:00.120", "#!/bin/sh\necho ok\n", {
        ...options,
        action: "edit",
      })
    })
  })

  it("N05 accepts scripts that are unusual and right", () => {
    accepts(({ atlas }) => {
      const body = `#!/bin/bash
set -euo pipefail
declare -A seen=([a]=1 [b]="two")
usage() { cat <<EOF
it's "open
EOF
}
case "\${1:-}" in
  -h|--help) usage ;;
  (x) for ((i=0; i<3; i++)); do echo "$((i << 1))"; done ;;
  *) [[ $1 =~ ^(a|b\\)$ ]] && { echo "\${1//\\'/}" 2>&1 >/dev/null; } ;;
esac
while read -r line; do echo "\${line#*(}"; done < <(printf '%s\\n' $'it\\'s')
if ! grep -q x <<<"$1"; then exit 1; elif true; then :; else echo done; fi
`
      file(atlas, "bin/a.sh", when, body, { class: "script", mode: 0o755 })
    })
  })

  it("N06 finds root's file in a home", () => {
    finds("N06", ({ atlas }) => void file(atlas, "a.md", when, "A remark\n", { owner: "root" }))
  })

  it("N06 finds a script without its execute bit", () => {
    finds(
      "N06",
      ({ atlas }) => void file(atlas, "bin/a.sh", when, "#!/bin/sh\n", { class: "script" }),
    )
  })

  it("N06 finds a private key that others may read", () => {
    finds("N06", ({ atlas }) => {
      const over = { owner: "ana", group: "ana", mode: 0o644 }
      atlas.extras.push(
        extra("/home/ana/.ssh/id_ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----\n", at(when), over),
      )
    })
  })

  it("N06 finds a log that everybody may read", () => {
    finds("N06", ({ atlas }) => {
      const text = `${line(atlas, at(when), "kernel", "x")}\n`
      atlas.extras.push(extra("/var/log/kern.log", text, at(when) + 500, { mode: 0o644 }))
    })
  })

  it("N07 finds a home without an account", () => {
    finds(
      "N07",
      ({ atlas }) => void file(atlas, "/home/zoe/a.md", when, "A remark\n", { owner: "zoe" }),
    )
  })

  it("N08 finds the product's name in a text", () => {
    finds("N08", ({ atlas }) => void file(atlas, "a.md", when, "planted by Decnet\n"))
  })

  it("N08 finds the product's name in a text that was mended later", () => {
    finds("N08", ({ atlas }) => {
      file(atlas, "a.md", when, "this decky is slow\n")
      file(atlas, "a.md", "2026-03-04T11:00:00.120", "this host is slow\n", { action: "edit" })
    })
  })

  it("N09 finds a pool of names that runs dry", () => {
    finds("N09", ({ atlas }) => {
      for (let index = 0; index < 100; index += 1) {
        const path = `n-${code(index % 50)}.md`
        const ms = workday(index, 100)
        file(atlas, path, ms, `${code(index)}\n`)
        if (index < 50) file(atlas, path, ms + 90_000, undefined, { action: "remove" })
      }
    })
  })

  it("N10 finds the log of another distribution", () => {
    finds("N10", ({ atlas }) => {
      log(atlas, "syslog", line(atlas, at(when), "systemd[1]", "Started a.service."))
      log(atlas, "messages", line(atlas, at(when), "systemd[1]", "Started b.service."))
    })
  })
})
