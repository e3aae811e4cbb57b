/** The facts of a release, by its name in a fleet file. */
import type { Release } from "../fleet/Decky.ts"
import type { ReleaseFacts } from "./ReleaseFacts.ts"
import { debian11 } from "./releases/debian11.ts"
import { debian12 } from "./releases/debian12.ts"
import { ubuntu2204 } from "./releases/ubuntu2204.ts"
import { ubuntu2404 } from "./releases/ubuntu2404.ts"

const facts = {
  "debian-11": debian11,
  "debian-12": debian12,
  "ubuntu-22.04": ubuntu2204,
  "ubuntu-24.04": ubuntu2404,
} satisfies Record<Release, ReleaseFacts>

export const of = (release: Release): ReleaseFacts => facts[release]
