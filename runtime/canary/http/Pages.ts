/** The pages that nginx answers with on its own. */

/** How the server names itself: `server_tokens off`, which does not grow old. */
export const software = "nginx"

const lines: Readonly<Record<number, string>> = {
  200: "200 OK",
  206: "206 Partial Content",
  304: "304 Not Modified",
  400: "400 Bad Request",
  401: "401 Unauthorized",
  403: "403 Forbidden",
  404: "404 Not Found",
  405: "405 Not Allowed",
  412: "412 Precondition Failed",
  413: "413 Request Entity Too Large",
  414: "414 Request-URI Too Large",
  416: "416 Requested Range Not Satisfiable",
  494: "400 Bad Request",
  501: "501 Not Implemented",
  505: "505 HTTP Version Not Supported",
}

export const statusLine = (status: number): string => lines[status] ?? `${status} `

/** Where the page says it otherwise than the status line does. */
const titles: Readonly<Record<number, string>> = {
  401: "401 Authorization Required",
  494: "400 Request Header Or Cookie Too Large",
}

const extra: Readonly<Record<number, string>> = {
  494: "<center>Request Header Or Cookie Too Large</center>\r\n",
}

const padding = "<!-- a padding to disable MSIE and Chrome friendly error page -->\r\n".repeat(6)

const page = (status: number): string => {
  const title = titles[status] ?? statusLine(status)
  const heading = status === 494 ? statusLine(status) : title
  return (
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n` +
    `<center><h1>${heading}</h1></center>\r\n${extra[status] ?? ""}` +
    `<hr><center>${software}</center>\r\n</body>\r\n</html>\r\n`
  )
}

/** Which browsers nginx takes for ones that show their own page where ours is short. */
const wantsPadding = (userAgent: string): boolean => {
  const msie = userAgent.indexOf("MSIE ")
  const isOpera = userAgent.includes("Opera")
  if (msie >= 0 && msie + 7 < userAgent.length && !isOpera) return true
  return !isOpera && !userAgent.includes("Gecko/") && userAgent.includes("Chrome/")
}

export const body = (status: number, userAgent: string): Buffer =>
  Buffer.from(page(status) + (wantsPadding(userAgent) ? padding : ""), "latin1")
