import { CommanderError } from 'commander';
import { OtherLinesError } from '../../jobs/register/earlier-results.ts';
import { SketchError } from '../../jobs/register/draft-record.ts';
import { NoContractError } from '../../jobs/verify/new-policy.ts';
import { RefreshError } from '../../jobs/refresh/refresh-error.ts';
import { ReplayError } from '../../jobs/replay/replay-error.ts';
import { KeyFileError } from '../../chain/keys/key-file.ts';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import { BadInput, FailedCheck } from '../../core/errors.ts';
import { PublicationError } from '../../core/publication/publication-error.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import { ChainError, UnreadableInput, UsageError } from './usage-error.ts';
import { ApiError } from '../../client/http/api-error.ts';
import type { ExitName } from '../../core/exit-codes.ts';
import { DatasetRefused } from '../../tables/table-problem.ts';

/** Errors that the user can fix with another command, option or file. */
const USAGE_ERRORS = [
  UsageError,
  NoContractError,
  OtherLinesError,
  SketchError,
  UnreadableInput,
  DatasetRefused,
  KeyFileError,
  BadInput,
  EngineError,
];

const REPLAY_EXITS: Readonly<Record<ReplayError['code'], ExitName>> = {
  'state-damaged': 'usage',
  'state-differs': 'usage',
  'state-locked': 'unavailable',
  'state-unusable': 'unavailable',
  'chain-differs': 'unchecked',
  'replayer-refused': 'refused',
  'not-replayed': 'refused',
};

/** Other codes are of an operator's programs. */
const PUBLICATION_EXITS: Readonly<Partial<Record<PublicationError['code'], ExitName>>> = {
  'copy-unreadable': 'unavailable',
  'copy-lacks': 'unchecked',
  'copy-damaged': 'unchecked',
};

/** Returns the exit code that belongs to an error. */
export function exitOfError(error: unknown): ExitName {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 'ok' : 'usage';
  if (error instanceof RefreshError) return error.exit;
  if (USAGE_ERRORS.some((kind) => error instanceof kind)) return 'usage';
  if (error instanceof FailedCheck) return 'refused';
  if (error instanceof ApiError) return error.isTemporary ? 'unavailable' : 'refused';
  if (error instanceof ChainError) return error.code === 'chain-unreachable' ? 'unavailable' : 'refused';
  if (error instanceof ReaderError) return 'unavailable';
  if (error instanceof PublicationError) return PUBLICATION_EXITS[error.code] ?? 'usage';
  if (error instanceof ReplayError) return REPLAY_EXITS[error.code];
  return 'internal';
}
