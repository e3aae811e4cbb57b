/** Values that the stores keep: made ones, and arbitrary ones. */
import { randomUUID } from "node:crypto"
import * as fc from "effect/FastCheck"
import type { Event } from "../../../src/events/Event.ts"
import type { Wording } from "../../../src/llm/Wording.ts"
import type { Intent } from "../../../src/ports/Intents.ts"
import type { FileRow } from "../../../src/ports/SyntheticFiles.ts"
import type { WordingRow } from "../../../src/ports/Wordings.ts"
import type { Action } from "../../../src/scheduler/Action.ts"
import type { Carry } from "../../../src/scheduler/Carry.ts"
import * as ContentClass from "../../../src/taxonomy/ContentClass.ts"

/** Monday, the fifth of January 2026. */
const monday = Date.UTC(2026, 0, 5)

/** Each test has deckies of its own, as a server's database outlives them. */
export const newDecky = (): string => `decky-${randomUUID()}`

export const row = (path: string, changes: Partial<FileRow> = {}): FileRow => ({
  path,
  class: "note",
  persona: "anna.berg@holmgate.net",
  createdAt: monday,
  mtime: { ms: monday + 36_000_123, ns: 456_789 },
  mode: 0o644,
  owner: "annaberg",
  group: "annaberg",
  bytes: 5,
  sha256: "a".repeat(64),
  body: "text\n",
  template: undefined,
  editCount: 0,
  hotness: 1500,
  removeAt: undefined,
  touched: false,
  tail: undefined,
  ...changes,
})

export const wording = (changes: Partial<Wording> = {}): Wording => ({
  backend: "ollama",
  model: "llama3.1",
  digest: "d".repeat(64),
  seed: 2_147_483_647,
  durationMillis: 1234,
  promptTokens: 410,
  tokens: 96,
  isCached: false,
  outcome: "accepted",
  detail: "",
  ...changes,
})

export const wordingRow = (
  decky: string,
  momentId: string,
  changes: Partial<WordingRow> = {},
): WordingRow => ({
  decky,
  momentId,
  index: 0,
  at: monday,
  class: "note",
  persona: "anna.berg@holmgate.net",
  where: "/home/annaberg/notes.txt",
  wording: wording(),
  text: undefined,
  sentences: [],
  ...changes,
})

export const carry = (cursor = monday): Carry => ({
  cursor,
  logs: {
    atMillis: cursor,
    pidNext: 812,
    pidAtMicros: cursor * 1000,
    busyUntilMicros: 0,
    sessionNext: 4,
    open: [],
    managers: [{ uid: 1000, pid: 700 }],
    agenda: [{ kind: "lease", atMicros: cursor * 1000 + 5 }],
    pending: [{ atMicros: cursor * 1000, facility: "auth", tag: "sshd[571]", text: "é 🦊 \"'\\" }],
    pendingRecords: [],
    files: {
      "/var/log/auth.log": {
        bytes: 5,
        firstMicros: 1,
        lastMicros: 2,
        generation: 0,
        rotatedDay: 0,
        older: [],
      },
    },
  } as unknown as Carry["logs"],
  checkpoints: [],
  replies: [],
  typed: { "anna.berg@holmgate.net": [{ atMillis: cursor, command: "ls -la" }] },
  knownHosts: { annaberg: ["srv-04"] },
})

const instant = fc.record({
  ms: fc.integer({ min: 1_500_000_000_000, max: 2_100_000_000_000 }),
  ns: fc.integer({ min: 0, max: 999_999 }),
})
const bytes = fc.uint8Array({ maxLength: 200 })
const text = fc.fullUnicodeString({ maxLength: 40 })
const digest = fc.hexaString({ minLength: 64, maxLength: 64 })
const persona = fc.option(fc.emailAddress(), { nil: undefined })

const target = {
  path: text.map((name) => `/home/anna/${name}`),
  class: fc.constantFrom(...ContentClass.all),
  persona,
  mtime: instant,
  mode: fc.constantFrom(0o644, 0o600, 0o640),
  owner: fc.constantFrom("anna", "root"),
  group: fc.constantFrom("anna", "adm"),
}
const tail = fc.option(fc.record({ bytes: fc.nat(), sha256: digest }), { nil: undefined })

export const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    ...target,
    _tag: fc.constant("Create" as const),
    content: bytes,
    sha256: digest,
    body: fc.option(text, { nil: undefined }),
    hotness: fc.nat(100_000),
    removeAt: fc.option(fc.nat(), { nil: undefined }),
  }),
  fc.record({
    ...target,
    _tag: fc.constant("Edit" as const),
    content: bytes,
    sha256: digest,
    body: text,
    previousSha256: digest,
  }),
  fc.record({
    ...target,
    _tag: fc.constant("Append" as const),
    content: bytes,
    sha256: digest,
    offset: fc.nat(),
    tail,
  }),
  fc.record({
    ...target,
    _tag: fc.constant("Rotate" as const),
    from: text,
    at: instant,
    bytes: fc.nat(),
    sha256: digest,
    content: fc.option(bytes, { nil: undefined }),
  }),
  fc.record({
    ...target,
    _tag: fc.constant("Remove" as const),
    previousSha256: fc.option(digest, { nil: undefined }),
  }),
  fc.record({
    _tag: fc.constant("Mail" as const),
    message: fc.record({
      threadId: text,
      index: fc.nat(20),
      threadLength: fc.nat(26),
      from: fc.emailAddress(),
      to: fc.array(fc.emailAddress(), { minLength: 1, maxLength: 3 }),
      subject: text,
      messageId: text,
      inReplyTo: fc.option(text, { nil: undefined }),
      references: fc.array(text, { maxLength: 4 }),
      sentAt: fc.nat(),
      text,
      language: fc.constantFrom("en", "de"),
    }),
    source: text,
    copies: fc.array(
      fc.record({
        mailbox: fc.emailAddress(),
        path: text,
        content: bytes,
        sha256: digest,
        mtime: instant,
      }),
      { maxLength: 3 },
    ),
    owner: fc.constant("vmail"),
    group: fc.constant("vmail"),
  }),
  fc.record({
    _tag: fc.constant("Connect" as const),
    persona,
    target: fc.option(text, { nil: undefined }),
    targetHost: text,
    targetIp: fc.ipV4(),
    user: text,
    command: text,
    durationMillis: fc.nat(),
  }),
)

/** Keys may be anything here, also what an encoding might take for its own. */
const key = fc.oneof(text, fc.constantFrom("$bytes", "$", "__proto__", "$$bytes"))

export const anyCarry: fc.Arbitrary<Carry> = fc
  .record({
    cursor: fc.nat(),
    typed: fc.dictionary(key, fc.array(fc.record({ atMillis: fc.nat(), command: text }))),
    knownHosts: fc.dictionary(key, fc.array(text)),
  })
  .map((changes) => ({ ...carry(), ...changes }))

export const create = (path: string, content = "text\n"): Action => ({
  _tag: "Create",
  path,
  class: "note",
  persona: "anna.berg@holmgate.net",
  mtime: { ms: monday, ns: 7 },
  mode: 0o644,
  owner: "annaberg",
  group: "annaberg",
  content: new TextEncoder().encode(content),
  sha256: "b".repeat(64),
  body: content,
  hotness: 3,
  removeAt: undefined,
})

export const intent = (momentId: string, changes: Partial<Intent> = {}): Intent => ({
  momentId,
  at: { ms: monday, ns: 5 },
  actions: [create(`/home/annaberg/${momentId}`)],
  carry: carry(),
  recorded: 0,
  attempt: "again",
  ...changes,
})

export const fileEvent = (decky: string, id: string, ts = monday / 1000): Event => ({
  v: 1,
  id: `${decky}/${id}`,
  topic: `orchestrator.file.${decky}`,
  type: "file",
  ts,
  payload: {
    kind: "file",
    protocol: "ssh",
    action: "file:create",
    src_decky_uuid: decky,
    dst_decky_uuid: null,
    success: true,
    payload: { path: "/home/annaberg/notes.txt", content_class: "note", result: "done" },
    ts,
  },
})

export const emailEvent = (decky: string, id: string): Event => ({
  v: 1,
  id: `${decky}/${id}`,
  topic: `orchestrator.email.${decky}`,
  type: "email",
  ts: monday / 1000 + 0.25,
  payload: {
    kind: "email",
    mail_decky_uuid: decky,
    thread_id: "t1",
    message_id: "<1@holmgate.net>",
    in_reply_to: null,
    sender_email: "a@holmgate.net",
    recipient_email: "b@holmgate.net",
    subject: "Zertifikat läuft ab 🦊".padEnd(400, "!"),
    language: "de",
    success: true,
    ts: monday / 1000 + 0.25,
  },
})
