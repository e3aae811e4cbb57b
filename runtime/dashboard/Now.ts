/** The present moment as state, moved on so that "2 min ago" stays true. */
import { useEffect, useState } from "preact/hooks"

export const useNow = (everyMillis = 10_000): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMillis)
    return () => clearInterval(timer)
  }, [everyMillis])
  return now
}
