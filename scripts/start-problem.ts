import { Problem } from '../core/errors.ts';

/** What keeps a local service from starting, as one line that says what to do; for people, without a stack. */
export class StartProblem extends Problem<StartProblemCode> {
  override readonly name = 'StartProblem';
}

export type StartProblemCode =
  | 'already-running'
  | 'damaged'
  | 'died'
  | 'halted'
  | 'not-installed'
  | 'not-permitted'
  | 'option'
  | 'other-version'
  | 'port-in-use';
