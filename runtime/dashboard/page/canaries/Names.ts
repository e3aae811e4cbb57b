/** The words of bait: classes, states and judgements. */
import type { Tone } from "../../part/Badge.tsx"
import type { TokenState } from "../../Wire.ts"

export const classes = [
  "aws_creds",
  "env_file",
  "git_config",
  "ssh_key",
  "honeydoc",
  "honeydoc_docx",
  "honeydoc_pdf",
  "mysql_dump",
  "fingerprint_html",
  "fingerprint_svg",
  "kubeconfig",
  "docker_config",
  "npmrc",
  "netrc",
  "pypirc",
  "wireguard",
  "xlsx",
  "mcp_json",
] as const

export const states: ReadonlyArray<readonly [TokenState, string]> = [
  ["planted", "Laid"],
  ["pending", "Being laid"],
  ["failed", "Failed"],
  ["revoked", "Revoked"],
]

export const stateTone: Readonly<Record<TokenState, Tone>> = {
  planted: "good",
  pending: "plain",
  failed: "bad",
  revoked: "plain",
}

export const stateName = (state: TokenState): string =>
  (states.find(([each]) => each === state)?.[1] ?? state).toLowerCase()

/** How far somebody should worry. */
export const useTone = (name: string): Tone =>
  name === "likely-person"
    ? "bad"
    : name === "own-probe" || name === "resolver-echo"
      ? "plain"
      : "warn"

export const useName = (name: string): string => name.replaceAll("-", " ")
