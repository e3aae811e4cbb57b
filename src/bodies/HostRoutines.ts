/** Shell scripts about other hosts: certificates, services, reachability, inventory. */
import type { Routine } from "./Routine.ts"
import { gap, type Kit, type Lines } from "./Shell.ts"

const sshOptions = "-o BatchMode=yes -o ConnectTimeout=5"
const shortSsh = ["-o ConnectTimeout=4", sshOptions, "-n -o ConnectTimeout=8", "-n -q"]

const certs = (k: Kit): Lines => {
  const { rng } = k
  const hosts = k.hosts(["web", "proxy", "mail", "app"])
  const days = k.id("days", "warn_days", "min_days", "soon")
  const host = k.id("host", "h", "server", "node")
  const end = k.id("end", "expires", "not_after", "until")
  const left = k.id("left", "days_left", "rest")
  const port = k.id("port", "tls_port")
  return [
    `${days}=${rng.pick([10, 14, 20, 21, 28, 30, 40, 45])}`,
    `${port}=${rng.pick([443, 443, 8443, 636, 993])}`,
    "",
    gap,
    ...k.each(host, hosts.join(" "), [
      `${end}=$(echo | openssl s_client -connect ${k.q(host)}:${k.q(port)} ${rng.pick(["", "-servername " + k.q(host) + " "])}2>/dev/null |`,
      "    openssl x509 -noout -enddate 2>/dev/null | cut -d= -f2)",
      ...k.when(k.test(`-z ${k.q(end)}`), [
        k.say(
          `${k.v(host)}: ${rng.pick(["no answer", "no certificate", "nothing on"])} ${k.v(port)}`,
        ),
        "continue",
      ]),
      `${left}=$(( ($(date -d ${k.q(end)} +%s) - $(date +%s)) / 86400 ))`,
      ...k.maybe(40, gap),
      ...k.when(k.test(`${k.q(left)} -lt ${k.q(days)}`), [
        k.say(`${k.v(host)} ${rng.pick(["ends", "expires", "runs out"])} in ${k.v(left)} days`),
      ]),
    ]),
  ]
}

const services = (k: Kit): Lines => {
  const { rng, subject } = k
  const { services: running, name } = subject.matter.host
  const units = rng.sample(
    [...new Set([...running, "cron", "rsyslog", "ssh", "chrony", "postfix"])],
    rng.between(2, 5),
  )
  const hosts = [name, ...k.hosts([], 4).filter((host) => host !== name)].slice(
    0,
    rng.between(1, 4),
  )
  const host = k.id("host", "h", "box", "node")
  const unit = k.id("unit", "svc", "service")
  const state = k.id("state", "status", "st")
  const down = k.id("down", "failed", "errors", "bad")
  return [
    `${k.id("units", "services", "wanted")}="${units.join(" ")}"`,
    `${down}=0`,
    "",
    gap,
    ...k
      .each(host, hosts.join(" "), [
        ...k.each(unit, units.join(" "), [
          `${state}=$(ssh ${rng.pick(shortSsh)} ${k.q(host)} systemctl is-active ${k.q(unit)} 2>/dev/null)`,
          ...k.when(k.test(`${k.q(state)} != active`), [
            k.say(
              `${k.v(host)} ${k.v(unit)}: \${${state}:-${rng.pick(["unknown", "no answer", "?"])}}`,
            ),
            `${down}=$(( ${down} + 1 ))`,
          ]),
        ]),
      ])
      .slice(0),
    "",
    ...k.maybe(
      60,
      `${k.test(`${k.q(down)} -eq 0`)} && ${k.say(`${k.stamp} ${rng.pick(["all up", "nothing to report", "ok"])}`)}`,
    ),
    ...k.maybe(50, `exit ${k.q(down)}`),
  ]
}

const ping = (k: Kit): Lines => {
  const { rng } = k
  const hosts = k.hosts([], rng.between(4, 9))
  const host = k.id("host", "h", "target", "node")
  const tries = k.id("tries", "count", "attempts")
  const wait = k.id("wait", "timeout", "secs")
  const lost = k.id("lost", "missing", "silent", "dead")
  return [
    `${tries}=${rng.between(1, 5)}`,
    `${wait}=${rng.between(1, 6)}`,
    `${lost}=""`,
    gap,
    ...k.each(host, hosts.join(" "), [
      ...k.when(
        `ping -q -c ${k.q(tries)} -W ${k.q(wait)} ${k.q(host)} > /dev/null 2>&1`,
        [rng.pick([":", k.say(`${k.v(host)} ok`), "continue"])],
        [
          k.say(`${k.v(host)} ${rng.pick(["silent", "down?", "no reply", "not answering"])}`),
          `${lost}="${k.v(lost)} ${k.v(host)}"`,
        ],
      ),
    ]),
    "",
    ...k.when(k.test(`-n ${k.q(lost)}`), [
      `${rng.pick(["logger -t reach", "logger -t ping-check", "logger -p user.warning -t hosts"])} "${rng.pick(["no answer:", "lost:", "unreachable:"])}${k.v(lost)}"`,
      `exit ${rng.between(1, 3)}`,
    ]),
  ]
}

const inventory = (k: Kit): Lines => {
  const { rng } = k
  const hosts = k.hosts([], rng.between(3, 8))
  const out = k.id("out", "csv", "list", "file")
  const host = k.id("host", "h", "box")
  const facts = rng.sample<readonly [string, string]>(
    [
      ["kernel", "uname -r"],
      ["cores", "nproc"],
      ["memory", "awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo"],
      ["release", "lsb_release -ds"],
      ["boot", "uptime -s"],
      ["packages", "dpkg -l | grep -c ^ii"],
      ["root", "df -P / | awk 'NR == 2 { print $5 }'"],
      ["users", "who | wc -l"],
    ],
    rng.between(2, 5),
  )
  const names = facts.map(([name]) => k.id(name, `${name}_now`, `h_${name}`))
  const comma = rng.pick([",", ";"])
  return [
    `${out}=${k.home}/${rng.pick(["inventory", "hosts", "machines", "servers"])}-$(date +%Y${rng.pick(["%m", "%m%d", "-%m"])}).csv`,
    `echo "${["host", ...facts.map(([name]) => name)].join(comma)}" > ${k.q(out)}`,
    gap,
    ...k.each(host, hosts.join(" "), [
      ...facts.map(
        ([, command], at) =>
          `${names[at]!}=$(ssh ${sshOptions} ${k.q(host)} "${command.replace(/\$/g, "\\$")}" 2>/dev/null)`,
      ),
      ...k.maybe(40, gap),
      `echo "${[host, ...names].map((name) => k.v(name)).join(comma)}" >> ${k.q(out)}`,
    ]),
    "",
    ...k.maybe(70, `column -s '${comma}' -t < ${k.q(out)}`),
  ]
}

const configDiff = (k: Kit): Lines => {
  const { rng } = k
  const [one = "localhost", two = "localhost"] = k.hosts([], 2)
  const files = rng.sample(
    [
      "/etc/fstab",
      "/etc/hosts",
      "/etc/resolv.conf",
      "/etc/ssh/sshd_config",
      "/etc/sysctl.conf",
      "/etc/nsswitch.conf",
      "/etc/crontab",
      "/etc/rsyslog.conf",
      "/etc/logrotate.conf",
      "/etc/exports",
    ],
    rng.between(2, 6),
  )
  const file = k.id("file", "f", "conf", "path")
  const work = k.id("work", "tmp", "dir", "scratch")
  const [left, right] = [k.id("left", "one", "a", "first"), k.id("right", "two", "b", "second")]
  const changed = k.id("changed", "differs", "drift")
  return [
    `${left}=${one}`,
    `${right}=${two}`,
    `${changed}=0`,
    `${work}=$(mktemp -d) || exit 1`,
    "",
    gap,
    ...k.each(file, files.join(" "), [
      `ssh -q ${k.q(left)} cat ${k.q(file)} 2>/dev/null | sed 's/[[:space:]]*$//' > ${k.q(work)}/a`,
      `ssh -q ${k.q(right)} cat ${k.q(file)} 2>/dev/null | sed 's/[[:space:]]*$//' > ${k.q(work)}/b`,
      ...k.when(
        `! diff ${rng.pick(["-u", "-u -b", "-U 1", "-wu"])} ${k.q(work)}/a ${k.q(work)}/b`,
        [`${changed}=$(( ${changed} + 1 ))`, ...k.maybe(50, k.say(`-> ${k.v(file)}`))],
      ),
    ]),
    "",
    `rm -rf ${k.q(work)}`,
    k.say(
      `${k.v(changed)} of ${files.length} ${rng.pick(["differ", "files differ", "not the same"])}`,
    ),
  ]
}

const dump = (k: Kit): Lines => {
  const { rng, subject } = k
  const [host] = k.hosts(["db"], 1)
  const bases = rng.sample(subject.lore.databases, rng.between(1, 4))
  const out = k.id("out", "dir", "dumps", "target")
  const keep = k.id("keep", "generations", "copies")
  const db = k.id("db", "name", "base")
  const file = k.id("file", "dump", "f")
  const maria = rng.chance(1, 3)
  return [
    `${out}=${rng.pick(["/var/backups/db", `${k.home}/dumps`, "/var/tmp/dumps", "/var/backups/nightly"])}`,
    `${keep}=${rng.between(3, 21)}`,
    "",
    `mkdir -p ${k.q(out)} || exit 1`,
    ...k.maybe(50, "umask 027"),
    gap,
    ...k.each(db, bases.join(" "), [
      `${file}=${k.v(out)}/${k.v(db)}-$(date +%${rng.pick(["F", "Y%m%d", "F-%H%M"])}).sql.gz`,
      maria
        ? `mysqldump -h ${host!} --single-transaction --quick ${k.q(db)} | gzip -${rng.between(4, 9)} > ${k.q(file)}`
        : `pg_dump -h ${host!} -Fp ${rng.pick(["--no-owner ", "-O -x ", "-x ", ""])}${k.q(db)} | gzip -${rng.between(4, 9)} > ${k.q(file)}`,
      ...k.when(`! gzip -t ${k.q(file)}`, [
        `${k.say(`${k.v(db)}: bad dump`)} >&2`,
        `rm -f ${k.q(file)}`,
        "continue",
      ]),
      `ls -1t ${k.q(out)}/${k.q(db)}-*.sql.gz | tail -n +$(( ${keep} + 1 )) | xargs -r rm -f`,
    ]),
    "",
    `ls -lh ${k.q(out)}`,
  ]
}

const sync = (k: Kit): Lines => {
  const { rng, subject } = k
  const { project } = subject.matter
  const [to] = k.hosts(["backup", "file"], 1)
  const src = k.id("src", "from", "source_dir", "work")
  const dst = k.id("dst", "to", "target", "dest")
  const log = k.id("log", "logfile", "out")
  const bandwidth = k.id("bwlimit", "kbps", "rate")
  const skips = rng.sample(
    ["*.tmp", ".cache", "node_modules", "*.swp", "target/", "*.o", ".git", "*.bak"],
    rng.between(1, 4),
  )
  return [
    `${src}=${k.home}/${rng.pick(["projects", "work", "src"])}/${project}/`,
    `${dst}=${to}:/srv/${rng.pick(["backup", "mirror", "share", "copies"])}/${subject.author.resident.login}/${project}`,
    `${log}=${rng.pick(["/var/tmp", k.home, "/tmp"])}/sync-${project}.log`,
    `${bandwidth}=${rng.between(4, 60) * 500}`,
    "",
    ...k.when(`! ${k.test(`-d ${k.q(src)}`)}`, [
      `${k.say(`${k.v(src)} ${rng.pick(["missing", "not mounted", "not there"])}`)} >&2`,
      "exit 1",
    ]),
    "",
    gap,
    `rsync ${rng.pick(["-av", "-a -v", "-rlt", "-aH"])} --bwlimit=${k.q(bandwidth)} ${rng.pick(["--delete --stats", "--delete", "--partial", "--delete-after"])} \\`,
    ...skips.map((skip) => `    --exclude='${skip}' \\`),
    `    ${k.q(src)} ${k.q(dst)} >> ${k.q(log)} 2>&1`,
    "",
    ...k.when(k.test("$? -ne 0"), [
      k.say(`sync ${project} ${k.stamp}: rsync failed, see ${k.v(log)}`),
      `tail -n ${rng.between(5, 25)} ${k.q(log)}`,
    ]),
    ...k.maybe(40, gap, `gzip -f -c ${k.q(log)} > ${k.q(log)}.gz`),
  ]
}

export const routines: ReadonlyArray<Routine<Kit>> = [
  {
    purpose: "certs",
    nouns: "certs endpoints firewall",
    verbs: "check verify watch",
    registers: ["ops"],
    lines: certs,
  },
  {
    purpose: "services",
    nouns: "services timers cron queues mailq",
    verbs: "check restart watch verify",
    registers: ["ops"],
    lines: services,
  },
  {
    purpose: "ping",
    nouns: "hosts interfaces dns zones leases endpoints uptime",
    verbs: "check watch verify list",
    registers: ["ops"],
    lines: ping,
  },
  {
    purpose: "inventory",
    nouns: "hosts packages interfaces inodes",
    verbs: "list collect export report",
    registers: ["ops"],
    lines: inventory,
  },
  {
    purpose: "configs",
    nouns: "dns firewall zones mounts services",
    verbs: "compare verify merge check",
    registers: ["ops"],
    lines: configDiff,
  },
  {
    purpose: "dump",
    nouns: "schema migrations datasets seeds backups",
    verbs: "dump backup export",
    registers: ["ops", "dev"],
    lines: dump,
  },
  {
    purpose: "sync",
    nouns: "backups images locales fixtures shares snapshots",
    verbs: "sync backup fetch send",
    registers: ["ops", "dev"],
    lines: sync,
  },
]
