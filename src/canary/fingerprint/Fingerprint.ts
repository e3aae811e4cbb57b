/** What a browser told of itself: a plain value, and a digest by which two of them are compared. */
import * as Schema from "effect/Schema"
import * as Bytes from "../../bytes/Bytes.ts"
import * as Wire from "./Wire.ts"

export interface Fingerprint {
  readonly userAgent: string
  /** BCP 47, as preferred. */
  readonly languages: ReadonlyArray<string>
  readonly platform: string | undefined
  /** Logical processors. */
  readonly cores: number | undefined
  /** Gibibytes, rounded by the browser. */
  readonly memory: number | undefined
  readonly touchPoints: number | undefined
  /** Whether a program says that it drives the browser. */
  readonly automated: boolean | undefined
  readonly plugins: number | undefined
  readonly screen: Screen | undefined
  /** IANA. */
  readonly zone: string | undefined
  /** East of UTC. */
  readonly offsetMinutes: number | undefined
  /** Hashes of what was drawn and of what was rendered as sound. */
  readonly canvas: string | undefined
  readonly audio: string | undefined
  readonly webgl: { readonly vendor: string; readonly renderer: string } | undefined
  /** Those of the list that are installed, sorted. */
  readonly fonts: ReadonlyArray<string>
  /** SHA-256 of all of the above: the same browser, the same digest, from whichever page. */
  readonly digest: string
}

export interface Screen {
  readonly width: number
  readonly height: number
  readonly availableWidth: number
  readonly availableHeight: number
  readonly colorDepth: number
  readonly pixelRatio: number
}

const text = (max: number) => Schema.String.pipe(Schema.maxLength(max))
const whole = (low: number, high: number) => Schema.Int.pipe(Schema.between(low, high))
const hash = Schema.String.pipe(Schema.pattern(/^[0-9a-f]{1,8}-[0-9a-f]{1,8}$/))
const pixels = Schema.Number.pipe(Schema.between(0, 100_000))

/** Of each field, what may stand on the wire; null where the browser would not say. */
const shapes = {
  userAgent: text(1024),
  languages: Schema.NullOr(Schema.Array(text(64)).pipe(Schema.maxItems(32))),
  platform: Schema.NullOr(text(128)),
  cores: Schema.NullOr(whole(0, 4096)),
  memory: Schema.NullOr(Schema.Number.pipe(Schema.between(0, 65_536))),
  touchPoints: Schema.NullOr(whole(0, 1024)),
  automated: Schema.NullOr(Schema.Boolean),
  plugins: Schema.NullOr(whole(0, 10_000)),
  screen: Schema.NullOr(Schema.Tuple(pixels, pixels, pixels, pixels, pixels, pixels)),
  zone: Schema.NullOr(text(64)),
  offset: Schema.NullOr(whole(-1000, 1000)),
  canvas: Schema.NullOr(hash),
  webgl: Schema.NullOr(Schema.Tuple(Schema.NullOr(text(512)), Schema.NullOr(text(512)))),
  audio: Schema.NullOr(hash),
  fonts: Schema.NullOr(
    Schema.String.pipe(Schema.pattern(/^[01]+$/), Schema.length(Wire.fonts.length)),
  ),
} satisfies Record<Wire.Field, Schema.Schema.AnyNoContext>

const Told = Schema.Struct(shapes)
const decode = Schema.decodeUnknownOption(Told)

/** From the values of a wire, in its order; undefined where they are not what was asked for. */
export const ofValues = (values: unknown, wire: Wire.Wire): Fingerprint | undefined => {
  if (!Array.isArray(values) || values.length !== Wire.fields.length) return undefined
  const named = Object.fromEntries(wire.fieldOrder.map((field, at) => [field, values[at]]))
  const decoded = decode(named)
  if (decoded._tag === "None") return undefined
  const told = decoded.value
  const [width, height, availableWidth, availableHeight, colorDepth, pixelRatio] = told.screen ?? []
  const said: Omit<Fingerprint, "digest"> = {
    userAgent: told.userAgent,
    languages: told.languages ?? [],
    platform: told.platform ?? undefined,
    cores: told.cores ?? undefined,
    memory: told.memory ?? undefined,
    touchPoints: told.touchPoints ?? undefined,
    automated: told.automated ?? undefined,
    plugins: told.plugins ?? undefined,
    screen:
      told.screen === null
        ? undefined
        : {
            width: width!,
            height: height!,
            availableWidth: availableWidth!,
            availableHeight: availableHeight!,
            colorDepth: colorDepth!,
            pixelRatio: pixelRatio!,
          },
    zone: told.zone ?? undefined,
    offsetMinutes: told.offset === null ? undefined : 0 - told.offset,
    canvas: told.canvas ?? undefined,
    audio: told.audio ?? undefined,
    webgl:
      told.webgl === null
        ? undefined
        : { vendor: told.webgl[0] ?? "", renderer: told.webgl[1] ?? "" },
    fonts: wire.fontOrder.filter((_, at) => told.fonts?.[at] === "1").toSorted(),
  }
  return { ...said, digest: Bytes.sha256(Bytes.ofText(JSON.stringify(said))) }
}
