/** What the API answers, as far as the pages read it. */

export type Role = "viewer" | "admin"

export interface Session {
  readonly name: string
  readonly role: Role
  readonly version: string
  readonly host_uuid: string
}

export interface Page<A> {
  readonly total: number
  readonly limit: number
  readonly offset: number
  readonly next_cursor?: string | null
  readonly data: ReadonlyArray<A>
}

export interface Listed<A> {
  readonly data: ReadonlyArray<A>
}

export interface DeckyRow {
  readonly uuid: string
  readonly name: string
  readonly hostname: string
  readonly ip: string | null
  readonly services: ReadonlyArray<string>
  readonly role: string
  readonly release: string | null
  readonly source: string
  readonly topology_id: string | null
  readonly state: string
  readonly people: number
  readonly last_action: {
    readonly at: string
    readonly action: string
    readonly what: string
  } | null
  /** Events an hour, oldest first; the last is the running hour. */
  readonly activity: ReadonlyArray<number>
  readonly files: number
  readonly touched: number
  readonly tokens: { readonly planted: number; readonly triggered: number }
  readonly ailing: { readonly since: string; readonly why: string } | null
  readonly quiet: Readonly<Record<string, string>> | null
}

export interface Resident {
  readonly email: string
  readonly name: string
  readonly login: string
  readonly role: string
}

export interface Decky extends DeckyRow {
  readonly timezone: string | null
  readonly residents: ReadonlyArray<Resident>
  readonly heat: ReadonlyArray<ReadonlyArray<number>>
}

export interface TreeEntry {
  readonly path: string
  readonly kind?: string
  readonly bytes: number
  readonly mode: string | number
  readonly owner: string
  readonly group?: string
  readonly mtime: string
  readonly class?: string | null
  readonly touched?: boolean
}

export interface Life {
  readonly path: string
  readonly class: string
  readonly persona: string | null
  readonly born_at: string
  readonly changed_at: ReadonlyArray<string>
  readonly removed_at: string | null
}

export interface FileRow {
  readonly uuid: string
  readonly decky_uuid: string
  readonly path: string
  readonly persona: string
  readonly content_class: string
  readonly created_at: string
  readonly last_modified: string
  readonly edit_count: number
  readonly bytes: number | null
  readonly mode: string | number | null
  readonly owner: string | null
  readonly touched: boolean
}

export interface WordingOf {
  readonly at: string
  readonly outcome: string
  readonly model: string
  readonly detail: string
}

export interface File extends FileRow {
  readonly last_body: string | null
  readonly truncated: boolean
  readonly wordings: ReadonlyArray<WordingOf>
}

export interface Version {
  readonly at: string
  readonly action: string
  readonly bytes: number
  readonly sha256: string
  readonly body: string | null
}

export interface Thread {
  readonly thread_id: string
  readonly subject: string
  readonly messages: ReadonlyArray<{
    readonly message_id: string
    readonly from: string
    readonly to: string | ReadonlyArray<string>
    readonly ts: number | string
    readonly subject: string
  }>
}

export type Kind = "traffic" | "file" | "email"

export interface Event {
  readonly uuid: string
  /** Epoch seconds. */
  readonly ts: number
  readonly kind: string
  readonly action?: string | null
  readonly src_decky_uuid?: string | null
  readonly dst_decky_uuid?: string | null
  readonly mail_decky_uuid?: string | null
  readonly success: boolean
  readonly payload?: Readonly<Record<string, unknown>> | null
  readonly subject?: string | null
  readonly sender_email?: string | null
  readonly recipient_email?: string | null
}

export interface Stats {
  readonly since: string
  readonly counts: Readonly<Record<Kind, number>>
  readonly failures: ReadonlyArray<{
    readonly ts: number
    readonly kind: string
    readonly action: string
    readonly decky_uuid: string | null
    readonly why: string
  }>
}

export interface Finding {
  readonly tell: string
  readonly path?: string | null
  readonly evidence: string
}

export interface Check {
  readonly findings: ReadonlyArray<Finding>
  readonly checked: ReadonlyArray<string>
}

/** As the operator wrote it; fields that are not known here are kept. */
export type Entry = Readonly<Record<string, unknown>>

export interface Rejected {
  readonly index: number
  readonly reason: string
}

export interface Pool {
  readonly path?: string
  readonly topology_id?: string
  readonly topology_name?: string
  readonly language_default?: string
  readonly personas: ReadonlyArray<Entry>
  readonly rejected?: ReadonlyArray<Rejected>
  readonly problem?: string | null
}

export interface Checked {
  readonly accepted: ReadonlyArray<Entry>
  readonly rejected: ReadonlyArray<Rejected>
}

export interface Topology {
  readonly id: string
  readonly name: string
  readonly mode: string
  readonly status: string
  readonly deckies: number
  readonly language_default: string
}

export interface ClassWeight {
  readonly content_class: string
  readonly weight: number
}

export interface Config {
  readonly user_class_weights: ReadonlyArray<ClassWeight>
  readonly system_class_weights: ReadonlyArray<ClassWeight>
  readonly canary_class_weights: ReadonlyArray<ClassWeight>
  readonly kind_weights: Readonly<Record<Kind, number>>
  readonly canary_probability: number
  readonly leave_alone_probability: number
  readonly edit_probability: number
  readonly user_family_share: number
  readonly moments_per_persona_day: number
  readonly after_hours_share: number
  readonly weekend_share: number
  readonly rate_cv: number
  readonly reply_share: number
  readonly edit_max_age_days: number
  readonly canary_min_gap_days: number
  readonly dropped_entries?: ReadonlyArray<string>
}

export interface Simulated {
  readonly summary: {
    /** Only classes that occur. */
    readonly files_by_class: ReadonlyArray<{ readonly class: string; readonly created: number }>
    readonly hour_by_weekday: ReadonlyArray<ReadonlyArray<number>>
    readonly mails: number
    readonly threads: number
    readonly sessions: number
    readonly findings: ReadonlyArray<Finding>
  }
  readonly tree: ReadonlyArray<TreeEntry>
  readonly truncated: boolean
}

export interface Words {
  readonly enabled: boolean
  readonly backend: string | null
  readonly model: string | null
  readonly breaker: string | null
  readonly latency_ms: number | null
  readonly calls_today: number | null
  readonly tokens_today: number | null
  readonly budget_calls: number | null
  readonly budget_tokens: number | null
  readonly outcomes: ReadonlyArray<{
    readonly outcome: string
    readonly class: string
    readonly count: number
  }>
}

export interface ModelSettings {
  readonly provider: string | null
  readonly base_url: string | null
  readonly model: string | null
  readonly timeout: number | null
  readonly api_key_set: boolean
  readonly concurrency: number | null
  readonly budget_calls: number | null
  readonly budget_tokens: number | null
  readonly from: Readonly<Record<string, string>>
  readonly warnings?: ReadonlyArray<string>
}

export interface Worker {
  readonly host_uuid: string
  readonly worker: string
  readonly beat_at: string
  readonly age_seconds: number
  readonly alive: boolean
}

export interface Artifact {
  readonly path: string
  readonly bytes: number
  /** Octal. */
  readonly mode: string
  readonly text: string | null
}

export type TokenState = "pending" | "planted" | "failed" | "revoked"

export interface Token {
  readonly uuid: string
  readonly class: string
  readonly kind: string
  readonly decky_uuid: string
  readonly decky_name: string
  readonly path: string
  readonly slug: string | null
  readonly state: TokenState
  readonly last_error: string | null
  readonly persona: string
  readonly created_by: string
  readonly placed_at: string | null
  readonly last_triggered_at: string | null
  readonly trigger_count: number
}

export interface Draft {
  readonly class: string
  readonly persona: string
  readonly path: string
  readonly files: ReadonlyArray<Artifact>
}

export interface Trigger {
  readonly uuid: string
  readonly token_uuid: string
  readonly occurred_at: string
  readonly src_ip: string
  readonly protocol: string
  readonly method: string | null
  readonly request_path: string | null
  readonly user_agent: string | null
  readonly dns_qname: string | null
  readonly count: number
  readonly class: string
  readonly reason: string
}

export interface Blob {
  readonly uuid: string
  readonly sha256: string
  readonly filename: string
  readonly content_type: string
  readonly size_bytes: number
  readonly uploaded_by: string
  readonly uploaded_at: string
  /** Bait made of it that is not revoked. */
  readonly tokens: number
}

export interface AlertRoute {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly where: string
  readonly enabled: boolean
  readonly level: string
  readonly digest_minutes: number
  readonly waiting: number
  readonly sent: number
  readonly failed: number
  readonly last_error: string | null
}

export interface Tested {
  readonly delivered: boolean
  readonly reason: string | null
  readonly retry: boolean
}
