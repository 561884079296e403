/** What keeps a local service from starting, as one line that says what to do; for people, without a stack. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
  readonly code: StartProblemCode;

  constructor(code: StartProblemCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export type StartProblemCode =
  | 'already-running'
  | 'damaged'
  | 'died'
  | 'no-api'
  | 'not-installed'
  | 'not-permitted'
  | 'other-version'
  | 'port-in-use';
