import { UserFacingError } from '../../core/errors.ts';

/** What keeps a local service from starting, as one line that says what to do; for people, without a stack. */
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
