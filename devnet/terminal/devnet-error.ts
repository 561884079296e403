import { UserFacingError } from '../../core/errors.ts';

/** A local service cannot start. The message is one line that says what to do; the stack is not shown. */
export class DevnetError extends UserFacingError<DevnetErrorCode> {
  override readonly name = 'DevnetError';
}

export type DevnetErrorCode =
  | 'already-running'
  | 'damaged'
  | 'died'
  | 'halted'
  | 'not-installed'
  | 'not-permitted'
  | 'option'
  | 'other-version'
  | 'port-in-use';
