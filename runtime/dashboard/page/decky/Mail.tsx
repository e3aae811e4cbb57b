/** Mailboxes as threads, newest first. */
import * as Answer from "../../Answer.ts"
import * as Client from "../../Client.ts"
import * as Format from "../../Format.ts"
import { Loaded } from "../../part/Loaded.tsx"
import { Pager } from "../../part/Pager.tsx"
import * as Route from "../../Route.ts"
import type { Page, Thread } from "../../Wire.ts"

const limit = 30

const listed = (to: string | ReadonlyArray<string>): string =>
  typeof to === "string" ? to : to.join(", ")

const One = ({ thread }: { readonly thread: Thread }) => {
  const last = thread.messages.at(-1)
  const people = new Set(thread.messages.map(({ from }) => from.split("@")[0]!))
  return (
    <li>
      <details>
        <summary>
          <b>{thread.subject}</b>
          <small>
            {Format.counted(thread.messages.length, "mail")} · {[...people].join(", ")} ·{" "}
            {Format.time(last?.ts)}
          </small>
        </summary>
        <ol>
          {thread.messages.map((message) => (
            <li key={message.message_id}>
              <span class="nowrap soft">{Format.time(message.ts)}</span> {message.from}{" "}
              <span class="soft">to</span> {listed(message.to)}
              {message.subject !== thread.subject && <small>{message.subject}</small>}
            </li>
          ))}
        </ol>
      </details>
    </li>
  )
}

export const Mail = ({ uuid, offset }: { readonly uuid: string; readonly offset: number }) => {
  const answer = Answer.use<Page<Thread>>(
    `/deckies/${encodeURIComponent(uuid)}/threads${Client.query({ limit, offset })}`,
  )
  return (
    <section aria-labelledby="mail">
      <h2 id="mail">Mail</h2>
      <Loaded answer={answer} what="the mail">
        {(page) =>
          page.data.length === 0 ? (
            <p class="none">No mail yet. Threads need two people and a mail service.</p>
          ) : (
            <>
              <p class="soft">{Format.counted(page.total, "thread")}, times in UTC</p>
              <ul class="threads">
                {page.data.map((thread) => (
                  <One key={thread.thread_id} thread={thread} />
                ))}
              </ul>
              <Pager
                total={page.total}
                limit={limit}
                offset={offset}
                what="threads"
                go={(next) => Route.go(Route.to(["deckies", uuid, "mail"], { offset: next }))}
              />
            </>
          )
        }
      </Loaded>
    </section>
  )
}
