import { describe, expect, it } from "vitest"
import * as Stream from "../../runtime/dashboard/Stream.ts"

const body = (parts: ReadonlyArray<Uint8Array>): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      for (const part of parts) controller.enqueue(part)
      controller.close()
    },
  })

const cut = (text: string, size: number): ReadonlyArray<Uint8Array> => {
  const bytes = new TextEncoder().encode(text)
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.slice(at * size, (at + 1) * size),
  )
}

const all = async <A>(found: AsyncGenerator<A>): Promise<ReadonlyArray<A>> => {
  const out: Array<A> = []
  for await (const each of found) out.push(each)
  return out
}

describe("an event stream", () => {
  const text =
    ': hello\n\nid: 7\nevent: file\ndata: {"path":"/home/josé"}\n\n' +
    "data: one\r\ndata: two\r\n\r\nid: 9\n\nevent: lost\ndata: cut off"

  it("is the same however the bytes are cut, and drops an event that is not whole", async () => {
    for (const size of [1, 2, 3, 7, 1000])
      expect(await all(Stream.events(body(cut(text, size))))).toEqual([
        { id: "7", event: "file", data: '{"path":"/home/josé"}' },
        { id: "7", event: "message", data: "one\ntwo" },
      ])
  })
})

describe("lines", () => {
  it("come whole, the last one also without its end", async () => {
    expect(await all(Stream.lines(body(cut("a\nbé\n\nc", 1))))).toEqual(["a", "bé", "", "c"])
  })
})
