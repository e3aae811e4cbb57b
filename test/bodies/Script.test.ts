import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import * as FastCheck from "fast-check"
import { generators } from "../../src/bodies/Bodies.ts"
import * as Script from "../../src/bodies/Script.ts"
import type { Subject } from "../../src/bodies/Subject.ts"
import { de } from "../../src/lexicon/de/index.ts"
import { en } from "../../src/lexicon/en/index.ts"
import { es } from "../../src/lexicon/es/index.ts"
import { pt } from "../../src/lexicon/pt/index.ts"
import * as Subjects from "./Subjects.ts"

const lexicons = [en, es, de, pt]
const folder = mkdtempSync(join(tmpdir(), "scripts-"))
afterAll(() => rmSync(folder, { recursive: true }))

const subjectFor = (index: number): Subject => {
  const subject = Subjects.subject("scripts", index, lexicons[index % lexicons.length]!, ".sh")
  const { register, resident } = subject.author
  const names = Script.names(register, index % 2 === 0)
  const name = [
    ...names[(index * 7) % names.length]!,
    ...(index % 3 === 0
      ? [index % 4 === 0 ? subject.matter.project : subject.matter.host.name]
      : []),
  ].join("-")
  const file =
    index % 2 === 0 ? `${name.replaceAll("-", "_")}.py` : index % 5 === 0 ? name : `${name}.sh`
  return { ...subject, path: `/home/${resident.login}/bin/${file}` }
}

/** What the interpreters themselves say, in one process each. */
const faults = (names: ReadonlyArray<string>): string => {
  const shells = names.filter((name) => !name.endsWith(".py"))
  const pythons = names.filter((name) => name.endsWith(".py"))
  writeFileSync(join(folder, "shells"), shells.join("\n"))
  writeFileSync(join(folder, "pythons"), pythons.join("\n"))
  const bash = execFileSync(
    "bash",
    ["-c", 'while read -r f; do bash -n "$f" 2>&1; done < shells'],
    { cwd: folder },
  )
  const check = [
    "import py_compile",
    "for n in open('pythons').read().split():",
    "    try: py_compile.compile(n, cfile=n + 'c', doraise=True)",
    "    except Exception as e: print(n, e)",
  ].join("\n")
  const python = execFileSync("python3", ["-c", check], { cwd: folder })
  return `${bash}${python}`
}

const count = 500
const edits = 30
const born = Array.from({ length: count }, (_, index) =>
  Subjects.draw(`s${index}`, generators.script.create(subjectFor(index))),
)

describe("scripts", () => {
  it("parse, at birth and after thirty edits", () => {
    const names = born.flatMap((body, index) => {
      const subject = subjectFor(index)
      const suffix = subject.path.endsWith(".py") ? ".py" : ""
      let text = body
      const seen = [text]
      // Half of them live on, to keep the run short
      for (let edit = 0; edit < (index % 4 < 2 ? edits : 0); edit++) {
        const next = Subjects.draw(
          `e${index}-${edit}`,
          generators.script.nextIteration(subject, text),
        )
        expect(next).not.toBe(text)
        text = next
        if (edit === 9 || edit === edits - 1) seen.push(text)
      }
      return seen.map((version, at) => {
        const name = `${index}-${at}${suffix}`
        writeFileSync(join(folder, name), version)
        return name
      })
    })
    expect(faults(names)).toBe("")
  }, 120_000)

  it("are of ten to forty lines and never alike", () => {
    const lengths = born.map((body) => body.split("\n").length).toSorted((a, b) => a - b)
    expect(lengths[5]).toBeGreaterThanOrEqual(10)
    expect(lengths.at(-6)).toBeLessThanOrEqual(42)
    expect(new Set(born).size).toBe(count)
  })

  it("name only hosts of the lore and the author's own home and address", () => {
    for (const [index, body] of born.entries()) {
      const { author, lore } = subjectFor(index)
      for (const [, login] of body.matchAll(/\/home\/([a-z]\w*)/g))
        expect(login).toBe(author.resident.login)
      for (const [address] of body.matchAll(/[\w.]+@[\w-]+\.[\w.]+/g))
        expect(address).toBe(author.resident.persona.email)
      for (const [, host] of body.matchAll(/pg_dump -h (\S+)|^(?:left|one|a)=(\S+)$/gm))
        if (host !== undefined) expect(lore.hosts.map(({ name }) => name)).toContain(host)
      expect(body).not.toMatch(/password|secret|token|credential|curl|wget/i)
    }
  })

  it("keep to POSIX where they say so", () => {
    for (const body of born)
      if (body.startsWith("#!/bin/sh")) expect(body).not.toMatch(/\[\[ |pipefail|<\(/)
  })

  it("have names that say what they do", () => {
    for (const register of ["ops", "dev", "office"] as const)
      for (const python of [true, false])
        expect(Script.names(register, python).length).toBeGreaterThan(8)
  })

  it("that somebody else wrote are touched in their comments only", () => {
    const lines = FastCheck.array(
      FastCheck.constantFrom("x = 1", "if x:", "    y = '''", "'''", "# z", "\\", ""),
      {
        minLength: 1,
      },
    )
    FastCheck.assert(
      FastCheck.property(lines, FastCheck.nat(50), (given, index) => {
        const subject = subjectFor(index * 2)
        const previous = ["#!/usr/bin/python", ...given].join("\n")
        const next = Subjects.draw(`f${index}`, generators.script.nextIteration(subject, previous))
        const code = (text: string) =>
          text
            .split("\n")
            .filter((line) => !/^# \S/.test(line))
            .join("\n")
        if (previous.trim() !== "#!/usr/bin/python") expect(code(next)).toBe(code(previous))
      }),
      { numRuns: 100 },
    )
  })
})
