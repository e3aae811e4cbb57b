/**
 * A model's file as llama.cpp reads it: GGUF version 3, little endian, with matrices in halves.
 * Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
import { closeSync, openSync, writeSync } from "node:fs"

export type Value =
  | { readonly is: "uint32" | "float32"; readonly value: number }
  | { readonly is: "string"; readonly value: string }
  | { readonly is: "strings"; readonly value: ReadonlyArray<string> }
  | { readonly is: "int32s"; readonly value: ReadonlyArray<number> }

/** Rows one after the other; a vector is one row. */
export interface Tensor {
  readonly name: string
  readonly rows: number
  readonly columns: number
  readonly isVector: boolean
  readonly numbers: Float32Array
}

const alignment = 32
const codes = { uint32: 4, int32: 5, float32: 6, string: 8, array: 9 } as const
const types = { float32: 0, float16: 1 } as const

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const uint64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}
const float32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}
const text = (value: string): Buffer => {
  const bytes = Buffer.from(value, "utf8")
  return Buffer.concat([uint64(bytes.length), bytes])
}

const list = (code: number, items: ReadonlyArray<Buffer>): Buffer =>
  Buffer.concat([uint32(codes.array), uint32(code), uint64(items.length), ...items])

const encoded = (value: Value): Buffer => {
  switch (value.is) {
    case "uint32":
      return Buffer.concat([uint32(codes.uint32), uint32(value.value)])
    case "float32":
      return Buffer.concat([uint32(codes.float32), float32(value.value)])
    case "string":
      return Buffer.concat([uint32(codes.string), text(value.value)])
    case "strings":
      return list(codes.string, value.value.map(text))
    case "int32s":
      return list(codes.int32, value.value.map(uint32))
  }
}

/** Bits of the nearest half (IEEE 754 binary16), ties away from zero; subnormals become zero. */
const half = (value: number): number => {
  if (value === 0) return 0
  const sign = value < 0 ? 0x8000 : 0
  const size = Math.min(Math.abs(value), 65_504)
  const exponent = Math.floor(Math.log2(size))
  if (exponent < -14) return sign
  const bits = ((exponent + 15) << 10) + Math.round((size / 2 ** exponent - 1) * 1024)
  return sign | bits
}

const data = ({ isVector, numbers }: Tensor): Buffer => {
  if (isVector) return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength)
  const bytes = Buffer.alloc(numbers.length * 2)
  for (let at = 0; at < numbers.length; at++)
    if (numbers[at] !== 0) bytes.writeUInt16LE(half(numbers[at]!), at * 2)
  return bytes
}

const padding = (length: number): Buffer =>
  Buffer.alloc((alignment - (length % alignment)) % alignment)

export const write = (
  path: string,
  values: Readonly<Record<string, Value>>,
  tensors: ReadonlyArray<Tensor>,
): void => {
  const pairs = Object.entries(values)
  const infos: Array<Buffer> = []
  let offset = 0
  for (const { name, rows, columns, isVector } of tensors) {
    const dimensions = isVector ? [columns] : [columns, rows]
    const type = isVector ? types.float32 : types.float16
    infos.push(text(name), uint32(dimensions.length), ...dimensions.map(uint64))
    infos.push(uint32(type), uint64(offset))
    const bytes = rows * columns * (isVector ? 4 : 2)
    offset += bytes + padding(bytes).length
  }
  const head = Buffer.concat([
    Buffer.from("GGUF"),
    uint32(3),
    uint64(tensors.length),
    uint64(pairs.length),
    ...pairs.flatMap(([key, value]) => [text(key), encoded(value)]),
    ...infos,
  ])
  const file = openSync(path, "w")
  try {
    for (const part of [head, ...tensors.map(data)]) {
      writeSync(file, part)
      writeSync(file, padding(part.length))
    }
  } finally {
    closeSync(file)
  }
}
