import { UserFacingError } from '../../core/errors.ts';
import type { ExitName } from '../../core/exit-codes.ts';
import type { VerifyCode } from '../../core/verify/result.ts';
import { isFault, type ReplayCode } from '../replay/replay-codes.ts';

/** A proof file cannot be refreshed: the code is one of verification, or one of a replay. The message says where, and what to do next. */
export class RefreshError extends UserFacingError<VerifyCode | ReplayCode> {
  override readonly name = 'RefreshError';
  /** `refused`: something is wrong. `unchecked`: something could not be read, and another copy or a later time may help. */
  readonly exit: ExitName;

  constructor(
    code: VerifyCode | ReplayCode,
    message: string,
    exit: 'refused' | 'unchecked',
    cause?: unknown,
  ) {
    super(code, message, cause);
    this.exit = exit;
  }
}

/** Returns the error for what a replay found at a batch. */
export function failAtBatch(code: ReplayCode, batch: number, message: string, cause?: unknown): RefreshError {
  const next = isFault({ code })
    ? 'Compare with another copy and another endpoint; ledger replay shows all that is wrong'
    : 'Name another copy or endpoint, or try again later';
  return new RefreshError(
    code,
    `batch ${batch}: ${message.replace(/\.$/, '')}. Nothing was written. ${next}`,
    isFault({ code }) ? 'refused' : 'unchecked',
    cause,
  );
}
