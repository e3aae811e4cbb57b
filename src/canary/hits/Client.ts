/** Which program called, and what it did, as far as its request tells. */
import type { HttpSeen } from "../Hit.ts"

export interface Client {
  /** `git 2.39.5` */
  readonly program: string
  /** `git 2.39.5 fetched a repository`; the program alone where nothing more is known. */
  readonly did: string
  /** `tool`: used at a keyboard or by its scripts. `library`: a part of any program. */
  readonly nature: "tool" | "browser" | "document" | "library"
}

interface Known {
  readonly name: string
  /** Its first group is the version. */
  readonly agent: RegExp
  readonly nature: Client["nature"]
  readonly did?: (request: HttpSeen, path: string) => string | undefined
}

const gitDid = (_: HttpSeen, path: string): string | undefined =>
  /git-receive-pack/.test(path)
    ? "pushed to a repository"
    : /git-upload-pack|\/info\/refs|\/HEAD$|\/objects\//.test(path)
      ? "fetched a repository"
      : undefined

const packageDid = (request: HttpSeen): string =>
  request.method === "PUT" || request.method === "POST"
    ? "published or logged in to a registry"
    : "asked a registry for a package"

const opened = (): string => "opened the document"

/** Programs before the libraries that they are built on. */
const known: ReadonlyArray<Known> = [
  { name: "git", agent: /^git\/([\d.]+)/i, nature: "tool", did: gitDid },
  { name: "git (libgit2)", agent: /^git\/\S* ?\(?libgit2 ([\d.]+)/i, nature: "tool", did: gitDid },
  { name: "git (JGit)", agent: /^JGit\/([\d.]+)/i, nature: "tool", did: gitDid },
  { name: "git (go-git)", agent: /^go-git\/([\w.]+)/i, nature: "tool", did: gitDid },
  { name: "git-lfs", agent: /^git-lfs\/([\d.]+)/i, nature: "tool", did: gitDid },
  { name: "npm", agent: /\bnpm\/([\d.]+)/i, nature: "tool", did: packageDid },
  { name: "pnpm", agent: /\bpnpm\/([\d.]+)/i, nature: "tool", did: packageDid },
  { name: "Yarn", agent: /\byarn\/([\d.]+)/i, nature: "tool", did: packageDid },
  { name: "pip", agent: /^pip\/([\d.]+)/i, nature: "tool", did: packageDid },
  { name: "uv", agent: /^uv\/([\d.]+)/i, nature: "tool", did: packageDid },
  { name: "Poetry", agent: /^poetry\/([\d.]+)/i, nature: "tool", did: packageDid },
  { name: "twine", agent: /^twine\/([\d.]+)/i, nature: "tool", did: packageDid },
  {
    name: "kubectl",
    agent: /^kubectl\S*\/v?([\d.]+)/i,
    nature: "tool",
    did: () => "asked a cluster's API",
  },
  { name: "helm", agent: /^Helm\/v?([\d.]+)/i, nature: "tool" },
  { name: "k9s", agent: /^k9s\/v?([\d.]+)/i, nature: "tool", did: () => "asked a cluster's API" },
  {
    name: "docker",
    agent: /^docker\/([\d.]+)/i,
    nature: "tool",
    did: (_, path) => (path.startsWith("/v2/") ? "asked a registry for an image" : undefined),
  },
  { name: "podman or skopeo", agent: /^(?:containers|skopeo)\/([\d.]+)/i, nature: "tool" },
  { name: "containerd", agent: /^containerd\/v?([\d.]+)/i, nature: "tool" },
  { name: "the AWS CLI", agent: /^aws-cli\/([\d.]+)/i, nature: "tool", did: () => "called AWS" },
  {
    name: "the AWS SDK for Python",
    agent: /^(?:Boto3|Botocore)\/([\d.]+)/i,
    nature: "tool",
    did: () => "called AWS",
  },
  {
    name: "an AWS SDK",
    agent: /^aws-sdk-\w+\/([\d.]+)/i,
    nature: "tool",
    did: () => "called AWS",
  },
  { name: "Terraform", agent: /Terraform\/([\d.]+)/i, nature: "tool" },
  { name: "curl", agent: /^curl\/([\d.]+)/i, nature: "tool" },
  { name: "Wget", agent: /^Wget\/([\d.]+)/i, nature: "tool" },
  { name: "HTTPie", agent: /^(?:HTTPie|xh)\/([\d.]+)/i, nature: "tool" },
  { name: "PowerShell", agent: /PowerShell\/([\d.]+)/i, nature: "tool" },
  { name: "Postman", agent: /^PostmanRuntime\/([\d.]+)/i, nature: "tool" },
  { name: "Insomnia", agent: /^insomnia\/([\d.]+)/i, nature: "tool" },
  { name: "Claude Code", agent: /claude-code\/([\d.]+)|^claude-cli\/([\d.]+)/i, nature: "tool" },
  { name: "Cursor", agent: /\bCursor\/([\d.]+)/, nature: "tool" },
  { name: "LibreOffice", agent: /LibreOffice(?:[ /]([\d.]+))?/i, nature: "document", did: opened },
  {
    name: "Microsoft Word",
    agent: /Microsoft Office Word(?: ?\/? ?([\d.]+))?|MSOffice.*\bWord\b/i,
    nature: "document",
    did: opened,
  },
  {
    name: "Microsoft Excel",
    agent: /Microsoft Office Excel(?: ?\/? ?([\d.]+))?|MSOffice.*\bExcel\b/i,
    nature: "document",
    did: opened,
  },
  { name: "Outlook", agent: /Microsoft Outlook(?: ([\d.]+))?/i, nature: "document", did: opened },
  {
    name: "Microsoft Office",
    agent: /ms-office|MSOffice(?: ?\/?([\d.]+))?|Microsoft Office(?:\/([\d.]+))?/i,
    nature: "document",
    did: opened,
  },
  {
    name: "Adobe Acrobat",
    agent: /Acrobat|AcroForms|Adobe(?:Reader)?\/([\d.]+)/i,
    nature: "document",
    did: opened,
  },
  { name: "Thunderbird", agent: /Thunderbird\/([\d.]+)/i, nature: "document", did: opened },
  { name: "Edge", agent: /\bEdge?\/([\d.]+)/, nature: "browser" },
  { name: "Opera", agent: /\bOPR\/([\d.]+)/, nature: "browser" },
  { name: "Firefox", agent: /\bFirefox\/([\d.]+)/, nature: "browser" },
  { name: "Chrome", agent: /\bChrom(?:e|ium)\/([\d.]+)/, nature: "browser" },
  { name: "Safari", agent: /\bVersion\/([\d.]{1,20}) [^(]{0,100}Safari\//, nature: "browser" },
  { name: "Python (requests)", agent: /^python-requests\/([\d.]+)/i, nature: "library" },
  { name: "Python (urllib)", agent: /^Python-urllib\/([\d.]+)/i, nature: "library" },
  { name: "Python (httpx)", agent: /^python-httpx\/([\d.]+)/i, nature: "library" },
  { name: "Python (aiohttp)", agent: /aiohttp\/([\d.]+)/i, nature: "library" },
  { name: "Go", agent: /^Go-http-client\/([\d.]+)/i, nature: "library" },
  { name: "Java", agent: /^(?:Java|okhttp|Apache-HttpClient)\/([\w.]+)/i, nature: "library" },
  {
    name: "Node.js",
    agent: /^(?:node(?:-fetch)?|undici|axios)(?:\/([\d.]+))?/i,
    nature: "library",
  },
  { name: "Ruby", agent: /^(?:Ruby|Faraday v?|rest-client\/)([\d.]*)/i, nature: "library" },
  { name: "Perl", agent: /^(?:libwww-perl|lwp-\w+)\/([\d.]+)/i, nature: "library" },
  { name: "PHP", agent: /^(?:PHP|GuzzleHttp)\/([\d.]+)/i, nature: "library" },
  { name: "Rust", agent: /^(?:reqwest|hyper)\/([\d.]+)/i, nature: "library" },
]

/** What is looked at of a header; patterns take time, and strangers choose how much there is. */
const valueMax = 512

export const headerOf = (
  headers: ReadonlyArray<readonly [string, string]>,
  name: string,
): string | undefined =>
  headers.find(([each]) => each.toLowerCase() === name)?.[1].slice(0, valueMax)

/** Undefined where the User-Agent is absent or of none that is known. */
export const of = (request: HttpSeen): Client | undefined => {
  const agent = headerOf(request.headers, "user-agent") ?? ""
  for (const { name, agent: pattern, nature, did } of known) {
    const match = pattern.exec(agent)
    if (match === null) continue
    const version = match.slice(1).find((each) => each !== undefined && each !== "")
    const program = version === undefined ? name : `${name} ${version.replace(/\.$/, "")}`
    const act = did?.(request, request.target)
    return { program, did: act === undefined ? program : `${program} ${act}`, nature }
  }
  return undefined
}
