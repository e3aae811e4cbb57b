/** Alerts as mail, over SMTP. */
import { isIP } from "node:net"
import * as Effect from "effect/Effect"
import * as Payload from "../../../src/canary/alerts/Payload.ts"
import { AlertFailed, type Parcel, type Target } from "../../../src/ports/AlertSink.ts"
import * as Reach from "./Reach.ts"

type Email = Extract<Target, { readonly kind: "email" }>

const withinMillis = 30_000

interface SmtpError {
  readonly code?: string
  readonly responseCode?: number
  readonly command?: string
}

/** Codes from 500 on are final (RFC 5321, section 4.2.1); all else may pass. */
const failure = (host: string, error: SmtpError): AlertFailed => {
  const { code = "no connection", responseCode, command } = error
  const what = responseCode === undefined ? code : `${responseCode} to ${command ?? "a command"}`
  return new AlertFailed({
    retry: responseCode === undefined ? code !== "EENVELOPE" : responseCode < 500,
    reason: `the mail server ${host} refused or failed (${what})`,
  })
}

const optionsOf = (target: Email, address: string) => ({
  host: address,
  port: target.port,
  secure: target.tls === "tls",
  requireTLS: target.tls === "starttls",
  ignoreTLS: target.tls === "none",
  // the address is called, the name is what its certificate has to be for
  tls: isIP(target.host) === 0 ? { servername: target.host } : {},
  ...(target.user === null ? {} : { auth: { user: target.user, pass: target.password ?? "" } }),
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
  disableFileAccess: true,
  disableUrlAccess: true,
})

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1)

export const deliver = (target: Email, { id, alert }: Parcel): Effect.Effect<void, AlertFailed> =>
  Effect.gen(function* () {
    const { createTransport } = yield* Effect.promise(() => import("nodemailer"))
    const { address } = yield* Reach.resolve(target.host, target.allowPrivate)
    const transport = createTransport(optionsOf(target, address))
    const { rejected } = yield* Effect.tryPromise({
      try: () =>
        transport.sendMail({
          from: target.from,
          to: [...target.to],
          subject: alert.subject,
          text: Payload.mail(alert),
          date: new Date(alert.at),
          // the same in each attempt: mail servers and readers drop what they have
          messageId: `<${id}@${domainOf(target.from)}>`,
          headers: { "Auto-Submitted": "auto-generated" },
        }),
      catch: (error) => failure(target.host, error as SmtpError),
    }).pipe(
      Effect.timeoutFail({
        duration: withinMillis,
        onTimeout: () =>
          new AlertFailed({
            retry: true,
            reason: `the mail server ${target.host} does not answer in time`,
          }),
      }),
      Effect.ensuring(Effect.sync(() => transport.close())),
    )
    // sent again, it would come twice to those that took it
    if (rejected.length > 0)
      yield* Effect.logWarning(
        `the mail server ${target.host} refused ${rejected.length} of ${target.to.length} recipients`,
      )
  })
