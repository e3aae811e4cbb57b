/**
 * What a file is. The strings stand in databases and transcripts: never change one, add at the end.
 */

export const user = ["note", "todo", "draft", "script"] as const
export const system = ["log_cron", "log_daemon", "cache_tmp"] as const
export const canary = [
  "canary_aws_creds",
  "canary_env_file",
  "canary_git_config",
  "canary_ssh_key",
  "canary_honeydoc",
  "canary_honeydoc_docx",
  "canary_honeydoc_pdf",
  "canary_mysql_dump",
  "canary_fingerprint_html",
  "canary_fingerprint_svg",
  "canary_kubeconfig",
  "canary_docker_config",
  "canary_npmrc",
  "canary_netrc",
  "canary_pypirc",
  "canary_wireguard",
  "canary_xlsx",
  "canary_mcp_json",
] as const
/** How many of these are laid without being asked for; the others wait to be switched on. */
export const canaryUsual = 10
/** What people's sessions leave behind on a host, beside the files they mean to write. */
export const trace = ["shell_history", "known_hosts", "login_record"] as const

export type UserClass = (typeof user)[number]
export type SystemClass = (typeof system)[number]
export type CanaryClass = (typeof canary)[number]
export type TraceClass = (typeof trace)[number]
/** The classes that the planner can choose without a callback behind them, and mail. */
export type InertClass = UserClass | SystemClass
export type ContentClass = InertClass | "email" | CanaryClass | TraceClass

export type Family = "user" | "system" | "email" | "canary" | "trace"

export const all: ReadonlyArray<ContentClass> = [...user, ...system, "email", ...canary, ...trace]

export const isUser = (value: ContentClass): value is UserClass =>
  (user as ReadonlyArray<string>).includes(value)

export const isCanary = (value: ContentClass): value is CanaryClass => value.startsWith("canary_")

export const isLog = (value: ContentClass): value is "log_cron" | "log_daemon" =>
  value === "log_cron" || value === "log_daemon"

export const familyOf = (value: ContentClass): Family =>
  isUser(value)
    ? "user"
    : isCanary(value)
      ? "canary"
      : value === "email"
        ? "email"
        : (trace as ReadonlyArray<string>).includes(value)
          ? "trace"
          : "system"

/** Whether a language model may write it: never what a real host writes by rule. */
export const modelMayWrite = (value: ContentClass): boolean => isUser(value) || value === "email"
