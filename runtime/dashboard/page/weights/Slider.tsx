/** A number that is moved or typed, and what it comes to. */

export const Slider = (props: {
  readonly name: string
  readonly label: string
  readonly value: number
  readonly top: number
  readonly step?: number
  readonly note: string
  readonly set: (value: number) => void
}) => {
  const { name, label, value, top, step = 1, note, set } = props
  const id = `slider-${name}`
  const change = (text: string) => {
    const next = Number(text)
    if (text !== "" && Number.isFinite(next) && next >= 0) set(step === 1 ? Math.round(next) : next)
  }
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={Math.max(top, value)}
        step={step}
        value={value}
        aria-valuetext={note === "" ? String(value) : `${value}, ${note}`}
        onInput={(event) => change(event.currentTarget.value)}
      />
      <input
        type="number"
        min={0}
        step={step}
        value={value}
        aria-label={`${label}, as a number`}
        onInput={(event) => change(event.currentTarget.value)}
      />
      <output for={id}>{note}</output>
    </div>
  )
}
