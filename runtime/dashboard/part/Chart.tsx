/** A chart of Observable Plot in the width that there is. */
import { useEffect, useRef, useState } from "preact/hooks"

/** The width of an element as it changes; undefined until it is known. */
export const useWidth = (): readonly [
  { readonly current: HTMLDivElement | null },
  number | undefined,
] => {
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState<number | undefined>(undefined)
  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    const observer = new ResizeObserver(([entry]) => {
      const next = Math.floor(entry?.contentRect.width ?? 0)
      if (next > 0) setWidth(next)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [place, width]
}

/** `draw` has to be the same function as long as it draws the same. */
export const Chart = (props: {
  readonly label: string
  readonly draw: (width: number) => Element
}) => {
  const { draw, label } = props
  const [place, width] = useWidth()
  useEffect(() => {
    if (width === undefined || place.current === null) return
    const svg = draw(width)
    // its style element is refused by the content policy; the same rules stand in our sheet
    for (const style of svg.querySelectorAll("style")) style.remove()
    // the picture has one name; those of its parts are no roles
    for (const part of svg.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label")
    svg.setAttribute("role", "img")
    svg.setAttribute("aria-label", label)
    place.current.replaceChildren(svg)
  }, [draw, label, width, place])
  return <div ref={place} class="chart-place" />
}
