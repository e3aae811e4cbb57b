import { describe, expect, it } from "vitest"
import * as Classify from "../../../src/canary/hits/Classify.ts"
import * as Decoded from "../../../src/canary/hits/Decoded.ts"
import { http, lookup, seen } from "./Samples.ts"

const nothing = { asked: [] }
const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36"

const byAgent = (agent: string | undefined, ip = "185.220.101.7", target = "/r/x") =>
  Classify.of(seen({ ip, http: http(agent, { target }) }), nothing, false)

describe("a hit over HTTP", () => {
  it.each<readonly [agent: string | undefined, Classify.HitClass, says: RegExp]>([
    ["Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "link-preview", /Slack/],
    ["Slack-ImgProxy (+https://api.slack.com/robots)", "link-preview", /Slack/],
    [
      "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
      "link-preview",
      /Discord/,
    ],
    [
      "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
      "link-preview",
      /Facebook, Messenger/,
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
      "link-preview",
      /iMessage/,
    ],
    [
      "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
      "link-preview",
      /Teams/,
    ],
    ["WhatsApp/2.23.20.0 A", "link-preview", /WhatsApp/],
    ["TelegramBot (like TwitterBot)", "link-preview", /Telegram/],
    [
      "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
      "link-preview",
      /LinkedIn/,
    ],
    [
      "Mozilla/5.0 (Windows; U) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
      "link-preview",
      /Google/,
    ],
    ["BarracudaCentral/1.0", "mail-scanner", /Barracuda/],
    ["Mozilla/5.0 (proofpoint url defense)", "mail-scanner", /Proofpoint/],
    ["Mozilla/5.0 (compatible; MimecastBot/1.0)", "mail-scanner", /Mimecast/],
    ["virustotalcloud", "antivirus", /VirusTotal/],
    ["Mozilla/5.0 (compatible; Kaspersky Lab; scan)", "antivirus", /Kaspersky/],
    ["TruffleHog", "unknown-automation", /TruffleHog/],
    ["Mozilla/5.0 zgrab/0.x", "unknown-automation", /internet scanner/],
    ["Googlebot/2.1 (+http://www.google.com/bot.html)", "unknown-automation", /crawler/],
    ["python-requests/2.31.0", "unknown-automation", /Python \(requests\) 2\.31\.0/],
    ["Go-http-client/2.0", "unknown-automation", /Go 2\.0/],
    [undefined, "unknown-automation", /did not say/],
    ["x", "unknown-automation", /no program that is known/],
    ["git/2.39.5", "likely-person", /git 2\.39\.5/],
    ["curl/7.88.1", "likely-person", /curl 7\.88\.1/],
    ["npm/10.8.2 node/v20.18.0 linux x64 workspaces/false", "likely-person", /npm 10\.8\.2/],
    ["kubectl/v1.30.2 (linux/amd64) kubernetes/3968350", "likely-person", /kubectl 1\.30\.2/],
    ['pip/23.0.1 {"ci":null}', "likely-person", /pip 23\.0\.1/],
    ["aws-cli/2.15.30 Python/3.11.8 Linux/6.1.0", "likely-person", /AWS CLI 2\.15\.30 called AWS/],
    ["Boto3/1.34.1 md/Botocore#1.34.1", "likely-person", /AWS SDK for Python/],
    ["docker/24.0.7 go/go1.20.10", "likely-person", /docker 24\.0\.7/],
    [
      "LibreOffice 7.4.7.2 denylistedbackend/1.0 neon/0.32.4",
      "likely-person",
      /LibreOffice 7\.4\.7\.2 opened/,
    ],
    ["Mozilla/4.0 (compatible; ms-office; MSOffice 16)", "likely-person", /Microsoft Office/],
    [chrome, "likely-person", /Chrome 129/],
    [`${chrome} Edg/129.0.0.0`, "likely-person", /Edge 129/],
    [
      "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
      "likely-person",
      /Firefox 128/,
    ],
    [chrome.replace("Chrome", "HeadlessChrome"), "unknown-automation", /without a screen/],
  ])("of %s is %s", (agent, kind, says) => {
    const verdict = byAgent(agent)
    expect([verdict.class, verdict.reason]).toEqual([kind, expect.stringMatching(says)])
    expect(verdict.reason).toMatch(/^[^\n]+\.$/)
  })

  it("comes from a mail gateway's network although it looks like a browser", () => {
    expect(byAgent(chrome, "148.163.129.4")).toMatchObject({
      class: "mail-scanner",
      reason: expect.stringMatching(/148\.163\.129\.4 .* Proofpoint/),
    })
    expect(byAgent(chrome, "40.94.31.9").class).toBe("mail-scanner")
    expect(byAgent(chrome, "148.162.255.255").class).toBe("likely-person")
  })

  it("of our own test is that, whatever it says it is", () => {
    expect(Classify.of(seen(), nothing, true).class).toBe("own-probe")
  })

  it("says what git did", () => {
    const did = (target: string) => byAgent("git/2.39.5", undefined, target).did
    expect(did("/git/x/info/refs?service=git-upload-pack")).toBe("git 2.39.5 fetched a repository")
    expect(did("/git/x/info/refs?service=git-receive-pack")).toBe(
      "git 2.39.5 pushed to a repository",
    )
  })

  it("keeps an agent that was made to harm on its line", () => {
    expect(byAgent(`evil\r\nX: y${"z".repeat(500)}`).reason).not.toMatch(/[\r\n]|z{200}/)
  })
})

describe("a hit over DNS", () => {
  const of = (type: string, ip = "185.12.64.1", asked: ReadonlyArray<string> = []) =>
    Classify.of(seen({ ip, http: undefined, dns: lookup(type) }), { asked }, false)
  const a = `A ${lookup().name}`

  it("counts the first lookup, and says whose resolver it is", () => {
    expect(of("A")).toMatchObject({
      class: "likely-person",
      reason: expect.stringMatching(/resolver 185\.12\.64\.1: ask its operator/),
    })
    expect(of("AAAA", "172.253.5.3").reason).toMatch(/Google Public DNS's, so it does not tell/)
    expect(of("A", "2a00:1450:4013:c05::10d").reason).toMatch(/Google Public DNS/)
  })

  it("takes the other half, a repetition and a resolver's own questions for echoes", () => {
    expect(of("AAAA", undefined, [a]).class).toBe("resolver-echo")
    expect(of("A", undefined, [a]).reason).toMatch(/asked again/)
    for (const type of ["NS", "DS", "SOA", "DNSKEY"])
      expect(of(type), type).toMatchObject({ class: "resolver-echo" })
  })

  it("takes other types for somebody who examines the name", () => {
    expect(of("TXT").class).toBe("unknown-automation")
    expect(of("ANY").class).toBe("unknown-automation")
  })

  it("names the network on whose behalf a resolver asks", () => {
    const dns = { ...lookup(), subnet: "198.18.4.0/24" }
    expect(Classify.of(seen({ http: undefined, dns }), nothing, false).reason).toMatch(
      /somebody in 198\.18\.4\.0\/24/,
    )
  })
})

describe("what a hit says beside", () => {
  const base64 = (text: string) => Buffer.from(text).toString("base64")
  const authorized = (value: string, target = "/x") =>
    Decoded.of(
      seen({ http: http("git/2.39.5", { target, headers: [["AUTHORIZATION", value]] }) }),
      undefined,
      [],
    )

  it("is the user of a login, and never the password", () => {
    const decoded = authorized(`Basic ${base64("deploy:hunter2:x")}`)
    expect(decoded).toEqual({ scheme: "Basic", user: "deploy", passwordGiven: true })
    expect(authorized(`Basic ${base64("deploy:")}`).passwordGiven).toBe(false)
    expect(authorized(`Basic ${base64("jürgen:x")}`).user).toBe("jürgen")
    expect(authorized("Basic !!!")).toEqual({ scheme: "Basic" })
    expect(authorized("Bearer abcdef")).toEqual({ scheme: "Bearer" })
  })

  it("is the key's id of a signed call", () => {
    const signed =
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260105/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0123"
    expect(authorized(signed)).toEqual({
      scheme: "AWS4-HMAC-SHA256",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      awsScope: "us-east-1/sts",
    })
    expect(
      Decoded.of(
        seen({ http: http("x", { target: "/?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F2026" }) }),
        undefined,
        [],
      ),
    ).toEqual({ accessKeyId: "AKIAIOSFODNN7EXAMPLE" })
  })

  it("is what labels spell, where they spell anything", () => {
    // "root@db-01" in each
    expect(Decoded.messageOf(["726f6f74", "4064622d3031"])).toBe("root@db-01")
    expect(Decoded.messageOf(["OJXW65CAMRRC2MBR"])).toBe("root@db-01")
    expect(Decoded.messageOf(["www", "api"])).toBeUndefined()
    expect(Decoded.messageOf(["ffffffff"])).toBeUndefined()
    expect(Decoded.messageOf([])).toBeUndefined()
  })

  it("leaves out of headers what proves who somebody is", () => {
    const kept = Decoded.withoutSecrets([
      ["Authorization", `Basic ${base64("deploy:hunter2")}`],
      ["Cookie", "session=hunter2"],
      ["PRIVATE-TOKEN", "hunter2"],
      ["Accept", "*/*"],
    ])
    expect(JSON.stringify(kept)).not.toMatch(new RegExp(`hunter2|${base64("deploy:hunter2")}`))
    expect(kept).toEqual([
      ["Authorization", "Basic (26 characters)"],
      ["Cookie", "(15 characters)"],
      ["PRIVATE-TOKEN", "(7 characters)"],
      ["Accept", "*/*"],
    ])
  })
})
