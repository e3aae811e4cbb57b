import { chmodSync, mkdirSync, utimesSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Listeners from "./Listeners.ts"
import { all, files } from "./Probes.ts"
import * as Program from "./Program.ts"
import * as Raw from "./Raw.ts"

const configuration = (folder: string, port: number): string => `
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/log;
events { worker_connections 768; }
http {
  types {
    text/html html htm; text/css css; application/javascript js; text/plain txt;
    image/png png; image/gif gif; image/jpeg jpg jpeg; image/svg+xml svg; image/x-icon ico;
  }
  default_type text/html;
  access_log off;
  server_tokens off;
  client_body_temp_path ${folder}/1; proxy_temp_path ${folder}/2; fastcgi_temp_path ${folder}/3;
  uwsgi_temp_path ${folder}/4; scgi_temp_path ${folder}/5;
  server {
    listen 127.0.0.1:${port};
    root ${folder}/root;
    location ~ ^/api/ { default_type application/json; return 200 '{"status":"ok"}'; }
    location ~ ^/(git|npm)/ { auth_basic Restricted; auth_basic_user_file ${folder}/users; }
  }
}
`

/**
 * Where we answer otherwise, and why that tells nobody anything.
 */
const argued: Readonly<Record<string, string>> = {}

/** What varies from one answer of the same server to the next. */
const constant = (text: string): string =>
  text.replace(/^Date: .*$/gm, "Date: then").replace(/\b0{12}\d{8}\b/g, "boundary")

describe.skipIf(Program.isAbsent("/usr/sbin/nginx"))("beside a real nginx", () => {
  let ours: Listeners.Started
  let theirs: Program.Program
  let port = 0

  beforeAll(async () => {
    ours = await Listeners.http()
    port = await Program.freePort()
    const folder = Program.folder()
    // its worker gives up root
    chmodSync(folder, 0o755)
    mkdirSync(join(folder, "root"))
    for (const path of files) {
      const answer = await Raw.exchange(ours.port, `GET ${path} HTTP/1.0\r\n\r\n`)
      const [head = ""] = answer.split("\r\n\r\n", 1)
      const file = join(folder, "root", path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, Buffer.from(answer.slice(head.length + 4), "latin1"))
      const modified = Date.parse(/Last-Modified: (.*)/.exec(head)![1]!) / 1000
      utimesSync(file, modified, modified)
    }
    mkdirSync(join(folder, "root/img/x"))
    writeFileSync(join(folder, "users"), "")
    writeFileSync(join(folder, "conf"), configuration(folder, port))
    theirs = await Program.start(
      folder,
      "/usr/sbin/nginx",
      ["-c", join(folder, "conf"), "-e", join(folder, "log")],
      () => Raw.isUp(port),
    )
  })

  afterAll(async () => {
    await theirs?.stop()
    await ours?.stop()
  })

  it.each(all.map(({ name, bytes }) => [name, bytes] as const))(
    "answers %s with the same bytes",
    async (name, bytes) => {
      const [mine, its] = await Promise.all([
        Raw.exchange(ours.port, bytes),
        Raw.exchange(port, bytes),
      ])
      if (argued[name] === undefined) expect(constant(mine)).toBe(constant(its))
      else expect(constant(mine), "no difference is left to argue").not.toBe(constant(its))
    },
  )

  it("answers what matches the version of a file", async () => {
    const answers: Array<ReadonlyArray<string>> = []
    for (const each of [ours.port, port]) {
      const head = await Raw.exchange(each, `HEAD ${files[0]} HTTP/1.0\r\n\r\n`)
      const modified = /Last-Modified: (.*)\r/.exec(head)![1]!
      const etag = /ETag: (.*)\r/.exec(head)![1]!
      const conditions = [
        `If-Modified-Since: ${modified}`,
        `If-None-Match: ${etag}`,
        `If-None-Match: W/${etag}`,
        `If-None-Match: "x", ${etag}`,
        `If-Match: ${etag}`,
        `If-Match: W/${etag}`,
        `If-Unmodified-Since: ${modified}`,
        `If-None-Match: "x"\r\nIf-Modified-Since: ${modified}`,
        `If-None-Match: ${etag}\r\nIf-Modified-Since: Mon, 01 Jan 2018 00:00:00 GMT`,
        `Range: bytes=0-3\r\nIf-Range: ${etag}`,
        `Range: bytes=0-3\r\nIf-Range: ${modified}`,
      ]
      const own: Array<string> = []
      for (const condition of conditions)
        own.push(
          constant(
            await Raw.exchange(
              each,
              `GET ${files[0]} HTTP/1.1\r\nHost: a\r\n${condition}\r\nConnection: close\r\n\r\n`,
            ),
          ),
        )
      answers.push(own)
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]!.filter((answer) => answer.startsWith("HTTP/1.1 304"))).toHaveLength(4)
  })
})
