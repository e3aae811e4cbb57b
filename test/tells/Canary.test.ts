import { describe, it } from "vitest"
import type { ContentClass } from "../../src/taxonomy/ContentClass.ts"
import { file, type Place } from "./history.ts"
import { accepts, finds } from "./tells.ts"

const slug = "k4dzq2m7xw5a3bntyh6crpjvse"
const other = "bq7rnt2cwxk5z3mhd6yvaepj4s"

interface Laid {
  readonly class?: ContentClass
  readonly kind?: "http" | "dns" | "aws_passive"
  readonly slug?: string
  readonly login?: string
  readonly mode?: number
}

/** Lays bait of one file, as somebody of the decky. */
const lay = (here: Place, path: string, when: string, body: string, laid: Laid = {}): void => {
  const event = file(here, path, when, body, {
    class: laid.class ?? "canary_env_file",
    ...(laid.login === undefined ? {} : { login: laid.login }),
    mode: laid.mode ?? 0o600,
  })
  event.bait = {
    token: `${path} ${laid.slug ?? slug}`,
    kind: laid.kind ?? "http",
    slug: laid.slug ?? slug,
  }
}

const env = (named = slug): string =>
  `APP_ENV=production\nAPI_URL=https://assets.nordwind.net/v1/${named}\nDB_HOST=db-01\n`
const tuesday = "2026-03-03T10:14:00.512"
const friday = "2026-03-06T15:40:00.371"

describe("Canary", () => {
  it("accepts bait that calls home", () => {
    accepts(({ atlas }) => lay(atlas, "app/.env", tuesday, env()))
  })

  it("accepts an address that stands in base64", () => {
    const auth = Buffer.from(`deploy:${slug}.c.nordwind.net and more of it`).toString("base64")
    accepts(({ atlas }) => lay(atlas, "app/.env", tuesday, `TOKEN=${auth}\nMODE=live\n`))
  })

  it("C01 finds a configuration that no parser takes", () => {
    finds("C01", ({ atlas }) =>
      lay(atlas, ".aws/config", tuesday, `[default]\nendpoint_url https://x.net/v1/${slug}\n`, {
        class: "canary_aws_creds",
      }),
    )
  })

  it("C01 finds a key without its armour", () => {
    finds("C01", ({ atlas }) =>
      lay(atlas, ".ssh/id_ed25519", tuesday, `-----BEGIN PRIVATE KEY-----\n${slug}\n`, {
        class: "canary_ssh_key",
      }),
    )
  })

  it("C01 finds a dump that breaks off", () => {
    finds("C01", ({ atlas }) =>
      lay(atlas, "ledger.sql", tuesday, `CREATE TABLE a (b INT);\n-- ${slug}.c.nordwind.net\n`, {
        class: "canary_mysql_dump",
        kind: "dns",
      }),
    )
  })

  it("C02 finds an artifact in which nothing calls home", () => {
    finds("C02", ({ atlas }) => lay(atlas, "app/.env", tuesday, env(other)))
  })

  it("C02 accepts passive bait", () => {
    accepts(({ atlas }) =>
      lay(
        atlas,
        ".aws/credentials",
        tuesday,
        "[default]\naws_access_key_id = AKIAQ2M7XW5A3BNTYH6C\naws_secret_access_key = w4/x\n",
        { class: "canary_aws_creds", kind: "aws_passive" },
      ),
    )
  })

  const pdf = (named: string) =>
    `%PDF-1.4\n/CreationDate (D:20260302101500Z)\n/URI (https://x.net/${named})\n%%EOF\n`
  const asPdf = { class: "canary_honeydoc_pdf" } as const

  it("C03 finds two of a kind with the same size and dates", () => {
    finds("C03", ({ atlas, web }) => {
      lay(atlas, "Documents/rota.pdf", tuesday, pdf(slug), asPdf)
      lay(web, "Documents/budget.pdf", friday, pdf(other), { ...asPdf, slug: other })
    })
  })

  it("C03 accepts two texts of one length", () => {
    accepts(({ atlas, web }) => {
      lay(atlas, "app/.env", tuesday, env())
      lay(web, "srv/.env", friday, env(other), { slug: other })
    })
  })

  it("C04 finds an access key id of the wrong alphabet", () => {
    finds("C04", ({ atlas }) =>
      lay(
        atlas,
        ".aws/credentials",
        tuesday,
        `[default]\naws_access_key_id = AKIA0189XW5A3BNTYH6C\nendpoint_url = https://x.net/${slug}\n`,
        { class: "canary_aws_creds" },
      ),
    )
  })

  it("C04 accepts an access key id in quotes", () => {
    accepts(({ atlas }) =>
      lay(atlas, "app/.env", tuesday, `${env()}AWS_ACCESS_KEY_ID="AKIAXCOS3VNGZPEFHH5V"\n`),
    )
  })

  it("C04 finds a password hash of 59 characters", () => {
    const hash = `$2y$10$${"a".repeat(52)}`
    finds("C04", ({ atlas }) => lay(atlas, "app/.env", tuesday, `${env()}HASH='${hash}'\n`))
  })

  it("C05 finds a second one in a home, and one soon after another", () => {
    finds("C05", ({ atlas }) => {
      lay(atlas, "app/.env", tuesday, env())
      lay(atlas, ".netrc", "2026-03-12T11:03:00.218", `machine ${other}.c.nordwind.net\n`, {
        class: "canary_netrc",
        slug: other,
        kind: "dns",
      })
    })
  })

  it("C06 finds a slug that DNS would change", () => {
    const mixed = "K4dzq2m7xw5a3bntyh6crpjvse"
    finds("C06", ({ atlas }) => lay(atlas, "app/.env", tuesday, env(mixed), { slug: mixed }))
  })
})
