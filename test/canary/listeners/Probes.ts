/** Requests that tell web servers apart. */

export const slug = "k7dzq3mwl5pfhx2vbn6ysargte"

interface Probe {
  readonly name: string
  readonly bytes: string
}

const host = "Host: files.example.net\r\n"
/** Shows whether the connection went on. */
const last = `GET /robots.txt HTTP/1.1\r\n${host}Connection: close\r\n\r\n`

const get = (path: string, headers = "", method = "GET"): string =>
  `${method} ${path} HTTP/1.1\r\n${host}${headers}\r\n`

const png = `/img/${slug}.png`
const html = `/docs/${slug}`

/** Files that the other server is to have too. */
export const files = [
  png,
  `/img/${slug}.gif`,
  `/logo/${slug}.svg`,
  `/static/${slug}.css`,
  `/dist/${slug}.js`,
  `/docs/${slug}.html`,
  `/files/${slug}.txt`,
  `/img/${slug}.jpg`,
  `/img/${slug}.ico`,
]

const since = "If-Modified-Since: "
const chrome = "User-Agent: Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120\r\n"

const followed: ReadonlyArray<readonly [name: string, bytes: string]> = [
  ["the root", get("/")],
  ["the root by HEAD", get("/", "", "HEAD")],
  ["a missing file", get("/favicon.ico")],
  ["a missing file by HEAD", get("/missing", "", "HEAD")],
  ["a missing folder", get("/wp-admin/")],
  ["a missing file, asked by Chrome", get("/missing", chrome)],
  ["a missing file, asked by Internet Explorer", get("/a", "User-Agent: X (MSIE 6.0; X)\r\n")],
  ["a missing file, asked by Firefox", get("/a", "User-Agent: X Gecko/2010 Chrome/1\r\n")],
  ["POST to a missing file", get("/x", "Content-Length: 3\r\n", "POST") + "abc"],
  ["POST to the root", get("/", "Content-Length: 0\r\n", "POST")],
  ["POST in chunks", `${get("/", "Transfer-Encoding: chunked\r\n", "POST")}2\r\nab\r\n0\r\n\r\n`],
  ["PUT", get("/x", "Content-Length: 3\r\n", "PUT") + "abc"],
  ["DELETE", get("/x", "", "DELETE")],
  ["OPTIONS", get("/", "", "OPTIONS")],
  ["PROPFIND", get(html, "Depth: 0\r\n", "PROPFIND")],
  ["a method nobody knows", get("/", "", "JUNKMETHOD")],
  ["a method with a dash", get("/", "", "M-SEARCH")],
  ["TRACE", get("/", "", "TRACE")],
  ["CONNECT with a path", get("/", "", "CONNECT")],
  ...files.map((path) => [`the file ${path.slice(-4)}`, get(path)] as const),
  ["a file by HEAD", get(png, "", "HEAD")],
  ["POST to a file", get(png, "Content-Length: 3\r\n", "POST") + "abc"],
  ["a file with a query", get(`${png}?a=b&c`)],
  ["a file by another spelling", get(`/img//./x/../%6b${slug.slice(1)}.png`)],
  ["a range", get(png, "Range: bytes=3-9\r\n")],
  ["a range to the end", get(png, "Range: bytes=60-\r\n")],
  ["a range beyond the end", get(png, "Range: bytes=60-900\r\n")],
  ["a range from the end", get(png, "Range: bytes=-5\r\n")],
  ["two ranges", get(png, "Range: bytes=0-1, 4-5\r\n")],
  ["ranges that are more than the file", get(png, "Range: bytes=0-,0-,0-\r\n")],
  ["a range that cannot be", get(png, "Range: bytes=900-\r\n")],
  ["a range that is none", get(png, "Range: bytes=x\r\n")],
  ["a range in another unit", get(png, "Range: lines=1-2\r\n")],
  ["a range by HEAD", get(png, "Range: bytes=0-3\r\n", "HEAD")],
  ["a range for another version", get(png, 'Range: bytes=0-3\r\nIf-Range: "x"\r\n')],
  ["a date that does not match", get(png, `${since}Mon, 01 Jan 2018 00:00:00 GMT\r\n`)],
  ["a date in the future", get(png, `${since}Mon, 01 Jan 2035 00:00:00 GMT\r\n`)],
  ["a tag that does not match", get(png, 'If-None-Match: "x"\r\n')],
  ["any tag", get(png, "If-None-Match: *\r\n")],
  [
    "only if unmodified since long ago",
    get(png, "If-Unmodified-Since: Mon, 01 Jan 2018 00:00:00 GMT\r\n"),
  ],
  ["only if another version", get(png, 'If-Match: "x"\r\n')],
  ["JSON", get(`/api/v1/${slug}`)],
  ["JSON by PUT", get(`/api/v1/${slug}`, "Content-Length: 2\r\n", "PUT") + "{}"],
  ["a login", get(`/git/${slug}.git/info/refs?service=git-upload-pack`)],
  ["a login by PUT", get(`/npm/${slug}/x`, "Content-Length: 2\r\n", "PUT") + "{}"],
  ["HTTP/1.0", "GET /x HTTP/1.0\r\n\r\n"],
  ["HTTP/1.0 that would go on", "GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"],
  ["HTTP/1.1 that would not", get("/x", "Connection: close\r\n")],
  ["HTTP/1.2", `GET / HTTP/1.2\r\n${host}\r\n`],
  ["HTTP/1.10", `GET / HTTP/1.10\r\n${host}\r\n`],
  ["HTTP/2.0", `GET / HTTP/2.0\r\n${host}\r\n`],
  ["HTTP/3.0", `GET / HTTP/3.0\r\n${host}\r\n`],
  ["HTTP/0.9 in words", `GET / HTTP/0.9\r\n${host}\r\n`],
  ["another protocol's version", `GET / JUNK/1.0\r\n${host}\r\n`],
  ["RTSP", "OPTIONS / RTSP/1.0\r\n\r\n"],
  ["a lower-case method", `get / HTTP/1.1\r\n${host}\r\n`],
  ["HELP", "HELP\r\n"],
  ["the beginning of TLS", "\x16\x03\x00\x00S\x01\x00\x00O\x03\x00"],
  ["a path without a slash", `GET index.html HTTP/1.1\r\n${host}\r\n`],
  ["OPTIONS *", `OPTIONS * HTTP/1.1\r\n${host}\r\n`],
  ["CONNECT to a host", `CONNECT a.example:443 HTTP/1.1\r\n${host}\r\n`],
  ["an absolute address", `GET http://files.example.net/x HTTP/1.1\r\n${host}\r\n`],
  ["an absolute address without a path", `GET http://files.example.net HTTP/1.1\r\n${host}\r\n`],
  ["an absolute address with a query", `GET http://files.example.net?x HTTP/1.1\r\n${host}\r\n`],
  ["a blank in the path", `GET /a b HTTP/1.1\r\n${host}\r\n`],
  ["a tab in the path", `GET /a\tb HTTP/1.1\r\n${host}\r\n`],
  ["a path above the root", get("/../../etc/passwd")],
  ["a path above the root, encoded", get("/%2e%2e/x")],
  ["a broken escape", get("/%zz")],
  ["a broken escape in the query", get("/?%zz")],
  ["a NUL", get("/a%00b")],
  ["a fragment", get("/a#b")],
  ["bytes that are no UTF-8", get("/\xff\xfe")],
  ["empty lines before it", `\r\n\r\n${get("/")}`],
  ["two blanks", `GET  /  HTTP/1.1  \r\n${host}\r\n`],
  ["bare line feeds", `GET / HTTP/1.1\nHost: a\n\n`],
  ["no host", "GET / HTTP/1.1\r\n\r\n"],
  ["an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"],
  ["two hosts", `GET / HTTP/1.1\r\n${host}${host}\r\n`],
  ["a host with a slash", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"],
  ["a host with two dots", "GET / HTTP/1.1\r\nHost: a..b\r\n\r\n"],
  ["a host with a port", "GET / HTTP/1.1\r\nHost: a:80\r\n\r\n"],
  ["a header without a colon", get("/", "Foo\r\n")],
  ["a header that begins with a colon", get("/", ": x\r\n")],
  ["a header with a blank before the colon", get("/", "Foo : x\r\n")],
  ["a header that begins with a blank", get("/", " x: y\r\n")],
  ["a header with an underscore", get("/", "Content_Length: 5\r\n")],
  ["a header with a control character", get("/", "X: \x01\r\n")],
  ["a header with a NUL", get("/", "X: a\0b\r\n")],
  ["a header with a carriage return", get("/", "X: a\rb\r\n")],
  ["two carriage returns", get("/", "X: a\r\r\n")],
  ["a length that is none", get("/", "Content-Length: x\r\n")],
  ["a negative length", get("/", "Content-Length: -1\r\n")],
  ["two lengths", get("/", "Content-Length: 0\r\nContent-Length: 0\r\n")],
  ["length and chunks", get("/", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n")],
  ["chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
  ["another coding", get("/", "Transfer-Encoding: gzip\r\n")],
  ["TRACE in another coding", get("/", "Transfer-Encoding: gzip\r\n", "TRACE")],
  ["two dates", get(png, `${since}x\r\n${since}x\r\n`)],
  ["two logins", get("/x", "Authorization: Basic YQ==\r\nAuthorization: Basic YQ==\r\n")],
  ["two agents", get("/x", "User-Agent: a\r\nUser-Agent: b\r\n")],
  ["two ranges in two lines", get(png, "Range: bytes=0-1\r\nRange: bytes=2-3\r\n")],
  ["two Connection lines", get("/x", "Connection: close\r\nConnection: keep-alive\r\n")],
  ["a body that is too large", get("/x", "Content-Length: 1048577\r\n", "POST")],
  ["a body that waits", get("/x", "Content-Length: 3\r\nExpect: 100-continue\r\n", "POST") + "abc"],
  ["another expectation", get("/x", "Expect: x\r\n")],
  ["a long path", get(`/${"a".repeat(300)}`)],
  ["a path that is nearly too long", get(`/${"a".repeat(8000)}`)],
  ["a path that is too long", get(`/${"a".repeat(9000)}`)],
  ["a header that is too large", get("/", `X: ${"a".repeat(9000)}\r\n`)],
  ["headers that are too many", get("/", `X: ${"a".repeat(8000)}\r\n`.repeat(6))],
  ...[1, 2, 3, 4, 5].flatMap((count) =>
    [900, 3000, 4000, 4090, 6000, 7000, 8000].map(
      (bytes) =>
        [
          `${count} headers of ${bytes} bytes`,
          get("/", `X: ${"a".repeat(bytes)}\r\n`.repeat(count)),
        ] as const,
    ),
  ),
  ...[8185, 8186, 8187, 8188, 8189].map(
    (bytes) => [`a header of ${bytes + 5} bytes`, get("/", `X: ${"a".repeat(bytes)}\r\n`)] as const,
  ),
  ...[8173, 8174, 8175, 8176, 8177, 8178, 8179].map(
    (bytes) => [`a first line of ${bytes + 16} bytes`, get(`/${"a".repeat(bytes)}`)] as const,
  ),
  [
    "a long first line and large headers",
    get(`/${"a".repeat(8000)}`, `X: ${"a".repeat(8000)}\r\n`.repeat(3)),
  ],
  ["HTTP/2 in clear", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["an upgrade to HTTP/2", get("/x", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n")],
  ["an upgrade to WebSocket", get("/x", "Connection: Upgrade\r\nUpgrade: websocket\r\n")],
  [
    "what nmap asks for a missing page",
    "GET /nice%20ports%2C/Tri%6Eity.txt%2ebak HTTP/1.0\r\n\r\n",
  ],
  ["what nmap asks for options", "OPTIONS / HTTP/1.0\r\n\r\n"],
  ["DELETE by HTTP/1.0", "DELETE / HTTP/1.0\r\n\r\n"],
  ["a greeting of SMTP", "EHLO x\r\n"],
  ["the beginning of SSL 2", "\x80\x9e\x01\x03\x01\x00u"],
  ["the beginning of SSH", "SSH-2.0-x\r\n"],
  ["two hundred headers", get("/", "X: y\r\n".repeat(200))],
  ["a thousand headers", get("/", "X:\n".repeat(999))],
  ["a thousand headers and one", get("/", "X:\n".repeat(1000))],
  ["two hosts, the second one too many", get("/", `${"X:\n".repeat(999)}${host}`)],
  ["a thousand headers and one without a name", get("/", `${"X:\n".repeat(999)}: x\r\n`)],
  ["two thousand headers that are passed over", get("/", "X_Y:\n".repeat(2000))],
  ["ten thousand headers", get("/", "X:\n".repeat(10_000))],
  ["a thousand empty lines before it", `${"\r\n".repeat(1000)}${get("/")}`],
  ["many empty lines before it", `${"\r\n".repeat(50_000)}${get("/")}`],
  ["empty lines before a long path", `${"\n".repeat(1500)}${get(`/${"a".repeat(3000)}`)}`],
]

/** They end by themselves, or what follows is no request of its own. */
const alone: ReadonlyArray<readonly [name: string, bytes: string]> = [
  ["HTTP/0.9", "GET /x\r\n"],
  ["HTTP/0.9 to a file", `GET ${png}\r\n`],
  ["HTTP/0.9 by POST", "POST /x\r\n"],
  ["nothing", ""],
  ["half a line", "GET / HT"],
  ["half a head", "GET / HTTP/1.1\r\nHost: a\r\n"],
  ["empty lines", "\r\n\r\n"],
  ["three at once", get("/a") + get("/", "", "HEAD") + get("/b", "Connection: close\r\n")],
  ["more after the last", last + last],
]

export const all: ReadonlyArray<Probe> = [
  ...followed.map(([name, bytes]) => ({ name, bytes: bytes + last })),
  ...alone.map(([name, bytes]) => ({ name, bytes })),
]
