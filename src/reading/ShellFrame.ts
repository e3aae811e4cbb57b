/** The compound commands of the shell: what is open, and which word may come next. */

export type Frame =
  | { readonly kind: "if"; stage: "condition" | "then" | "else" }
  | { readonly kind: "loop"; stage: "head" | "body" }
  | { readonly kind: "case"; stage: "word" | "pattern" | "body" }
  | { readonly kind: "brace" }

/** Whether a reserved word leaves the reader where the next command may start. */
export const reserved = (
  fail: (fault: string) => void,
  frames: Array<Frame>,
  token: string,
): boolean | undefined => {
  const top = frames.at(-1)
  const expect = (ok: boolean, then: () => void): true => {
    if (ok) then()
    else fail(`unexpected ${token}`)
    return true
  }
  switch (token) {
    case "if":
      frames.push({ kind: "if", stage: "condition" })
      return true
    case "then":
      return expect(top?.kind === "if" && top.stage === "condition", () => {
        if (top?.kind === "if") top.stage = "then"
      })
    case "elif":
    case "else":
      return expect(top?.kind === "if" && top.stage === "then", () => {
        if (top?.kind === "if") top.stage = token === "else" ? "else" : "condition"
      })
    case "fi":
      expect(top?.kind === "if" && top.stage !== "condition", () => frames.pop())
      return false
    case "while":
    case "until":
      frames.push({ kind: "loop", stage: "head" })
      return true
    case "for":
    case "select":
      frames.push({ kind: "loop", stage: "head" })
      return false
    case "do":
      return expect(top?.kind === "loop" && top.stage === "head", () => {
        if (top?.kind === "loop") top.stage = "body"
      })
    case "done":
      expect(top?.kind === "loop" && top.stage === "body", () => frames.pop())
      return false
    case "case":
      frames.push({ kind: "case", stage: "word" })
      return false
    case "esac":
      expect(top?.kind === "case" && top.stage !== "word", () => frames.pop())
      return false
    case "{":
      frames.push({ kind: "brace" })
      return true
    case "}":
      expect(top?.kind === "brace", () => frames.pop())
      return false
    case "!":
    case "time":
      return true
    default:
      return undefined
  }
}
