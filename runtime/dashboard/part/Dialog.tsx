/** A question or a form over the page; Escape and the button close it. */
import type { ComponentChildren } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"

export const Dialog = (props: {
  readonly title: string
  readonly close: () => void
  readonly isWide?: boolean
  readonly children: ComponentChildren
}) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const shown = dialog.current
    const opener = document.activeElement
    if (shown !== null && !shown.open) shown.showModal()
    return () => {
      shown?.close()
      // a dialog that is taken out of the page gives the focus back to nobody
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      class={props.isWide === true ? "wide" : ""}
      aria-labelledby="dialog-title"
      // browsers may close it without asking
      onClose={props.close}
      onCancel={(event) => {
        event.preventDefault()
        props.close()
      }}
    >
      <header>
        <h2 id="dialog-title">{props.title}</h2>
        <button type="button" class="quiet" aria-label="Close" onClick={props.close}>
          ×
        </button>
      </header>
      {props.children}
    </dialog>
  )
}
