import { OtherLinesError } from '../../jobs/register/earlier-results.ts';
import { ExplainedRefusal } from '../../jobs/compute/explain-refusal.ts';
import { SketchError } from '../../jobs/register/draft-record.ts';
import { NoContractError } from '../../jobs/verify/new-policy.ts';
import { WorkError } from '../../jobs/work/work-error.ts';
import { RefreshError } from '../../jobs/refresh/refresh-error.ts';
import { ReplayError } from '../../jobs/replay/replay-error.ts';
import { KeyFileError } from '../../chain/keys/key-file.ts';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import { BadInput, FailedCheck } from '../../core/errors.ts';
import { PublicationError } from '../../core/publication/publication-error.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import { SearchFilterError } from '../../engine/search/factor-query.ts';
import { ChainError, UnreadableInput, UsageError } from '../terminal/usage-error.ts';
import { ApiError } from '../../client/http/api-error.ts';
import type { ExitName } from '../../core/exit-codes.ts';
import { DatasetRefused } from '../../tables/cells/table-problem.ts';
import { formatApiError } from './api-hints.ts';
import { formatOffers } from './offers-text.ts';
import { formatTableProblems } from './table-problems.ts';
import { plainText } from './text-format.ts';

/** An error with which a command line ends. */
export interface Failure {
  readonly exit: ExitName;
  readonly code: string;
  readonly message: string;
  /** What a program may want to know besides. */
  readonly details?: unknown;
  /** What a person reads after `error (code)`: the place, if it is known, and the message. */
  readonly text: string;
}

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
  SearchFilterError,
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
function exitOfError(error: unknown): ExitName {
  if (error instanceof RefreshError) return error.exit;
  if (USAGE_ERRORS.some((kind) => error instanceof kind)) return 'usage';
  if (error instanceof FailedCheck || error instanceof WorkError) return 'refused';
  if (error instanceof ApiError) return error.isTemporary ? 'unavailable' : 'refused';
  if (error instanceof ChainError) return error.code === 'chain-unreachable' ? 'unavailable' : 'refused';
  if (error instanceof ReaderError) return 'unavailable';
  if (error instanceof PublicationError) return PUBLICATION_EXITS[error.code] ?? 'usage';
  if (error instanceof ReplayError) return REPLAY_EXITS[error.code];
  return 'internal';
}

/** Returns what the user reads about an error that a command threw. */
export function describeFailure(error: unknown): Failure {
  const exit = exitOfError(error);
  if (exit === 'internal' || !(error instanceof Error)) return describeInternal(error);
  const code = 'code' in error ? String(error.code) : error.name;
  const message = describeMessage(error);
  const details = detailsOf(error);
  return {
    exit,
    code,
    message,
    text: formatText(error, message),
    ...(details === undefined ? {} : { details }),
  };
}

function describeInternal(error: unknown): Failure {
  const message =
    error instanceof Error
      ? `internal error, please report: ${error.message}`
      : `internal error: ${String(error)}`;
  return { exit: 'internal', code: 'internal', message, text: `: ${plainText(message)}` };
}

function describeMessage(error: Error): string {
  if (error instanceof DatasetRefused) return formatTableProblems(error);
  return error instanceof ApiError ? formatApiError(error) : error.message;
}

function detailsOf(error: Error): unknown {
  if (error instanceof ApiError) return error.details ?? undefined;
  if (error instanceof DatasetRefused) return error.details;
  if (error instanceof BadInput) return error.path === '' ? undefined : { path: error.path };
  if (!(error instanceof EngineError)) return undefined;
  const found = error instanceof ExplainedRefusal ? error.found : null;
  return { value: error.value, row: error.row, ...(found === null ? {} : { offers: found }) };
}

function formatText(error: Error, message: string): string {
  if (error instanceof EngineError) {
    const found = error instanceof ExplainedRefusal ? error.found : null;
    const offers = found === null ? '' : `\n${formatOffers(found)}`;
    return `${formatPlace(error)}: ${plainText(message)}${offers}`;
  }
  // Only a list of problems has lines of its own, whose texts are plain already.
  return `: ${error instanceof DatasetRefused ? message.replaceAll('\n', '\n  ') : plainText(message)}`;
}

function shorten(id: string): string {
  return `${id.slice(0, 12)}…`;
}

/** Returns the place of an error: key and record of the row, if it concerns one, and the column, if it concerns one. */
function formatPlace(error: EngineError): string {
  const { row } = error;
  if (row === null) return '';
  const shown = error instanceof ExplainedRefusal && error.file !== null ? error.file : shorten(row.record);
  const record = row.record === '' ? [] : [plainText(shown)];
  const name = [...(row.key === '' ? [] : [plainText(row.key)]), ...record].join(' of ');
  return ` in ${[name, plainText(row.column)].filter((part) => part !== '').join(', ')}`;
}
