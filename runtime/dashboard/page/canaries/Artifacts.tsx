/** The files of a piece of bait. */
import * as Format from "../../Format.ts"
import type { Artifact } from "../../Wire.ts"

export const Artifacts = ({ files }: { readonly files: ReadonlyArray<Artifact> }) => (
  <>
    {files.map(({ path, bytes, mode, text }, index) => (
      <details key={path} open={index === 0} class="artifact">
        <summary>
          <code>{path}</code>{" "}
          <small>
            {Format.mode(mode)} · {Format.bytes(bytes)}
          </small>
        </summary>
        {text === null ? (
          <p class="none">Not text.</p>
        ) : (
          <pre class="text" tabIndex={0} role="region" aria-label={`Text of ${path}`}>
            {text}
          </pre>
        )}
      </details>
    ))}
  </>
)
