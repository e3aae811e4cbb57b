/**
 * A small repository with its work tree. `context.path` is its `.git/config`, whose remote `origin`
 * is at an address of ours: `git fetch`, `git pull` and `git ls-remote` ask it for `info/refs`.
 */
import * as Effect from "effect/Effect"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import type { ArtifactFile, Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Account from "./Account.ts"
import * as Address from "./Address.ts"
import * as GitHistory from "./GitHistory.ts"
import * as GitObject from "./GitObject.ts"
import * as Reflog from "./Reflog.ts"
import * as Secret from "./Secret.ts"
import * as WorkTree from "./WorkTree.ts"
import * as WorkTreeText from "./WorkTreeText.ts"

/** `/home/x/src/ledger-migration` of its `.git/config`. */
const rootOf = ({ path }: Context): string => path.slice(0, -"/.git/config".length)

interface Blob {
  readonly file: WorkTree.PlannedFile
  readonly bytes: Uint8Array
  readonly object: GitObject.GitObject
}

interface Folder {
  readonly name: string
  readonly id: string
  readonly files: number
  readonly folders: number
}

interface Grown {
  readonly root: GitObject.GitObject
  readonly objects: ReadonlyArray<GitObject.GitObject>
  /** In the order of an index. */
  readonly folders: ReadonlyArray<Folder>
}

/** The trees over some files; one level after the other. */
const treesOf = (blobs: ReadonlyArray<Blob>, prefix = "", name = ""): Grown => {
  const below = blobs.filter(({ file }) => file.path.startsWith(prefix))
  const rest = ({ file }: Blob): string => file.path.slice(prefix.length)
  const names = [
    ...new Set(
      below
        .map(rest)
        .filter((each) => each.includes("/"))
        .map((each) => each.slice(0, each.indexOf("/"))),
    ),
  ].sort((a, b) => (a < b ? -1 : 1))
  const children = names.map((each) => treesOf(blobs, `${prefix}${each}/`, each))
  const root = GitObject.tree([
    ...below
      .filter((each) => !rest(each).includes("/"))
      .map((each): GitObject.TreeEntry => ({
        name: rest(each),
        mode: each.file.isExecutable ? "100755" : "100644",
        id: each.object.id,
      })),
    ...children.map((child, at): GitObject.TreeEntry => ({
      name: names[at]!,
      mode: "40000",
      id: child.root.id,
    })),
  ])
  return {
    root,
    objects: [root, ...children.flatMap(({ objects }) => objects)],
    folders: [
      { name, id: root.id, files: below.length, folders: names.length },
      ...children.flatMap(({ folders }) => folders),
    ],
  }
}

/** The files of the work tree as a commit has them. */
const blobsAt = (
  rng: Stream,
  context: Context,
  plan: WorkTree.Plan,
  commit: number,
  moments: ReadonlyArray<number>,
): Effect.Effect<ReadonlyArray<Blob>> =>
  Effect.forEach(
    plan.files.filter(({ born }) => born <= commit),
    (file) =>
      Effect.map(
        WorkTreeText.texts[file.maker]({
          rng: rng.within("file", file.path),
          context,
          plan,
          path: file.path,
          revision: file.edits.filter((each) => each <= commit).length,
          commit,
          writtenAt: moments[file.born]! * 1000,
        }),
        (text): Blob => {
          const bytes = Bytes.ofText(text)
          return { file, bytes, object: GitObject.blob(bytes) }
        },
      ),
  )

/** The remote's address, with a login in it as often as people leave one there. */
const remoteOf = (rng: Stream, token: Token.Token, context: Context): string => {
  const ending = rng.pick([
    `/${Account.projectOf(context)}.git`,
    `/${Account.projectOf(context)}.git`,
    ".git",
  ])
  const address = Address.url(token, context, rng, "repository", ending)
  const login = rng.weightedIndex([4, 3, 2, 2])
  const credentials = [
    "",
    `${rng.pick(["oauth2", context.owner.login, "git"])}:${Secret.gitlab(token, "git/token")}@`,
    `${Account.service(rng.within("service"), context)}:${Secret.password(token, "git/password")}@`,
    `${context.owner.login}@`,
  ][login]!
  return address.replace("://", `://${credentials}`)
}

const configText = (rng: Stream, context: Context, plan: WorkTree.Plan, remote: string): string => {
  const { owner } = context
  const user = rng.chance(1, 3)
    ? ["[user]", `\tname = ${owner.name}`, `\temail = ${owner.email}`]
    : []
  const extra = rng.sample(
    [
      ["[credential]", `\thelper = ${rng.pick(["store", "cache", "cache --timeout=28800"])}`],
      ["[pull]", `\trebase = ${rng.pick(["false", "true"])}`],
      ["[push]", `\tdefault = ${rng.pick(["simple", "current"])}`],
      ["[http]", `\tpostBuffer = ${rng.pick([52_428_800, 104_857_600, 524_288_000])}`],
      ["[color]", "\tui = auto"],
    ],
    rng.weightedIndex([5, 3, 1]),
  )
  return `${[
    "[core]",
    "\trepositoryformatversion = 0",
    "\tfilemode = true",
    "\tbare = false",
    "\tlogallrefupdates = true",
    ...(rng.within("editor").chance(1, 8) ? [`\teditor = ${rng.pick(["vim", "nano", "vi"])}`] : []),
    ...user,
    '[remote "origin"]',
    `\turl = ${remote}`,
    "\tfetch = +refs/heads/*:refs/remotes/origin/*",
    `[branch "${plan.branch}"]`,
    "\tremote = origin",
    `\tmerge = refs/heads/${plan.branch}`,
    ...extra.flat(),
  ].join("\n")}\n`
}

/** Patterns that one person keeps out of every status. */
const excluded = ["*.swp", "*~", ".idea/", ".vscode/", "scratch/", "*.orig", "notes.txt", "tags"]

/** What git itself writes into a new repository as the description (gitrepository-layout(5)). */
const description = "Unnamed repository; edit this file 'description' to name the repository.\n"

const hasPulls = (plan: WorkTree.Plan): boolean => plan.pulled.includes(true)

/** Files of `.git/` whose names follow from the context, in order. */
const metaPaths = (plan: WorkTree.Plan): ReadonlyArray<string> => [
  "HEAD",
  "description",
  "info/exclude",
  "index",
  "COMMIT_EDITMSG",
  ...(hasPulls(plan) ? ["ORIG_HEAD", "FETCH_HEAD"] : []),
  `refs/heads/${plan.branch}`,
  `refs/remotes/origin/${plan.branch}`,
  ...(plan.tag === undefined ? [] : [`refs/tags/${plan.tag}`]),
  "logs/HEAD",
  `logs/refs/heads/${plan.branch}`,
  `logs/refs/remotes/origin/${plan.branch}`,
]

interface Store {
  readonly changes: ReadonlyArray<GitHistory.Change>
  /** Ids, the oldest first. */
  readonly commits: ReadonlyArray<string>
  /** By id, packed. */
  readonly objects: ReadonlyMap<string, Uint8Array>
  /** The work tree as the last commit has it. */
  readonly blobs: ReadonlyArray<Blob>
  readonly folders: ReadonlyArray<Folder>
}

/** One commit after the other, with all that they hold. */
const storeOf = (rng: Stream, context: Context, plan: WorkTree.Plan): Effect.Effect<Store> =>
  Effect.gen(function* () {
    const changes = GitHistory.changes(rng.within("history"), context, plan)
    const moments = changes.map(({ author }) => author.at)
    const objects = new Map<string, Uint8Array>()
    const commits: Array<string> = []
    let blobs: ReadonlyArray<Blob> = []
    let folders: ReadonlyArray<Folder> = []
    for (const [at, { author, message }] of changes.entries()) {
      blobs = yield* blobsAt(rng.within("tree"), context, plan, at, moments)
      const grown = treesOf(blobs)
      const commit = GitObject.commit({
        tree: grown.root.id,
        parent: commits[at - 1],
        author,
        message,
      })
      for (const { id, packed } of [...blobs.map(({ object }) => object), ...grown.objects, commit])
        objects.set(id, packed)
      commits.push(commit.id)
      folders = grown.folders
    }
    return { changes, commits, objects, blobs, folders }
  })

const indexOf = (rng: Stream, { mtime }: Context, { blobs, folders }: Store): Uint8Array => {
  const first = rng.between(130_000, 3_900_000)
  return GitObject.index({
    entries: blobs.map(({ file, bytes, object }, at) => ({
      path: file.path,
      isExecutable: file.isExecutable,
      id: object.id,
      bytes: bytes.length,
      inode: first + at * 3 + rng.below(3),
    })),
    trees: folders,
    mtime,
    // first partitions of a disk, of a virtual one, of a mapped one
    device: rng.pick([2049, 2050, 64_512, 64_513, 64_768, 66_305]),
  })
}

/** What lies in `.git/` beside the objects and the config, by its path there. */
const metaOf = (
  rng: Stream,
  context: Context,
  plan: WorkTree.Plan,
  store: Store,
  remote: string,
): Readonly<Record<string, string | Uint8Array>> => {
  const { changes, commits } = store
  const logs = Reflog.make(rng.within("log"), context, plan, changes, commits, remote)
  const patterns = rng.within("exclude").sample(excluded, rng.within("excluded").between(1, 4))
  return {
    HEAD: `ref: refs/heads/${plan.branch}\n`,
    description,
    "info/exclude": `${patterns.join("\n")}\n`,
    index: indexOf(rng.within("inodes"), context, store),
    COMMIT_EDITMSG: `${changes.findLast((_, at) => !plan.pulled[at])!.message}\n`,
    ORIG_HEAD: `${logs.original}\n`,
    FETCH_HEAD: logs.fetched,
    [`refs/heads/${plan.branch}`]: `${commits.at(-1)!}\n`,
    [`refs/remotes/origin/${plan.branch}`]: `${logs.pushed}\n`,
    [`refs/tags/${plan.tag ?? ""}`]: `${commits[Math.min(commits.length - 1, 1)]!}\n`,
    "logs/HEAD": logs.local,
    [`logs/refs/heads/${plan.branch}`]: logs.local,
    [`logs/refs/remotes/origin/${plan.branch}`]: logs.remote,
  }
}

const make: Generator["files"] = (token, context) => {
  const rng = Token.stream(token).within("git")
  const plan = WorkTree.plan(context)
  const folder = rootOf(context)
  const remote = remoteOf(rng.within("remote"), token, context)
  return Effect.map(storeOf(rng, context, plan), (store) => {
    const meta = metaOf(rng, context, plan, store, remote)
    const config: ArtifactFile = {
      path: context.path,
      bytes: Bytes.ofText(configText(rng.within("config"), context, plan, remote)),
      mode: 0o644,
    }
    return [
      config,
      ...metaPaths(plan).map((path): ArtifactFile => {
        const body = meta[path]!
        const bytes = typeof body === "string" ? Bytes.ofText(body) : body
        return { path: `${folder}/.git/${path}`, bytes, mode: 0o644 }
      }),
      ...store.blobs.map(({ file, bytes }): ArtifactFile => ({
        path: `${folder}/${file.path}`,
        bytes,
        mode: file.isExecutable ? 0o755 : 0o644,
      })),
      ...[...store.objects]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, bytes]): ArtifactFile => ({
          path: `${folder}/.git/objects/${id.slice(0, 2)}/${id.slice(2)}`,
          bytes,
          mode: 0o444,
        })),
    ] as const
  })
}

export const generator: Generator = {
  kind: Address.overHttp,
  paths: (context) => {
    const plan = WorkTree.plan(context)
    const folder = rootOf(context)
    return [
      context.path,
      ...metaPaths(plan).map((each) => `${folder}/.git/${each}`),
      ...plan.files.map(({ path }) => `${folder}/${path}`),
    ]
  },
  files: make,
}
