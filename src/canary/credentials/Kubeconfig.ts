/**
 * `~/.kube/config`: clusters, users, contexts. The cluster in use is at an address of ours, without
 * an authority of its own, so that `kubectl` trusts whoever the system trusts and asks there.
 */
import * as Effect from "effect/Effect"
import * as Base64 from "../../bytes/Base64.ts"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Stream } from "../../rng/Rng.ts"
import * as Instant from "../../time/Instant.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Account from "./Account.ts"
import * as Address from "./Address.ts"
import * as Certificate from "./Certificate.ts"
import * as Remark from "./Remark.ts"
import * as Secret from "./Secret.ts"

type Fields = ReadonlyArray<readonly [key: string, value: string]>

interface Access {
  readonly cluster: string
  readonly clusterFields: Fields
  readonly user: string
  readonly userFields: Fields
  readonly context: string
  readonly namespace: string | undefined
}

/** A service account's token as clusters keep it in a secret: it has no end. */
const serviceToken = (token: Token.Token, namespace: string, account: string): string => {
  const part = (value: unknown): string => Base64.encodeUrl(Bytes.ofText(JSON.stringify(value)))
  const head = part({
    alg: "RS256",
    kid: Base64.encodeUrl(Token.keyMaterial(token, "kube/kid", 32)),
  })
  const prefix = "kubernetes.io/serviceaccount"
  const suffix = Secret.chars(token, "kube/suffix", "bcdfghjklmnpqrstvwxz2456789", 5)
  const claims = part({
    iss: "kubernetes/serviceaccount",
    [`${prefix}/namespace`]: namespace,
    [`${prefix}/secret.name`]: `${account}-token-${suffix}`,
    [`${prefix}/service-account.name`]: account,
    [`${prefix}/service-account.uid`]: Secret.uuid(token, "kube/account"),
    sub: `system:serviceaccount:${namespace}:${account}`,
  })
  const signature = Base64.encodeUrl(Token.keyMaterial(token, "kube/signature", 256))
  return `${head}.${claims}.${signature}`
}

const rancherAlphabet = "bcdfghjklmnpqrstvwxz2456789"

const ours = (rng: Stream, token: Token.Token, context: Context, stage: string): Access => {
  const project = Account.projectOf(context)
  const cluster = rng.pick([
    stage,
    `${Account.organisationOf(context)}-${stage}`,
    `k8s-${stage}`,
    `${project}-${stage}`,
    `${project.split("-")[0]!}-k8s`,
  ])
  const namespace = rng.pick([project, project.split("-")[0]!, "default", "apps", "backend"])
  const account = rng.pick([
    context.organisation.automation,
    "deployer",
    "ci",
    "gitlab",
    `${project}-deploy`,
    "admin-user",
  ])
  const managed = rng.chance(2, 5)
  const bearer = managed
    ? `kubeconfig-u-${Secret.chars(token, "kube/login", rancherAlphabet, 10)}:${Secret.chars(token, "kube/rancher", rancherAlphabet, 54)}`
    : serviceToken(token, namespace, account)
  const user = managed
    ? cluster
    : rng.pick([account, `${account}@${cluster}`, `${cluster}-${account}`])
  return {
    cluster,
    clusterFields: [["server", Address.url(token, context, rng, "api")]],
    user,
    userFields: [["token", bearer]],
    context: managed
      ? cluster
      : rng.pick([cluster, user.includes("@") ? user : `${user}@${cluster}`, stage]),
    namespace: rng.chance(1, 2) ? namespace : undefined,
  }
}

/**
 * A small cluster inside, as k3s makes it: an authority for servers and one for clients, and a
 * client's certificate that ends after a year.
 */
const inner = (rng: Stream, token: Token.Token, context: Context, stage: string): Access => {
  const purpose = `kube/${stage}`
  const hosts = context.organisation.hosts.filter(({ kind }) => kind === "app" || kind === "build")
  const host = hosts.length > 0 ? rng.pick(hosts) : undefined
  const day = Remark.dayBefore(rng.within("day"), context, 300)
  const from = day * Instant.dayMillis + rng.between(7 * 3600, 16 * 3600) * 1000
  const seconds = Math.floor(from / 1000)
  const year = 365 * Instant.dayMillis
  const keys = {
    server: Token.keyMaterial(token, `${purpose}/server`, 32),
    clients: Token.keyMaterial(token, `${purpose}/clients`, 32),
    own: Token.keyMaterial(token, `${purpose}/client`, 32),
  }
  const authority = (name: string, key: Uint8Array): string =>
    Certificate.certificate({
      serial: Uint8Array.of(0),
      subject: { common: name },
      issuer: { common: name },
      from,
      to: from + 10 * year,
      key,
      issuerKey: key,
    })
  const clientAuthority = `k3s-client-ca@${seconds}`
  const client = Certificate.certificate({
    serial: serialOf(token, `${purpose}/number`),
    subject: { organisation: "system:masters", common: "system:admin" },
    issuer: { common: clientAuthority },
    from,
    to: from + year,
    key: keys.own,
    issuerKey: keys.clients,
  })
  const encoded = (pem: string): string => Base64.encode(Bytes.ofText(pem))
  const cluster = rng.pick([stage, `k8s-${stage}`, host?.name ?? stage])
  const user = rng.pick([`${cluster}-admin`, `admin@${cluster}`, cluster])
  return {
    cluster,
    clusterFields: [
      ["certificate-authority-data", encoded(authority(`k3s-server-ca@${seconds}`, keys.server))],
      ["server", `https://${host === undefined ? "127.0.0.1" : host.ip}:6443`],
    ],
    user,
    userFields: [
      ["client-certificate-data", encoded(client + authority(clientAuthority, keys.clients))],
      ["client-key-data", encoded(Certificate.privateKey(keys.own))],
    ],
    context: user.includes("@") ? user : rng.pick([cluster, `${user}@${cluster}`]),
    namespace: undefined,
  }
}

/** Positive, and not the all-zero one. */
const serialOf = (token: Token.Token, purpose: string): Uint8Array => {
  const serial = Token.keyMaterial(token, purpose, 8)
  serial[0] = (serial[0]! & 127) | 1
  return serial
}

/** A name stands once in its list; nor does anybody give one cluster two names. */
const withoutTwins = (all: ReadonlyArray<Access>): Array<Access> => {
  const server = ({ clusterFields }: Access): string => clusterFields.at(-1)![1]
  return all.filter((one, at) =>
    all
      .slice(0, at)
      .every(
        (other) =>
          other.cluster !== one.cluster &&
          other.user !== one.user &&
          other.context !== one.context &&
          server(other) !== server(one),
      ),
  )
}

const fieldLines = (indent: string, fields: Fields): ReadonlyArray<string> =>
  fields.map(([key, value]) => `${indent}${key}: ${value}`)

type Section = readonly [name: string, lines: ReadonlyArray<string>]

const write = (rng: Stream, token: Token.Token, context: Context): string => {
  const first = rng.within("first").pick(["prod", "prod", "production", "live", "staging", "dev"])
  const rest = rng.within("stages").shuffle(["staging", "dev", "test", "qa", "dr", "edge", "lab"])
  const count = rng.within("count").weightedIndex([4, 5, 2])
  const current = ours(rng.within("ours"), token, context, first)
  const others = rest
    .filter((stage) => stage !== first)
    .slice(0, count)
    .map((stage) => inner(rng.within("inner", stage), token, context, stage))
  const accesses = withoutTwins([current, ...others]).sort((a, b) =>
    a.context < b.context ? -1 : 1,
  )
  // the entry's own fields stand before its name, as kubectl sorts keys
  const list = (
    kind: "cluster" | "user",
    name: (each: Access) => string,
    fields: (each: Access) => Fields,
  ) =>
    accesses.flatMap((each) =>
      kind === "cluster"
        ? ["- cluster:", ...fieldLines("    ", fields(each)), `  name: ${name(each)}`]
        : [`- name: ${name(each)}`, "  user:", ...fieldLines("    ", fields(each))],
    )
  const sections: ReadonlyArray<Section> = [
    ["apiVersion", ["apiVersion: v1"]],
    [
      "clusters",
      [
        "clusters:",
        ...list(
          "cluster",
          (each) => each.cluster,
          (each) => each.clusterFields,
        ),
      ],
    ],
    [
      "contexts",
      [
        "contexts:",
        ...accesses.flatMap((each) => [
          "- context:",
          `    cluster: ${each.cluster}`,
          ...(each.namespace === undefined ? [] : [`    namespace: ${each.namespace}`]),
          `    user: ${each.user}`,
          `  name: ${each.context}`,
        ]),
      ],
    ],
    ["current-context", [`current-context: ${current.context}`]],
    ["kind", ["kind: Config"]],
    ["preferences", rng.within("preferences").chance(3, 4) ? ["preferences: {}"] : []],
    [
      "users",
      [
        "users:",
        ...list(
          "user",
          (each) => each.user,
          (each) => each.userFields,
        ),
      ],
    ],
  ]
  // some tools write what a person would look for first
  const byHand = rng.within("order").chance(1, 4)
  const order = byHand
    ? ["apiVersion", "kind", "clusters", "users", "contexts", "current-context", "preferences"]
    : sections.map(([name]) => name)
  const remarks = byHand ? Remark.lines(rng.within("remarks"), context, ["access", "origin"]) : []
  const lines = order.flatMap((name) => sections.find(([each]) => each === name)![1])
  return `${[...remarks, ...lines].join("\n")}\n`
}

export const generator: Generator = {
  kind: Address.overHttp,
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("kube")
      return [{ path: context.path, bytes: Bytes.ofText(write(rng, token, context)), mode: 0o600 }]
    }),
}
