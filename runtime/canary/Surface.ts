/**
 * What a request is answered, from what was asked alone: whether anybody knows the slug is not
 * looked up, so that an answer cannot tell.
 */
import { randomBytes, randomUUID } from "node:crypto"
import * as Callback from "../../src/canary/Callback.ts"
import type { Answer, StaticFile } from "./http/Answer.ts"
import { composed, page } from "./http/Answer.ts"
import type { Resource } from "./http/Pixels.ts"
import * as Pixels from "./http/Pixels.ts"
import type { Site } from "./http/Site.ts"

export interface Asked {
  readonly method: string
  /** As sent. */
  readonly target: string
  /** Decoded, without `.` and `..`. */
  readonly path: string
  readonly host: string
  /** The first value of a header, by lower-case name. */
  readonly header: (name: string) => string | undefined
  /** Its beginning. */
  readonly body: Buffer
}

/** A request that names more is no use of bait; the first are noted. */
const slugsMax = 8

/** Every slug that a request carries, in its target or its host name. */
export const slugs = (target: string, host: string): ReadonlyArray<string> => {
  const found = [...Callback.slugsOfTarget(target), ...Callback.slugsOfTarget(host)]
  return found.length < 2 ? found : [...new Set(found)].slice(0, slugsMax)
}

const file = ({ modifiedOf }: Site, resource: Resource): StaticFile => ({
  kind: "file",
  ...resource,
  modified: modifiedOf(resource),
})

const requestId = (): readonly [string, string] => ["x-amzn-RequestId", randomUUID()]

const invalidToken = "The security token included in the request is invalid."

/** As the services of AWS refuse a key that they do not know. */
const amazon = (authorization: string, target: string | undefined): Answer => {
  const service = /\/([a-z0-9-]+)\/aws4_request/.exec(authorization)?.[1] ?? "sts"
  const id = requestId()
  if (target !== undefined)
    return composed(
      400,
      "application/x-amz-json-1.1",
      JSON.stringify({ __type: "UnrecognizedClientException", message: invalidToken }),
      [id],
    )
  if (service === "s3") {
    const key = /Credential=([A-Z0-9]{16,128})\//.exec(authorization)?.[1] ?? ""
    const request = randomBytes(8).toString("hex").toUpperCase()
    const host = randomBytes(56).toString("base64")
    return composed(
      403,
      "application/xml",
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>InvalidAccessKeyId</Code>` +
        `<Message>The AWS Access Key Id you provided does not exist in our records.</Message>` +
        `<AWSAccessKeyId>${key}</AWSAccessKeyId><RequestId>${request}</RequestId>` +
        `<HostId>${host}</HostId></Error>`,
      [
        ["x-amz-request-id", request],
        ["x-amz-id-2", host],
      ],
    )
  }
  return composed(
    403,
    "text/xml",
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n  <Error>\n` +
      `    <Type>Sender</Type>\n    <Code>InvalidClientTokenId</Code>\n` +
      `    <Message>${invalidToken}</Message>\n  </Error>\n` +
      `  <RequestId>${id[1]}</RequestId>\n</ErrorResponse>\n`,
    [id],
  )
}

const isAmazon = ({ header, body, target }: Asked): boolean =>
  header("authorization")?.startsWith("AWS4-HMAC-SHA256") === true ||
  target.includes("X-Amz-Credential=") ||
  (/^application\/x-www-form-urlencoded/i.test(header("content-type") ?? "") &&
    /(?:^|&)Action=[A-Z]/.test(body.toString("latin1", 0, 4096)))

/**
 * `auth_basic`: a login that is refused whatever is sent. Clients of repositories and registries
 * take that for a password that no longer holds, and stop; git asks with the credentials that its
 * config has before it gives up, so that these are seen too.
 */
const login = ({ realm }: Site): Answer =>
  page(401, [["WWW-Authenticate", `Basic realm="${realm}"`]])

const guardedFolders = new Set(
  ["git", "scm", "r", "repos", "vcs", "source"].concat([
    "npm",
    "registry",
    "simple",
    "packages",
    "repository",
    "artifacts",
  ]),
)
const apiFolders = new Set(["api", "v1", "v2", "rest", "gateway", "svc"])

/** What registries and clusters are asked for, at the root of a host or below a slug. */
const guardedRoots = /^\/(?:v2|api|apis|version|openapi|simple|legacy|-)(?:\/|$)/

interface Place {
  /** The folder that the slug lies in; undefined where the path has no slug. */
  readonly folder: string | undefined
  /** What follows the slug, or the whole path. */
  readonly rest: string
}

const placeOf = (path: string): Place => {
  const parts = path.split("/")
  const at = parts.findIndex((part) => Callback.slugsOfTarget(part).length > 0)
  return at < 0
    ? { folder: undefined, rest: path }
    : { folder: (parts[at - 1] ?? "").toLowerCase(), rest: `/${parts.slice(at + 1).join("/")}` }
}

const isGuarded = ({ target, path }: Asked, { folder, rest }: Place): boolean =>
  (folder !== undefined && guardedFolders.has(folder)) ||
  /[?&]service=git-/.test(target) ||
  /\.git(?:\/|$)|\/info\/refs$/.test(path) ||
  guardedRoots.test(rest)

const resourceOf = (asked: Asked, { byEnding, page }: Site): Resource => {
  const name = asked.path.slice(asked.path.lastIndexOf("/") + 1)
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase()
  const named = ending === undefined ? undefined : byEnding.get(ending)
  if (named !== undefined) return named
  return asked.header("accept")?.startsWith("image/") === true ? Pixels.gif : page
}

const ofBait = (asked: Asked, site: Site): Answer => {
  if (isAmazon(asked))
    return amazon(asked.header("authorization") ?? "", asked.header("x-amz-target"))
  const place = placeOf(asked.path)
  if (isGuarded(asked, place)) return login(site)
  const resource = resourceOf(asked, site)
  const isApi =
    (place.folder !== undefined && apiFolders.has(place.folder)) ||
    /^application\/json/i.test(asked.header("accept") ?? "")
  const { type, body } = site.json
  if (resource === site.json || (isApi && resource === site.page))
    return { kind: "composed", status: 200, type, body, headers: [] }
  return asked.method === "GET" || asked.method === "HEAD" ? file(site, resource) : page(405)
}

/** An empty folder that must not be listed: what has no slug is not there. */
const ofNothing = ({ method, path }: Asked): Answer => {
  if (!["GET", "HEAD", "POST"].includes(method)) return page(405)
  return page(path === "/" ? 403 : 404)
}

export const answer = (asked: Asked, site: Site): Answer =>
  slugs(asked.target, asked.host).length > 0 ? ofBait(asked, site) : ofNothing(asked)
