/** N: what names, places and the shape of the tree give away. */
import * as ContentClass from "../taxonomy/ContentClass.ts"
import type { Finding, History, Tell } from "./History.ts"
import * as ProductName from "../reading/ProductName.ts"
import * as Evidence from "./Evidence.ts"
import * as FileName from "./FileName.ts"
import * as Format from "./Format.ts"
import * as Place from "./Place.ts"
import * as View from "./View.ts"

const each = (
  tell: string,
  history: History,
  judge: (view: View.View) => ReadonlyArray<Evidence.Draft>,
): ReadonlyArray<Finding> =>
  Evidence.label(
    tell,
    history.deckies.flatMap((decky) => judge(View.of(decky))),
  )

const basename = (path: string): string => path.slice(path.lastIndexOf("/") + 1)

/** Every path that was ever there. */
const paths = (view: View.View): ReadonlySet<string> =>
  new Set([...view.history.files.map(({ path }) => path), ...view.byPath.keys()])

const mayBeRandom = (path: string): boolean =>
  View.isMailStore(path) ||
  /\/\.git(?:\/|$)|^\/(?:var\/)?tmp(?:\/|$)|^\/var\/log\/journal\//.test(path)

/** N01: runs of digits and random suffixes. */
export const n01: Tell = (history) =>
  each("N01", history, (view) =>
    [...paths(view)].flatMap((path) => {
      const fault = mayBeRandom(path) ? undefined : FileName.fault(basename(path))
      return fault === undefined
        ? []
        : [Evidence.draft(view.history.decky.uuid, `${path}: ${fault}`, path)]
    }),
  )

const comparedFilesMin = 20

/** N02: two deckies with the same user files. */
export const n02: Tell = (history) => {
  const sets = history.deckies.map((decky) => ({
    uuid: decky.decky.uuid,
    paths: new Set(
      View.of(decky).userFiles.map(({ entry }) => entry.path.replace(/^\/home\/[^/]+\//, "")),
    ),
  }))
  const large = sets.filter((set) => set.paths.size >= comparedFilesMin)
  return Evidence.label(
    "N02",
    large.flatMap((one, index) =>
      large.slice(index + 1).flatMap((other) => {
        const [small, big] = one.paths.size < other.paths.size ? [one, other] : [other, one]
        const common = [...small.paths].filter((path) => big.paths.has(path))
        if (common.length <= 0.2 * small.paths.size) return []
        const text =
          `${Evidence.share(common.length, small.paths.size)} of ` +
          `user files are also on ${other.uuid}`
        return [Evidence.draft(one.uuid, `${text}: ${common.slice(0, 3).join(", ")}`)]
      }),
    ),
  )
}

/** Files of packages and of `/etc/skel` are the same on all hosts. */
const isCopyOfPackage = (path: string): boolean =>
  /^\/(?:etc|usr|lib\w*|bin|sbin|boot|opt|var\/(?:lib|cache))\//.test(path) ||
  /\/\.ssh\//.test(path) ||
  /\/\.(?:bashrc|bash_logout|bash_profile|profile|zshrc|face|inputrc)$/.test(path) ||
  /\/\.git\//.test(path)

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index])

/** One line may go to several logs of a host: on Debian 11 the kernel's stand in three. */
const isTwinLog = (a: View.View, aPath: string, b: View.View, bPath: string): boolean =>
  a === b && aPath.startsWith("/var/log/") && bPath.startsWith("/var/log/")

/** N03: identical content. */
export const n03: Tell = (history) => {
  const groups = new Map<string, Array<{ readonly view: View.View; readonly path: string }>>()
  for (const decky of history.deckies) {
    const view = View.of(decky)
    for (const [path, { bytes, fingerprint }] of view.contents) {
      if (bytes <= 40 || isCopyOfPackage(path)) continue
      const group = groups.get(fingerprint)
      if (group === undefined) groups.set(fingerprint, [{ view, path }])
      else group.push({ view, path })
    }
  }
  const drafts = [...groups.values()].flatMap(([first, ...others]) =>
    others.flatMap(({ view, path }) => {
      if (isTwinLog(view, path, first!.view, first!.path)) return []
      const other = first!.view.byPath.get(first!.path)!
      if (!sameBytes(view.byPath.get(path)!.read(), other.read())) return []
      const text =
        `same ${view.contents.get(path)!.bytes} bytes as ` +
        `${first!.path} on ${first!.view.history.decky.uuid}`
      return [Evidence.draft(view.history.decky.uuid, text, path)]
    }),
  )
  return Evidence.label("N03", drafts)
}

const homeFilesMin = 50

/** N04: bait-like names among a home's files. */
export const n04: Tell = (history) =>
  each("N04", history, (view) => {
    const homes = new Map<string, Array<string>>()
    for (const { kind, path } of view.entries) {
      const home = /^(\/home\/[^/]+|\/root)\//.exec(path)?.[1]
      const event = view.latest.get(path)
      const own = event !== undefined && ContentClass.isCanary(event.class)
      if (home === undefined || kind !== "file" || own || path.includes("/.ssh/")) continue
      homes.set(home, [...(homes.get(home) ?? []), path])
    }
    return [...homes].flatMap(([home, files]) => {
      const bait = files.filter((path) => FileName.isBait(basename(path)))
      if (files.length < homeFilesMin || bait.length <= 0.04 * files.length) return []
      const text =
        `${Evidence.share(bait.length, files.length)} of files ask to be ` +
        `opened: ${bait.slice(0, 3).join(", ")}`
      return [Evidence.draft(view.history.decky.uuid, text, home)]
    })
  })

/** N05: extension and content disagree, in any version of a text and in what is left at the end. */
export const n05: Tell = (history) =>
  each("N05", history, (view) => {
    const { decky, files } = view.history
    const texts = files.flatMap(({ path, body, at }) => {
      const fault = body === undefined ? undefined : Format.text(path, body)
      return fault === undefined
        ? []
        : [Evidence.draft(decky.uuid, `${path} of ${Evidence.at(at)} ${fault}`, path)]
    })
    const left = [...view.contents].flatMap(([path, { formatFault }]) =>
      formatFault === undefined ? [] : [Evidence.draft(decky.uuid, `${path} ${formatFault}`, path)],
    )
    return [...texts, ...left]
  })

/** N06: owner, group or mode that does not fit the place. */
export const n06: Tell = (history) =>
  each("N06", history, (view) => {
    const { decky, host, files } = view.history
    const place = { release: decky.release, accounts: host.accounts }
    const found = new Map<string, Evidence.Draft>()
    const known = new Map<string, string>()
    const judge = (stat: Place.Stat) => {
      // A log is appended to a thousand times and keeps its owner and mode.
      const key = `${stat.mode} ${stat.owner} ${stat.group} ${stat.shebang} ${stat.privateKey}`
      if (known.get(stat.path) === key) return
      known.set(stat.path, key)
      for (const fault of Place.faults(place, stat))
        found.set(
          `${stat.path} ${fault}`,
          Evidence.draft(decky.uuid, `${stat.path} ${fault}`, stat.path),
        )
    }
    for (const entry of view.entries) {
      const content = view.contents.get(entry.path)
      judge({
        path: entry.path,
        kind: entry.kind,
        mode: entry.mode,
        owner: entry.owner,
        group: entry.group,
        shebang: content?.shebang ?? false,
        privateKey: content?.privateKey ?? false,
      })
    }
    for (const event of files)
      if (event.action !== "remove")
        judge({
          path: event.path,
          mode: event.mode,
          owner: event.owner,
          group: event.group,
          kind: "file",
          shebang: event.body?.startsWith("#!") ?? false,
          privateKey: false,
        })
    return [...found.values()]
  })

/** N07: a home without an account. */
export const n07: Tell = (history) =>
  each("N07", history, (view) => {
    const { decky, host } = view.history
    const homes = new Set(host.accounts.map(({ home }) => home))
    return [...paths(view)].flatMap((path) => {
      const login = Place.homeLogin(path)
      if (login === undefined || homes.has(`/home/${login}`)) return []
      return [
        Evidence.draft(decky.uuid, `${path}: there is no account with home /home/${login}`, path),
      ]
    })
  })

/** N08: the product's name where a visitor could see it. */
export const n08: Tell = (history) =>
  each("N08", history, (view) => {
    const { decky, files, mails } = view.history
    const found = new Map<string, Evidence.Draft>()
    const add = (path: string, word: string | undefined, where: string) => {
      if (word !== undefined)
        found.set(path, Evidence.draft(decky.uuid, `"${word}" in ${where} ${path}`, path))
    }
    const name = (text: string): string | undefined => ProductName.pattern.exec(text)?.[0]
    add("/etc/hostname", name(decky.hostname), "the host name")
    for (const path of paths(view)) add(path, name(path), "the path")
    for (const [path, { product }] of view.contents) add(path, product, "the content of")
    // What is left at the end was read above; older versions were there to be read, too.
    for (const event of files)
      if (event.body !== undefined && view.latest.get(event.path) !== event)
        add(event.path, name(event.body), "an older version of")
    for (const { source, deliveries } of mails)
      add(deliveries[0]?.path ?? "", name(source), "the mail")
    return [...found.values()]
  })

/** N09: a pool of names that runs dry. */
export const n09: Tell = (history) =>
  each("N09", history, ({ history: { decky, files } }) => {
    const creates = files.filter(
      ({ action, class: kind }) => action === "create" && ContentClass.isUser(kind),
    )
    const seen = new Set<string>()
    const found: Array<Evidence.Draft> = []
    for (const [index, { path }] of creates.entries()) {
      seen.add(path)
      const n = index + 1
      if (n % 100 === 0 && seen.size < 0.6 * n)
        found.push(Evidence.draft(decky.uuid, `${seen.size} distinct paths after ${n} creates`))
    }
    return found
  })

const foreignLogs = ["secure", "maillog", "cron", "yum.log", "dnf.log", "pacman.log"]

/** N10: logs of two distributions. Debian 11 itself has both `messages` and `syslog`. */
export const n10: Tell = (history) =>
  each("N10", history, (view) => {
    const { uuid, release } = view.history.decky
    const has = (name: string): boolean => view.byPath.has(`/var/log/${name}`)
    const before12 = ["messages", "daemon.log", "debug"]
    const old = release === "debian-11" ? [] : before12.filter((name) => has(name) && has("syslog"))
    const since12 =
      release === "debian-12" ? [] : ["cron.log"].filter((name) => has(name) && has("syslog"))
    return [...old, ...since12, ...foreignLogs.filter(has)].map((name) =>
      Evidence.draft(uuid, `${release} writes no /var/log/${name}`, `/var/log/${name}`),
    )
  })

export const tells: Readonly<Record<string, Tell>> = {
  N01: n01,
  N02: n02,
  N03: n03,
  N04: n04,
  N05: n05,
  N06: n06,
  N07: n07,
  N08: n08,
  N09: n09,
  N10: n10,
}
