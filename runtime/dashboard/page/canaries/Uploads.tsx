/** Files of one's own that bait can be made of. */
import { useRef, useState } from "preact/hooks"
import * as Answer from "../../Answer.ts"
import * as Client from "../../Client.ts"
import * as Format from "../../Format.ts"
import { Loaded } from "../../part/Loaded.tsx"
import { Problem } from "../../part/Problem.tsx"
import { Table } from "../../part/Table.tsx"
import type { Blob, Page } from "../../Wire.ts"
import { adminsOnly, useIsAdmin } from "../../Who.ts"

const bytesMax = 20 * 1024 * 1024

export const Uploads = () => {
  const answer = Answer.use<Page<Blob>>("/canary/blobs?limit=200", { keep: true })
  const sending = Answer.useAct()
  const removing = Answer.useAct()
  const [said, setSaid] = useState("")
  const field = useRef<HTMLInputElement>(null)
  const isAdmin = useIsAdmin()
  const send = () =>
    sending.run(async () => {
      const file = field.current?.files?.[0]
      if (file === undefined) throw new Client.Problem(0, "Choose a file first.")
      if (file.size > bytesMax)
        throw new Client.Problem(413, `${file.name} is larger than 20 MiB; choose a smaller one.`)
      const body = new FormData()
      body.append("file", file)
      const { statement } = await Client.read<{ readonly statement?: string }>("/canary/blobs", {
        method: "POST",
        body,
      })
      setSaid(statement ?? `${file.name} is kept.`)
      if (field.current !== null) field.current.value = ""
      answer.again()
    })
  return (
    <>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <label class="grow">
          <span>A document, page or archive of at most 20 MiB</span>
          <input ref={field} type="file" disabled={!isAdmin} />
        </label>
        <button
          type="submit"
          class="main"
          disabled={!isAdmin || sending.isBusy}
          title={isAdmin ? "" : adminsOnly}
        >
          {sending.isBusy ? "Uploading…" : "Upload"}
        </button>
      </form>
      {!isAdmin && <p class="soft">{adminsOnly}</p>}
      <p role="status">{said}</p>
      <Problem line={sending.problem ?? removing.problem} />
      <Loaded answer={answer} what="the uploads">
        {({ data }) => (
          <Table
            caption="Uploads"
            none="Nothing was uploaded yet."
            rows={data}
            keyOf={({ uuid }) => uuid}
            columns={[
              { head: "Name", isName: true, cell: ({ filename }) => filename },
              { head: "Type", cell: ({ content_type }) => content_type },
              { head: "Size", isNumber: true, cell: ({ size_bytes }) => Format.bytes(size_bytes) },
              { head: "Bait of it", isNumber: true, cell: ({ tokens }) => tokens },
              { head: "By", cell: ({ uploaded_by }) => uploaded_by },
              { head: "When (UTC)", cell: ({ uploaded_at }) => Format.time(uploaded_at) },
              {
                head: "Remove",
                cell: ({ uuid, filename, tokens }) => (
                  <button
                    type="button"
                    disabled={!isAdmin || tokens > 0 || removing.isBusy}
                    title={tokens > 0 ? "Bait made of it is still laid." : ""}
                    aria-label={`Remove ${filename}`}
                    onClick={() =>
                      void removing.run(async () => {
                        await Client.read(`/canary/blobs/${encodeURIComponent(uuid)}`, {
                          method: "DELETE",
                        })
                        answer.again()
                      })
                    }
                  >
                    Remove
                  </button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}
