/** Parts of a page, each with an address of its own. */

export interface Tab {
  readonly name: string
  readonly href: string
  readonly isHere: boolean
}

export const Tabs = ({
  label,
  tabs,
}: {
  readonly label: string
  readonly tabs: ReadonlyArray<Tab>
}) => (
  <nav class="tabs" aria-label={label}>
    <ul>
      {tabs.map(({ name, href, isHere }) => (
        <li key={name}>
          <a href={href} {...(isHere ? { "aria-current": "page" as const } : {})}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
