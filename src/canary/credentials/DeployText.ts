/** Files by which a small service is put on hosts: Ansible, Compose, a proxy in front. */
import * as Account from "./Account.ts"
import { grown, plain, portOf, wholeHost } from "./Leaf.ts"

export const inventory = plain(({ rng, context, revision }) => {
  const shown = grown(rng, context.organisation.hosts, rng.within("count").between(4, 7), revision)
  const byAddress = rng.within("style").chance(1, 2)
  const kinds = [...new Set(shown.map(({ kind }) => kind))].sort((a, b) => (a < b ? -1 : 1))
  return [
    ...kinds.flatMap((kind) => [
      `[${kind}]`,
      ...shown
        .filter((each) => each.kind === kind)
        .map(({ name, ip }) =>
          byAddress ? `${name} ansible_host=${ip}` : wholeHost(context, name),
        ),
      "",
    ]),
    "[all:vars]",
    `ansible_user=${context.organisation.automation}`,
    ...(rng.within("python").chance(1, 2) ? ["ansible_python_interpreter=/usr/bin/python3"] : []),
  ]
})

export const playbook = plain(({ rng, context, revision }) => {
  const project = Account.projectOf(context)
  const kinds = [...new Set(context.organisation.hosts.map(({ kind }) => kind))]
  const tasks = grown(
    rng,
    [
      ["install packages", "ansible.builtin.apt", 'name: "{{ packages }}"', "state: present"],
      [
        "more open files",
        "ansible.builtin.lineinfile",
        `path: /etc/security/limits.d/${project}.conf`,
        `line: "* soft nofile ${rng.within("files").pick([4096, 8192, 16_384, 65_536])}"`,
        "create: true",
      ],
      [
        "service runs",
        "ansible.builtin.service",
        `name: ${project.split("-")[0]!}`,
        "state: started",
      ],
      [
        "user for jobs",
        "ansible.builtin.user",
        `name: ${context.organisation.automation}`,
        "shell: /bin/bash",
      ],
      ["folder for output", "ansible.builtin.file", `path: /srv/${project}`, "state: directory"],
      ["nightly job", "ansible.builtin.cron", `name: ${project}`, `hour: "${rng.between(0, 5)}"`],
      [
        "clone sources",
        "ansible.builtin.git",
        `repo: git@${Account.hostName(rng.within("git"), context, ["build"])}:${project.split("-")[0]!}/${project}.git`,
        `dest: /opt/${project}`,
      ],
    ] as const,
    rng.within("count").between(2, 4),
    revision,
  )
  return [
    "---",
    `- hosts: ${rng.within("hosts").pick([...kinds, "all"])}`,
    `  become: ${rng.within("become").pick(["true", "yes"])}`,
    "  tasks:",
    ...tasks.flatMap(([name, module, ...options], at) => [
      ...(at > 0 ? [""] : []),
      `    - name: ${name}`,
      `      ${module}:`,
      ...options.map((each) => `        ${each}`),
    ]),
  ]
})

export const variables = plain(({ rng, context, revision }) => [
  "---",
  "packages:",
  ...grown(
    rng.within("packages"),
    [
      "curl",
      "rsync",
      "jq",
      "htop",
      "vim",
      "unattended-upgrades",
      "python3-venv",
      "logrotate",
      "chrony",
    ],
    rng.within("count").between(2, 5),
    revision,
  ).map((each) => `  - ${each}`),
  `ntp_server: ${Account.hostName(rng.within("ntp"), context, ["dns", "monitor"])}`,
  `backup_host: ${Account.hostName(rng.within("backup"), context, ["backup"])}`,
  `admin_mail: ${context.owner.email}`,
])

interface Service {
  readonly name: string
  /** Undefined for the application's own. */
  readonly image: string | undefined
  readonly lines: ReadonlyArray<string>
}

const volume = (name: string, at: string): ReadonlyArray<string> => [
  "    volumes:",
  `      - ./data/${name}:${at}`,
]

const services: ReadonlyArray<Service> = [
  { name: "redis", image: "redis:7-alpine", lines: volume("redis", "/data") },
  {
    name: "db",
    image: "postgres:15",
    lines: ["    env_file: db.env", ...volume("db", "/var/lib/postgresql/data")],
  },
  {
    name: "db",
    image: "mariadb:10.11",
    lines: ["    env_file: db.env", ...volume("db", "/var/lib/mysql")],
  },
  { name: "queue", image: "rabbitmq:3-management", lines: volume("queue", "/var/lib/rabbitmq") },
  { name: "cache", image: "memcached:1.6", lines: ["    command: memcached -m 128"] },
  { name: "worker", image: undefined, lines: ["    env_file: .env"] },
]

export const compose = plain(({ rng, context, plan, revision }) => {
  const project = Account.projectOf(context)
  const own = `${Account.hostName(rng.within("registry"), context, ["build"])}/${project.split("-")[0]!}/${project}:${rng.between(0, 3)}.${rng.between(0, 20) + revision}`
  const others = grown(rng, services, rng.within("count").between(1, 3), revision).filter(
    ({ name }, at, all) => all.findIndex((each) => each.name === name) === at,
  )
  const restart = `    restart: ${rng.within("restart").pick(["unless-stopped", "always"])}`
  const proxied = plan.files.find(({ maker }) => maker === "proxy")?.path ?? "nginx.conf"
  const outside = rng.within("outside").pick([80, 8080, 8081, 8000])
  return [
    ...(rng.within("version").chance(1, 2)
      ? [`version: "3.${rng.within("minor").between(3, 9)}"`, ""]
      : []),
    "services:",
    "  app:",
    `    image: ${own}`,
    restart,
    "    env_file: .env",
    ...others.flatMap(({ name, image, lines }) => [
      "",
      `  ${name}:`,
      `    image: ${image ?? own}`,
      restart,
      ...lines,
      ...(image === undefined
        ? [`    command: ${rng.within("command").pick(["worker", "bin/worker", "run worker"])}`]
        : []),
    ]),
    "",
    "  proxy:",
    `    image: nginx:1.${rng.within("nginx").pick([22, 24, 25, 26])}`,
    restart,
    "    ports:",
    `      - "${outside}:80"`,
    "    volumes:",
    `      - ./${proxied}:/etc/nginx/conf.d/default.conf:ro`,
  ]
})

export const sample = plain(({ rng, context, revision }) =>
  grown(
    rng,
    [
      `APP_URL=https://${Account.projectOf(context)}.${context.organisation.domain}`,
      "DATABASE_URL=",
      `REDIS_URL=redis://${rng.pick(["redis", "localhost"])}:6379/${rng.below(4)}`,
      "SECRET_KEY=",
      `LOG_LEVEL=${rng.pick(["info", "debug", "warning"])}`,
      `SMTP_HOST=${Account.hostName(rng.within("mail"), context, ["mail"])}`,
      `PORT=${portOf(context)}`,
      "API_TOKEN=",
      `TZ=${context.owner.timezone}`,
    ],
    rng.within("count").between(3, 6),
    revision,
  ),
)

export const proxy = plain(({ rng, context, revision }) => {
  const options = [
    "proxy_set_header Host $host;",
    "proxy_set_header X-Real-IP $remote_addr;",
    "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
    `proxy_read_timeout ${rng.within("read").pick([30, 60, 120, 300])}s;`,
    `client_max_body_size ${rng.within("body").pick([8, 10, 20, 50, 100])}m;`,
    "proxy_buffering off;",
  ]
  return [
    "server {",
    "    listen 80;",
    `    server_name ${Account.projectOf(context)}.${context.organisation.domain};`,
    "",
    "    location / {",
    `        proxy_pass http://app:${portOf(context)};`,
    ...grown(rng, options, rng.within("count").between(1, 3), revision).map(
      (each) => `        ${each}`,
    ),
    "    }",
    "}",
  ]
})
