import { describe, expect, it } from "vitest"
import * as Exported from "../../../src/canary/hits/Exported.ts"
import * as Stix from "../../../src/canary/hits/Stix.ts"
import * as Uuid5 from "../../../src/canary/hits/Uuid5.ts"
import * as Instant from "../../../src/time/Instant.ts"
import { monday } from "./Samples.ts"

const bait: Exported.Bait = {
  id: "t-1",
  class: "canary_git_config",
  kind: "http",
  deckyName: "atlas",
  path: "/home/anna/src/.git/config",
  httpBase: "https://assets.example.net/base",
}

const use = (changes: Partial<Exported.Use> = {}): Exported.Exported => ({
  bait,
  use: {
    id: "u-1",
    at: monday,
    ip: "185.220.101.7",
    protocol: "http",
    method: "GET",
    path: "/git/x/info/refs",
    userAgent: "git/2.39.5",
    qname: undefined,
    queryType: undefined,
    transport: undefined,
    subnet: undefined,
    count: 1,
    class: "likely-person",
    reason: "git 2.39.5 fetched a repository.",
    incident: "u-1",
    extras: {},
    ...changes,
  },
})

describe("an identifier of a name", () => {
  it("is what the standard has for it", () => {
    // RFC 9562, appendix A.4
    expect(Uuid5.of("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com")).toBe(
      "2ed6657d-e927-568b-95e1-2665a8aea6a2",
    )
  })
})

describe("a table", () => {
  const cells = (userAgent: string) =>
    Exported.csv([Exported.flat(use({ userAgent }), Instant.toIso)]).split("\r\n")[1]!

  it.each([
    ['=HYPERLINK("http://e")', `"'=HYPERLINK(""http://e"")"`],
    ["+1", `"'+1"`],
    ["-1", `"'-1"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["\t=1", `"'\t=1"`],
    ["\r=1", `"'\r=1"`],
    ["plain", "plain"],
    ["a,b", '"a,b"'],
  ])("holds %j as %s", (agent, cell) => {
    expect(cells(agent)).toContain(`,${cell},`)
  })

  it("has a head and one line each", () => {
    expect(
      Exported.csv(
        [use(), use({ id: "u-2", count: 7 })].map((each) => Exported.flat(each, Instant.toIso)),
      ),
    ).toBe(
      "occurred_at,decky_name,token_id,token_class,token_path,trigger_id,incident_id,src_ip,protocol,method,request_path,user_agent,dns_qname,query_type,transport,client_subnet,count,class,reason,client,user,access_key_id,message\r\n" +
        "2026-01-05T10:00:00.000Z,atlas,t-1,canary_git_config,/home/anna/src/.git/config,u-1,u-1,185.220.101.7,http,GET,/git/x/info/refs,git/2.39.5,,,,,1,likely-person,git 2.39.5 fetched a repository.,,,,\r\n" +
        "2026-01-05T10:00:00.000Z,atlas,t-1,canary_git_config,/home/anna/src/.git/config,u-2,u-1,185.220.101.7,http,GET,/git/x/info/refs,git/2.39.5,,,,,7,likely-person,git 2.39.5 fetched a repository.,,,,\r\n",
    )
  })
})

describe("a bundle", () => {
  const uses = [
    use(),
    use({ id: "u-2", at: monday + 5000, count: 3 }),
    use({ id: "u-3", ip: "2a0b::7" }),
    use({ id: "u-4", ip: "40.94.31.9", class: "mail-scanner" }),
    use({
      id: "u-5",
      ip: "172.253.5.3",
      protocol: "dns",
      path: undefined,
      method: undefined,
      userAgent: undefined,
      qname: "ABC.c.example.net",
      transport: "udp",
    }),
  ]
  const objects = Stix.bundle(uses)["objects"] as unknown as ReadonlyArray<
    Readonly<Record<string, unknown>>
  >
  const of = (type: string) => objects.filter((each) => each["type"] === type)

  it("has identifiers that any producer would give the same observables", () => {
    // what Python's uuid.uuid5 gives for the namespace and the text {"value":"198.51.100.3"}
    expect(
      (
        Stix.bundle([use({ ip: "198.51.100.3" })])["objects"] as unknown as ReadonlyArray<{
          id: string
        }>
      ).map(({ id }) => id),
    ).toContain("ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4")
  })

  it("blames callers only, and neither resolvers nor gateways", () => {
    expect(of("indicator").map((each) => each["pattern"])).toEqual([
      "[ipv4-addr:value = '185.220.101.7']",
      "[ipv6-addr:value = '2a0b::7']",
    ])
    expect(of("observed-data").length).toBe(5)
    expect(of("domain-name").map((each) => each["value"])).toEqual(["abc.c.example.net"])
  })

  it("counts sightings, and refers to what is in it only", () => {
    expect(of("sighting")[0]).toMatchObject({
      count: 4,
      first_seen: "2026-01-05T10:00:00.000Z",
      last_seen: "2026-01-05T10:00:05.000Z",
    })
    const ids = new Set(objects.map((each) => each["id"]))
    expect(ids.size).toBe(objects.length)
    for (const each of objects)
      for (const [key, value] of Object.entries(each))
        if (/_refs?$/.test(key)) for (const ref of [value].flat()) expect(ids, key).toContain(ref)
  })

  it("tells agents and addresses as the standard has them", () => {
    expect(of("network-traffic")[0]).toMatchObject({
      protocols: ["ipv4", "tcp", "http"],
      extensions: {
        "http-request-ext": {
          request_method: "get",
          request_value: "/git/x/info/refs",
          request_header: { "User-Agent": ["git/2.39.5"] },
        },
      },
    })
    expect(of("url")[0]!["value"]).toBe("https://assets.example.net/git/x/info/refs")
  })

  it("is the same for the same uses", () => {
    expect(Stix.bundle(uses)).toEqual(Stix.bundle(structuredClone(uses)))
    expect(objects.map((each) => each["id"])).toMatchInlineSnapshot(`
      [
        "identity--6651dd07-be49-5a21-91f4-913ef7521fe9",
        "ipv4-addr--c02e30d9-8843-5382-9a86-5fa389551171",
        "url--856c8a34-33a7-53e1-92d8-b46b678c5965",
        "network-traffic--0d821b09-a51d-52cb-8a39-1b53f9009045",
        "observed-data--c0441e5c-bd7e-5617-852f-bccfa369325e",
        "network-traffic--0bfb4a27-d4d2-5b11-bede-7754e1164ae1",
        "observed-data--919a2389-f544-59a0-86b5-2ac92c00f9b4",
        "ipv6-addr--7e805f4e-b34e-5126-affe-407a26c2ae4a",
        "network-traffic--242ecae6-5d34-59cf-bbe3-8134a79b5be9",
        "observed-data--2d74d680-6678-5486-8711-8634ea30516c",
        "ipv4-addr--a11ece26-51fb-5f2f-bfbb-a59c91b7b6ac",
        "network-traffic--42783179-ae65-521e-974f-d6cf6d30b07c",
        "observed-data--21c1bdc6-0740-551b-9ea4-dc406ca7b08c",
        "ipv4-addr--3ac355ad-9f22-5880-8afa-9088498ad978",
        "domain-name--d74741cb-01e0-535f-9e59-879773b66934",
        "network-traffic--baf9bffa-8bd9-576b-83e4-c0a0ab9f898e",
        "observed-data--a095d4c1-3fe7-5c41-b941-8d723164f58c",
        "indicator--60728696-ef7c-54a0-93fa-f70a23db2d08",
        "sighting--72c5324c-b07c-5d25-a1f1-7936b67bf689",
        "indicator--c4aa6478-6d55-511e-9f33-542936b584d3",
        "sighting--171bd9e3-a9ab-5d2d-9144-74adbcd7efdb",
      ]
    `)
  })
})
