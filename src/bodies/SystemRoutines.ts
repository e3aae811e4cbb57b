/** Shell scripts about the host that they run on: space, logs, accounts, load, the daily mail. */
import type { Routine } from "./Routine.ts"
import { gap, readLoop, type Kit, type Lines } from "./Shell.ts"

const logFolders = [
  "/var/log/nginx",
  "/var/log/apache2",
  "/var/log/postgresql",
  "/var/log/samba",
  "/var/log/mysql",
  "/var/log/haproxy",
  "/var/log/tomcat9",
  "/var/log/squid",
  "/var/log/icinga2",
  "/var/log",
]

const prune = (k: Kit): Lines => {
  const { rng } = k
  const tmp = /tmp|session|sample/.test(k.noun)
  const folder = tmp
    ? rng.pick(["/var/tmp", `${k.home}/tmp`, `${k.home}/.cache`])
    : rng.pick(logFolders)
  const dir = k.id("dir", "log_dir", "base", "target", "folder")
  const keep = k.id("keep_days", "max_age", "days", "retention", "age_days")
  const name = tmp
    ? rng.pick(["*.tmp", "*.part", "core.*", "tmp*"])
    : rng.pick(["*.log", "*.log.*", "*.gz", "*.log.[0-9]*"])
  const before = k.id("before", "was", "used_before")
  const after = k.id("after", "now", "used_after")
  const zip = k.id("zip_after", "gzip_days", "pack_after")
  const packs = !tmp && rng.chance(1, 2)
  return [
    `${dir}=${folder}`,
    `${keep}=${rng.pick([7, 10, 14, 21, 30, 45, 60, 90])}`,
    ...(packs ? [`${zip}=${rng.between(1, 5)}`] : []),
    "",
    ...k.maybe(70, `${k.test(`-d ${k.q(dir)}`)} || exit ${rng.pick([0, 1, 2])}`, ""),
    gap,
    `${before}=$(du -sk ${k.q(dir)} | cut -f1)`,
    ...(packs
      ? [
          `find ${k.q(dir)} -type f -name '${rng.pick(["*.log", "*.1", "*.old"])}' -mtime +${k.v(zip)} ! -name '*.gz' -exec gzip -q {} \\;`,
        ]
      : []),
    gap,
    `find ${k.q(dir)} ${rng.pick(["-type f ", "-maxdepth 2 -type f ", "-xdev -type f "])}-name '${name}' -mtime +${k.v(keep)} ${rng.pick(["-delete", "-print -delete", "-exec rm -f {} +"])}`,
    `${after}=$(du -sk ${k.q(dir)} | cut -f1)`,
    "",
    k.say(
      `${k.stamp} ${k.v(dir)}: $(( (${before} - ${after}) / 1024 )) MB ${rng.pick(["freed", "gone", "less", "removed"])}`,
    ),
  ]
}

const disks = (k: Kit): Lines => {
  const { rng } = k
  const limit = k.id("limit", "warn_at", "max_used", "threshold")
  const over = k.id("over", "found", "bad", "full")
  const points = rng.sample(
    ["/", "/var", "/home", "/srv", "/opt", "/boot", "/tmp"],
    rng.between(2, 5),
  )
  const mount = k.id("mount", "fs", "where", "point")
  const used = k.id("used", "pct", "percent", "use")
  const show = k.id("top", "show", "biggest")
  return [
    `${limit}=${rng.pick([75, 80, 82, 85, 88, 90, 92, 95])}`,
    `${show}=${rng.pick([5, 8, 10, 12, 15])}`,
    `${over}=0`,
    "",
    gap,
    ...k.each(mount, points.join(" "), [
      `${used}=$(df -P ${k.q(mount)} 2>/dev/null | awk 'NR == 2 { sub("%", "", $5); print $5 }')`,
      `${k.test(`-n ${k.q(used)}`)} || continue`,
      ...k.when(k.test(`${k.q(used)} -ge ${k.q(limit)}`), [
        k.say(`${k.v(mount)} ${k.v(used)}%`),
        `du -xk --max-depth=${rng.between(1, 3)} ${k.q(mount)} 2>/dev/null | sort -rn | head -n ${k.q(show)}`,
        `${over}=1`,
      ]),
    ]),
    "",
    ...k.maybe(
      50,
      gap,
      `df -hP ${rng.pick(["-x tmpfs", "-x tmpfs -x devtmpfs", "-l"])} | tail -n +2 | sort`,
    ),
    `exit ${k.q(over)}`,
  ]
}

const usage = (k: Kit): Lines => {
  const { rng } = k
  const limit = k.id("limit_mb", "max_mb", "quota", "mb")
  const dir = k.id("dir", "home", "d")
  const size = k.id("size", "mb_used", "total")
  return [
    `${limit}=${rng.between(2, 60) * 250}`,
    "",
    gap,
    ...k.each(dir, rng.pick(["/home/*", "/home/*/", "/home/[a-z]*"]), [
      `${k.test(`-d ${k.q(dir)}`)} || continue`,
      `${size}=$(du -sm ${k.q(dir)} 2>/dev/null | cut -f1)`,
      ...k.when(k.test(`"\${${size}:-0}" -gt ${k.q(limit)}`), [
        `printf '%${rng.between(6, 9)}d MB  %s\\n' ${k.q(size)} "$(basename ${k.q(dir)})"`,
        ...k.maybe(
          60,
          `find ${k.q(dir)} -xdev -type f -size +${rng.pick([50, 100, 200, 500])}M -printf '    %s %p\\n' 2>/dev/null | sort -rn | head -n ${rng.between(3, 9)}`,
        ),
      ]),
    ]),
    ...k.maybe(50, "", k.say(`${rng.pick(["limit", "over"])} ${k.v(limit)} MB, ${k.stamp}`)),
  ]
}

const users = (k: Kit): Lines => {
  const { rng } = k
  const low = k.id("min_uid", "first_uid", "low")
  const days = k.id("idle_days", "unused", "days")
  const list = k.id("list", "report", "out", "file")
  const name = k.id("user", "login", "name")
  return [
    `${low}=1000`,
    `${days}=${rng.pick([30, 45, 60, 90, 120, 180])}`,
    `${list}=${k.home}/${rng.pick(["accounts", "users", "logins", "account-review"])}-$(date +%${rng.pick(["F", "Y%m", "Y-W%V"])}).txt`,
    "",
    `: > ${k.q(list)}`,
    gap,
    ...readLoop(
      k,
      `getent passwd | awk -F: -v low=${k.q(low)} '$3 >= low && $3 < 60000 { print $1 ":" $${rng.pick([6, 7])} }'`,
      "line",
      [
        `${name}=\${line%%:*}`,
        `printf '%-${rng.between(14, 24)}s %-${rng.between(18, 28)}s %s\\n' ${k.q(name)} "\${line#*:}" "$(id -nG ${k.q(name)})" >> ${k.q(list)}`,
      ],
    ),
    "",
    gap,
    `${rng.pick(["echo", "printf '\\n%s\\n'"])} "${rng.pick(["not seen for", "no login for", "idle"])} ${k.v(days)} days:" >> ${k.q(list)}`,
    `lastlog -b ${k.q(days)} | awk 'NR > 1 && !/Never/ { print $1 }' | sort >> ${k.q(list)}`,
    `wc -l < ${k.q(list)}`,
  ]
}

const failedLogins = (k: Kit): Lines => {
  const { rng } = k
  const log = k.id("log", "auth", "file")
  const most = k.id("most", "limit", "min_hits", "hits")
  return [
    `${log}=\${1:-/var/log/auth.log}`,
    `${most}=${rng.between(3, 40)}`,
    "",
    ...k.maybe(70, `${k.test(`-r ${k.q(log)}`)} || exit 1`),
    gap,
    `grep -a '${rng.pick(["Invalid user", "authentication failure", "Connection closed by authenticating"])}' ${k.q(log)} |`,
    "    grep -oE '[0-9]+(\\.[0-9]+){3}' | sort | uniq -c | sort -rn |",
    `    awk -v m=${k.q(most)} '$1 >= m { printf "%5d  %s\\n", $1, $2 }' | head -n ${rng.between(5, 30)}`,
    "",
    gap,
    k.say(
      `${rng.pick(["accepted:", "sessions:", "good ones:"])} $(grep -ac '${rng.pick(["Accepted publickey", "session opened for user", "Accepted "])}' ${k.q(log)})`,
    ),
    ...k.maybe(
      60,
      `last -n ${rng.between(5, 20)} -w | awk '{ print $1, $3 }' | sort | uniq -c | sort -rn`,
    ),
  ]
}

const load = (k: Kit): Lines => {
  const { rng } = k
  const out = k.id("out", "log", "samples_file")
  const samples = k.id("samples", "rounds", "n")
  const pause = k.id("pause", "every", "interval")
  const i = k.id("i", "round", "k")
  const one = k.id("one", "load1", "avg")
  return [
    `${out}=${rng.pick(["/var/tmp", k.home, "/tmp"])}/load-$(hostname -s).${rng.pick(["log", "txt", "dat"])}`,
    `${samples}=${rng.pick([6, 10, 12, 20, 30, 60])}`,
    `${pause}=${rng.pick([5, 10, 15, 20, 30, 60])}`,
    "",
    `${i}=0`,
    `while ${k.test(`${k.q(i)} -lt ${k.q(samples)}`)}; do`,
    `    ${one}=$(cut -d' ' -f${rng.between(1, 3)} /proc/loadavg)`,
    `    printf '%s %s %s\\n' "$(date +%T)" ${k.q(one)} "$(ps -e --no-headers | wc -l)" >> ${k.q(out)}`,
    `    ${i}=$(( ${i} + 1 ))`,
    `    sleep ${k.q(pause)}`,
    "done",
    gap,
    `sort -k2 -n ${k.q(out)} | tail -n ${rng.between(1, 8)}`,
    ...k.maybe(
      50,
      `ps -eo pid,user,pcpu,pmem,comm --sort=-${rng.pick(["pcpu", "pmem"])} | head -n ${rng.between(5, 15)}`,
    ),
  ]
}

const report = (k: Kit): Lines => {
  const { rng, subject } = k
  const to = k.id("to", "rcpt", "mailto")
  const body = k.id("body", "draft", "tmp", "text")
  const sections = rng.sample<readonly [string, string]>(
    [
      ["uptime", "uptime"],
      ["disk", "df -hP -x tmpfs"],
      ["memory", "free -m"],
      ["failed units", "systemctl --failed --no-legend"],
      ["logins", "last -n 15 -w | head -n 15"],
      ["mail queue", "mailq | tail -n 1"],
      ["updates", "apt list --upgradable 2>/dev/null | tail -n +2"],
      ["timers", "systemctl list-timers --no-legend | head -n 8"],
      ["load", "cat /proc/loadavg"],
      ["cron today", "grep -c CRON /var/log/syslog"],
      ["sockets", "ss -s | head -n 2"],
    ],
    rng.between(2, 5),
  )
  return [
    `${to}=${subject.author.resident.persona.email}`,
    `${body}=$(mktemp) || exit 1`,
    `trap 'rm -f ${k.q(body)}' EXIT`,
    "",
    gap,
    "{",
    ...sections.flatMap(([title, command]) => [
      `    echo "${rng.pick(["==", "--", "**", "##"])} ${title}"`,
      `    ${command}`,
      ...k.maybe(60, "    echo"),
    ]),
    `} > ${k.q(body)}`,
    "",
    gap,
    ...k.when(k.test(`-s ${k.q(body)}`), [
      `mail -s "${rng.pick(["status", "daily", "report", "morning check"])} $(hostname -s) ${k.stamp}" ${k.q(to)} < ${k.q(body)}`,
    ]),
  ]
}

export const routines: ReadonlyArray<Routine<Kit>> = [
  {
    purpose: "prune",
    nouns: "logs tmp sessions traces snapshots samples",
    verbs: "prune clean rotate",
    registers: ["ops"],
    lines: prune,
  },
  {
    purpose: "disks",
    nouns: "disks mounts inodes raid shares quotas",
    verbs: "check watch list",
    registers: ["ops"],
    lines: disks,
  },
  {
    purpose: "usage",
    nouns: "quotas users disks shares",
    verbs: "report list summarize",
    registers: ["ops"],
    lines: usage,
  },
  {
    purpose: "users",
    nouns: "users sessions contacts quotas",
    verbs: "list report export count",
    registers: ["ops"],
    lines: users,
  },
  {
    purpose: "logins",
    nouns: "sessions users firewall logs",
    verbs: "count summarize watch report",
    registers: ["ops"],
    lines: failedLogins,
  },
  {
    purpose: "load",
    nouns: "load uptime metrics queues",
    verbs: "watch collect report",
    registers: ["ops"],
    lines: load,
  },
  {
    purpose: "report",
    nouns: "uptime updates metrics mailq timers cron",
    verbs: "report send summarize collect",
    registers: ["ops", "dev", "office"],
    lines: report,
  },
]
