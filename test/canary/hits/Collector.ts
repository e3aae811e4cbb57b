/** What a token's collector would send, in as many requests as are asked for. */
import { nonceOf } from "../../../src/canary/fingerprint/Nonce.ts"
import * as Wire from "../../../src/canary/fingerprint/Wire.ts"
import type { HttpSeen } from "../../../src/canary/Hit.ts"
import type { Token } from "../../../src/canary/Token.ts"

const told: Readonly<Record<Wire.Field, unknown>> = {
  userAgent: "Mozilla/5.0",
  languages: ["en-GB"],
  platform: "Linux x86_64",
  cores: 4,
  memory: null,
  touchPoints: 0,
  automated: false,
  plugins: 5,
  screen: [1280, 720, 1280, 700, 24, 1],
  zone: "Europe/London",
  offset: -60,
  canvas: "1a2b-3c4d",
  webgl: null,
  audio: "ffffffff-0",
  fonts: "1".repeat(Wire.fonts.length),
}

/** One whose collector asks for images and leaves its words as they are. */
export const tokenOf = (slug: string): Token => {
  const fitting = Array.from({ length: 500 }, (_, at): Token => ({
    slug,
    secret: at.toString(16).padStart(64, "0"),
  })).find((each) => {
    const { transport, codec } = Wire.wireOf(each)
    return transport === "image" && codec === "plain"
  })
  return fitting!
}

export const requests = (
  token: Token,
  run: string,
  total: number,
  changes: Partial<Record<Wire.Field, unknown>> = {},
): ReadonlyArray<HttpSeen> => {
  const wire = Wire.wireOf(token)
  const nonce = nonceOf(token)
  const all = { ...told, ...changes }
  const data = JSON.stringify(wire.fieldOrder.map((field) => all[field]))
  const size = Math.ceil(data.length / total)
  return Array.from({ length: total }, (_, index) => {
    const values = { nonce, run, index, total, data: data.slice(index * size, (index + 1) * size) }
    const query = wire.partOrder
      .map((part) => `${wire.names[part]}=${encodeURIComponent(String(values[part]))}`)
      .join("&")
    return {
      method: "GET",
      target: `/img/x.gif?${query}`,
      headers: [["User-Agent", "Mozilla/5.0 Firefox/128.0"]],
      body: "",
    }
  })
}
