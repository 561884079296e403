import { CommanderError } from 'commander';
import { KeyFileError } from '../../chain/keys/key-file.ts';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import { BadInput, FailedCheck } from '../../core/errors.ts';
import { EngineError } from '../../engine/errors.ts';
import { ApiError, ChainError, UnreadableInput, UsageError } from './errors.ts';
import type { ExitName } from './exit-codes.ts';
import { DatasetRefused } from '../tables/problem.ts';

/** Returns how the process ends after an error. */
export function exitOfError(error: unknown): ExitName {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 'ok' : 'usage';
  if (
    error instanceof UsageError ||
    error instanceof UnreadableInput ||
    error instanceof DatasetRefused ||
    error instanceof KeyFileError ||
    error instanceof BadInput ||
    error instanceof EngineError
  )
    return 'usage';
  if (error instanceof FailedCheck) return 'refused';
  if (error instanceof ApiError) return error.isTemporary ? 'unavailable' : 'refused';
  if (error instanceof ChainError) return error.code === 'chain-unreachable' ? 'unavailable' : 'refused';
  if (error instanceof ReaderError) return 'unavailable';
  return 'internal';
}
