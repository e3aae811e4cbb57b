import { describe, expect, it } from "vitest"
import * as Mailbox from "../../runtime/mail/Mailbox.ts"

const root = "/var/mail/vhosts/corp.net/anna/Maildir"
const base = "1704624093.M434482P3631.mail,S=1203,W=1240"

describe("a copy's place", () => {
  it("is in a mailbox with its three parts", () => {
    const place = Mailbox.placeOf(`${root}/new/${base}`, "maildir")!
    expect(place.path).toBe(`${root}/new/${base}`)
    expect(place.mailboxes).toEqual([root])
    expect(Mailbox.partsOf(root)).toEqual([`${root}/cur`, `${root}/new`, `${root}/tmp`])
    expect(place.marker).toBeUndefined()
  })

  it("may be a folder below the mailbox, with a mark that it is one", () => {
    const place = Mailbox.placeOf(`${root}/.Sent/cur/${base}:2,S`, "maildir")!
    expect(place.folder).toBe(`${root}/.Sent`)
    expect(place.mailboxes).toEqual([root, `${root}/.Sent`])
    expect(place.marker).toBe(`${root}/.Sent/maildirfolder`)
  })

  it("is looked for under every name that a server may have given it", () => {
    const { names } = Mailbox.placeOf(`${root}/new/${base}`, "maildir")!
    expect(new Set(names).size).toBe(names.length)
    for (const name of [`new/${base}`, `cur/${base}:2,`, `cur/${base}:2,S`, `cur/${base}:2,FRS`])
      expect(names).toContain(`${root}/${name}`)
  })

  it("is a file in a plain folder, if that is the format", () => {
    expect(Mailbox.placeOf(`${root}/cur/${base}:2,S`, "spool")).toMatchObject({
      path: `${root}/1704624093.434482.eml`,
      mailboxes: [],
    })
  })

  it.each(["/var/mail/anna", `${root}/other/x`, "new/x"])("is not %s", (path) => {
    expect(Mailbox.placeOf(path, "maildir")).toBeUndefined()
  })
})

describe("the folder of all mailboxes", () => {
  it.each([
    ["/var/mail/vhosts/%d/%n/Maildir", "/var/mail/vhosts"],
    ["/var/mail/box-%n", "/var/mail"],
    ["/srv/mail/%u/", "/srv/mail"],
  ])("of %s is %s", (pattern, root) => {
    expect(Mailbox.rootOf(pattern)).toBe(root)
  })
})
