/** PNG as Chromium writes it (8 bits, no interlace) made small: at most 256 colours in a palette. */
import { deflateSync, inflateSync } from "node:zlib"
import { crc32 } from "../../../src/canary/documents/Zip.ts"

interface Picture {
  readonly width: number
  readonly height: number
  /** 0xRRGGBB by pixel. */
  readonly pixels: Uint32Array
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** PNG specification, 9.4: what a byte is told as the difference to. */
const paeth = (left: number, up: number, corner: number): number => {
  const [byLeft, byUp, byCorner] = [
    Math.abs(up - corner),
    Math.abs(left - corner),
    Math.abs(left + up - 2 * corner),
  ]
  return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner
}

export const read = (png: Buffer): Picture => {
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  const [depth, type] = [png[24], png[25]]
  if (depth !== 8 || (type !== 2 && type !== 6))
    throw new Error(`PNG of type ${type}, ${depth} bits`)
  const data: Array<Buffer> = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  const raw = inflateSync(Buffer.concat(data))
  const step = type === 6 ? 4 : 3
  const stride = width * step
  const pixels = new Uint32Array(width * height)
  let above = new Uint8Array(stride)
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1)
    const filter = raw[start]!
    const line = new Uint8Array(stride)
    for (let x = 0; x < stride; x++) {
      const left = x < step ? 0 : line[x - step]!
      const corner = x < step ? 0 : above[x - step]!
      const up = above[x]!
      const told = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!
      line[x] = raw[start + 1 + x]! + told
    }
    for (let x = 0; x < width; x++)
      pixels[y * width + x] =
        (line[x * step]! << 16) | (line[x * step + 1]! << 8) | line[x * step + 2]!
    above = line
  }
  return { width, height, pixels }
}

const distance = (a: number, b: number): number =>
  ((a >> 16) - (b >> 16)) ** 2 +
  (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 +
  ((a & 255) - (b & 255)) ** 2

/** Coarse cells first, so that what is small and coloured keeps its colour; then what is common. */
const paletteOf = (counts: ReadonlyMap<number, number>): ReadonlyArray<number> => {
  const common = [...counts].sort(([a, m], [b, n]) => n - m || a - b)
  const cells = new Map<number, { readonly colour: number; count: number }>()
  for (const [colour, count] of common) {
    const cell = colour & 0xe0e0e0
    const found = cells.get(cell)
    if (found === undefined) cells.set(cell, { colour, count })
    else found.count += count
  }
  const first = [...cells.values()].sort((a, b) => b.count - a.count || a.colour - b.colour)
  return [
    ...new Set(
      [...first.slice(0, 128), ...common.map(([colour]) => ({ colour }))].map(
        (each) => each.colour,
      ),
    ),
  ].slice(0, 256)
}

const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

export const write = ({ width, height, pixels }: Picture): Buffer => {
  const counts = new Map<number, number>()
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
  const palette = paletteOf(counts)
  const nearest = new Map<number, number>()
  for (const colour of counts.keys()) {
    let best = 0
    for (let at = 1; at < palette.length; at++)
      if (distance(colour, palette[at]!) < distance(colour, palette[best]!)) best = at
    nearest.set(colour, best)
  }
  const raw = Buffer.alloc(height * (width + 1))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      raw[y * (width + 1) + 1 + x] = nearest.get(pixels[y * width + x]!)!
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]))),
    chunk("IDAT", deflateSync(raw, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ])
}
