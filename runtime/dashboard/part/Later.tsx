/** A page whose script is fetched when it is needed. */
import type { ComponentType } from "preact"
import { useEffect, useState } from "preact/hooks"
import { Problem } from "./Problem.tsx"

export const Later = <P extends object>({
  load,
  props,
}: {
  readonly load: () => Promise<ComponentType<P>>
  readonly props: P
}) => {
  const [held, setHeld] = useState<{ readonly Page: ComponentType<P> } | undefined>(undefined)
  const [isLost, setLost] = useState(false)
  useEffect(() => {
    load().then(
      (Page) => setHeld({ Page }),
      () => setLost(true),
    )
  }, [load])
  if (isLost) return <Problem line="This page could not be fetched. Reload it." />
  if (held === undefined)
    return (
      <p class="soft" role="status">
        Loading…
      </p>
    )
  return <held.Page {...props} />
}
