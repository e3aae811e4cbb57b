/** The generator of each class that people write. */
import type { UserClass } from "../taxonomy/ContentClass.ts"
import type { BodyGenerator } from "./BodyGenerator.ts"
import { generator as draft } from "./Draft.ts"
import { generator as note } from "./Note.ts"
import { generator as script } from "./Script.ts"
import { generator as todo } from "./Todo.ts"

export const generators = { note, todo, draft, script } satisfies Record<UserClass, BodyGenerator>
