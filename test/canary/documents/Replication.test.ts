import { describe, expect, it } from "vitest"
import * as Effect from "effect/Effect"
import * as MysqlDump from "../../../src/canary/dumps/MysqlDump.ts"
import * as Scenes from "./Scenes.ts"

const count = 120

const texts = Array.from({ length: count }, (_, seed) => {
  const context = Scenes.context(`dump ${seed}`, "canary_mysql_dump", "sql")
  const [file] = Effect.runSync(MysqlDump.generator.files(Scenes.token(`dump ${seed}`), context))
  return new TextDecoder().decode(file.bytes)
})
const isMaria = (text: string): boolean => /^-- MariaDB dump/m.test(text)

/** All that speaks of replication, without remarks. */
const statements = (text: string): ReadonlyArray<string> =>
  text
    .replace(/^--.*$/gm, "")
    .split(";\n")
    .map((each) => each.trim())
    .filter((each) => /\b(?:master|slaves?|replicas?|source)(?:_\w+)?\b/i.test(each.slice(0, 60)))
    .filter((each) => !/^(?:INSERT|CREATE|DROP|LOCK)/.test(each))

/** Without what somebody added. */
const written = (text: string): ReadonlyArray<string> =>
  statements(text)
    .filter(
      (each) => !/^change master to\s+master_user='\w+',\s+master_password='\w+'$/i.test(each),
    )
    .map((each) => each.replace(/, MASTER_USER='\w+', MASTER_PASSWORD='\w+'/, ""))

const source =
  /MASTER_HOST='[a-z0-9.-]+', MASTER_PORT=3306, MASTER_LOG_FILE='[a-z-]+\.\d{6}', MASTER_LOG_POS=\d+$/

describe("replication in a dump", () => {
  it("is what one product's program writes, and a login that it does not", () => {
    const products = new Set<boolean>()
    for (const text of texts) {
      products.add(isMaria(text))
      expect(text).not.toMatch(/\/\*(?:M!100000|!8\d{4})|REPLICA;|SOURCE_|REPLICATION SOURCE/)
      const [stop, change, start, ...more] = written(text)
      expect(more).toEqual([])
      expect(change).toMatch(source)
      expect([stop, change!.split(" MASTER_HOST")[0], start]).toEqual(
        isMaria(text)
          ? ["STOP ALL SLAVES", "CHANGE MASTER '' TO", "START ALL SLAVES"]
          : ["STOP SLAVE", "CHANGE MASTER TO", "START SLAVE"],
      )
      expect(text.match(/master_user/gi)).toHaveLength(1)
    }
    expect(products.size).toBe(2)
  })

  it("has its login where somebody put it, not in one place", () => {
    const forms = new Set(
      texts.map((text) =>
        /.*\n.*master_user.*\n/i
          .exec(text)![0]
          .replace(/\d+|'[^']*'/g, "")
          .trim(),
      ),
    )
    expect(forms.size).toBeGreaterThan(8)
  })

  it("has remarks of the program that wrote them", () => {
    for (const text of texts)
      expect(text).toContain(
        isMaria(text)
          ? "-- stop slave statement to make a recovery dump)\n"
          : "-- Position to start replication or point-in-time recovery from (the source for this replica)\n",
      )
  })
})
