/** What failed, in one line beside it. */

export const Problem = ({
  line,
  again,
}: {
  readonly line: string | undefined
  readonly again?: (() => void) | undefined
}) => (
  <div role="alert" class="problem-place">
    {line !== undefined && (
      <p class="problem">
        <span>{line}</span>
        {again !== undefined && (
          <button type="button" onClick={again}>
            Try again
          </button>
        )}
      </p>
    )}
  </div>
)
