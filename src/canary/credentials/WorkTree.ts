/**
 * What lies in a small repository about a project. Names follow from the context alone, since the
 * paths of bait are known before its token is; what the files say follows from the token.
 */
import * as Script from "../../bodies/Script.ts"
import * as Voice from "../../voice/Voice.ts"
import { fromSeed, type Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import * as Account from "./Account.ts"

export type Maker =
  | "readme"
  | "ignore"
  | "script"
  | "requirements"
  | "settings"
  | "hosts"
  | "inventory"
  | "playbook"
  | "variables"
  | "compose"
  | "sample"
  | "proxy"
  | "package"
  | "server"
  | "unit"
  | "makefile"

export interface PlannedFile {
  /** Relative to the work tree. */
  readonly path: string
  readonly maker: Maker
  readonly isExecutable: boolean
  /** The commit that adds it, and those that change it. */
  readonly born: number
  readonly edits: ReadonlyArray<number>
}

export interface Plan {
  readonly branch: "main" | "master"
  readonly files: ReadonlyArray<PlannedFile>
  /** By commit: whether a colleague made it, so that it was pulled. */
  readonly pulled: ReadonlyArray<boolean>
  /** The last commit was not pushed. */
  readonly isAhead: boolean
  readonly tag: string | undefined
  /** What the people of this repository build with. */
  readonly flavour: Flavour
}

const flavours = ["python", "shell", "ansible", "compose", "node"] as const
export type Flavour = (typeof flavours)[number]

type Draft = readonly [path: string, maker: Maker]

/** Names of scripts that do what they are called. */
const scriptNames = (
  rng: Stream,
  { owner }: Context,
  python: boolean,
  count: number,
): ReadonlyArray<string> => {
  const register = Voice.registerOf(owner.role)
  const joiner = python ? "_" : rng.pick(["-", "-", "_"])
  const names = Script.names(register === "office" ? "ops" : register, python)
    .filter(([verb, noun]) => /^[a-z]+$/.test(verb) && /^[a-z]+$/.test(noun))
    .map(([verb, noun]) => verb + joiner + noun)
  return [...new Set(rng.sample(names, count))]
}

const drafts: Readonly<Record<Flavour, (rng: Stream, context: Context) => ReadonlyArray<Draft>>> = {
  python: (rng, context) => [
    ...scriptNames(rng, context, true, rng.between(1, 3)).map((name): Draft => [
      `${name}.py`,
      "script",
    ]),
    ["requirements.txt", "requirements"],
    [rng.pick(["config.ini", "settings.ini", "etc/config.ini"]), "settings"],
    ...(rng.chance(1, 2)
      ? [
          [
            `${rng.pick(["systemd", "deploy", "contrib"])}/${Account.projectOf(context)}.service`,
            "unit",
          ] as const,
        ]
      : []),
  ],
  shell: (rng, context) => [
    ...scriptNames(rng, context, false, rng.between(2, 4)).map((name): Draft => [
      `${rng.pick(["bin", "bin", "scripts"])}/${name}.sh`,
      "script",
    ]),
    [rng.pick(["conf/hosts.txt", "hosts.txt", "etc/hosts.list"]), "hosts"],
    ...(rng.chance(1, 2) ? [[`conf/${Account.projectOf(context)}.conf`, "settings"] as const] : []),
    ...(rng.chance(1, 3) ? [["Makefile", "makefile"] as const] : []),
  ],
  ansible: (rng, context) => [
    [rng.pick(["inventory/hosts.ini", "inventory/production", "hosts.ini"]), "inventory"],
    ["site.yml", "playbook"],
    ["group_vars/all.yml", "variables"],
    ...scriptNames(rng, context, false, rng.between(0, 2)).map((name): Draft => [
      `files/${name}.sh`,
      "script",
    ]),
  ],
  compose: (rng, context) => [
    [rng.pick(["docker-compose.yml", "compose.yaml", "docker-compose.prod.yml"]), "compose"],
    [rng.pick([".env.example", ".env.sample", "env.dist"]), "sample"],
    [rng.pick(["nginx/default.conf", "proxy/app.conf", "conf/nginx.conf"]), "proxy"],
    ...scriptNames(rng, context, false, rng.between(1, 2)).map((name): Draft => [
      `scripts/${name}.sh`,
      "script",
    ]),
  ],
  node: (rng, context) => [
    ["package.json", "package"],
    [rng.pick(["index.js", "server.js", "src/server.js", "app.js"]), "server"],
    [rng.pick([".env.example", ".env.sample"]), "sample"],
    ...scriptNames(rng, context, false, rng.between(0, 2)).map((name): Draft => [
      `scripts/${name}.sh`,
      "script",
    ]),
    ...(rng.chance(1, 3) ? [["Makefile", "makefile"] as const] : []),
  ],
}

const readmes = ["README.md", "README.md", "README.md", "README.md", "readme.md", "README"]

const commitsMin = 2
const commitsMax = 6

/** The same for every token of a context. */
export const plan = (context: Context): Plan => {
  const root = fromSeed(context.salt).within("repository")
  const draw = root.within("plan")
  const flavour = draw.pick(flavours)
  const commits = draw.between(commitsMin, commitsMax)
  const common: ReadonlyArray<Draft> = [
    [root.within("readme").pick(readmes), "readme"],
    ...(draw.chance(2, 3) ? [[".gitignore", "ignore"] as const] : []),
  ]
  const files = [...common, ...drafts[flavour](root.within("files"), context)].map(
    ([path, maker], place): PlannedFile => {
      const own = root.within("file", path)
      // what a repository begins with, then one thing after the other
      const born = place < 3 || own.chance(1, 2) ? 0 : own.between(0, commits - 1)
      const edits = Array.from({ length: commits }, (_, at) => at).filter(
        (at) => at > born && maker !== "ignore" && own.chance(1, 4),
      )
      return { path, maker, born, edits, isExecutable: maker === "script" }
    },
  )
  const filled = fillEmpty(root.within("fill"), files, commits)
  const hasPeople = context.organisation.people.length > 0
  const pulled = Array.from(
    { length: commits },
    (_, at) => at > 0 && hasPeople && root.within("pulled", at).chance(2, 5),
  )
  return {
    branch: draw.chance(2, 3) ? "main" : "master",
    files: filled,
    pulled,
    isAhead: !pulled[commits - 1]! && draw.chance(1, 4),
    tag: draw.chance(1, 4)
      ? `v${draw.between(0, 2)}.${draw.between(1, 9)}.${draw.below(4)}`
      : undefined,
    flavour,
  }
}

/** Every commit changes something. */
const fillEmpty = (
  rng: Stream,
  files: ReadonlyArray<PlannedFile>,
  commits: number,
): ReadonlyArray<PlannedFile> => {
  let filled = files
  for (let at = 1; at < commits; at++) {
    if (filled.some(({ born, edits }) => born === at || edits.includes(at))) continue
    const open = filled.filter(({ born, maker }) => born < at && maker !== "ignore")
    const chosen = rng.within("commit", at).pick(open)
    filled = filled.map((file) =>
      file === chosen ? { ...file, edits: [...file.edits, at].sort((a, b) => a - b) } : file,
    )
  }
  return filled
}
