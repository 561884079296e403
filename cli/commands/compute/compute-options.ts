import { availableParallelism } from 'node:os';
import type { ComputeRequest } from '../../../jobs/compute/compute-figures.ts';
import type { Approach } from '../../../jobs/compute/own-parameters.ts';
import type { DocumentOptions } from '../../options/document-options.ts';
import { parsePartyName } from '../../options/id-arguments.ts';
import type { ReaderOptions } from '../../options/reader-options.ts';
import type { RecordOptions } from '../../options/record/record-options.ts';
import { parseThreads } from '../../options/threads.ts';
import { type PictureAsked, type PictureOptions, readPictureOptions } from '../../output/picture-file.ts';
import { checkSolutionFile } from '../../output/solution-file.ts';
import type { CommonOptions } from '../../terminal/command-context.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';

/** The options of `ledger compute`, as they are written. */
export interface ComputeOptions
  extends
    CommonOptions,
    ReaderOptions,
    DocumentOptions,
    PictureOptions,
    Omit<RecordOptions, 'party' | 'subject'> {
  readonly parameters?: string;
  readonly groups?: readonly string[];
  readonly take?: readonly string[];
  readonly missing?: 'refuse' | 'leave-out';
  readonly intervals?: '1' | '2' | 'both';
  readonly solution?: string;
  readonly save?: string;
  readonly strict?: boolean;
  readonly refuseWarnings?: boolean;
  readonly threads?: string;
  readonly pool?: readonly string[];
  readonly record?: string;
  readonly party?: string;
  readonly subject?: string;
}

/** What the options ask for besides the figures. */
export interface Asked {
  readonly target: (RecordOptions & { readonly file: string }) | null;
  readonly picture: PictureAsked | null;
  /** The file of the solution. */
  readonly solution: string | null;
  readonly threads: number;
  /** Parties that draw random numbers; none: this machine. */
  readonly pools: readonly string[];
}

/** @throws UsageError `option`, `file-exists` */
export function readAsked(terminal: Terminal, options: ComputeOptions): Asked {
  const { record, solution = null, threads } = options;
  const target = record === undefined ? null : requireTarget(record, options);
  const picture = readPictureOptions(terminal, options);
  if (options.pool !== undefined && options.key === undefined)
    throw new UsageError('option', 'pools work for a party of the ledger: sign in with --key <key file>');
  if (solution !== null) checkSolutionFile(terminal, solution);
  return {
    ...{ target, picture, solution, pools: (options.pool ?? []).map(parsePartyName) },
    threads: threads === undefined ? availableParallelism() : parseThreads(threads),
  };
}

/** Returns the options of the record to build. @throws UsageError `option` if party or subject is missing */
function requireTarget(file: string, options: ComputeOptions): RecordOptions & { readonly file: string } {
  const { party, subject } = options;
  if (party !== undefined && subject !== undefined) return { ...options, party, subject, file };
  throw new UsageError('option', '--record also needs --party and --subject');
}

/** Returns what a run refuses, and whether the entries of its record are needed. */
export function askFor(
  { target, picture }: Asked,
  { strict, refuseWarnings, save }: ComputeOptions,
): Pick<ComputeRequest, 'leftOut' | 'warnings' | 'entries'> {
  return {
    leftOut: strict === true ? 'refused' : 'listed',
    warnings: refuseWarnings === true ? 'refused' : 'listed',
    entries: target === null && picture === null && save === undefined ? 'not-needed' : 'listed',
  };
}

/** Returns how intervals are computed; null where none are asked for. */
export function readApproach(text: ComputeOptions['intervals']): Approach | null {
  if (text === undefined) return null;
  return text === 'both' ? text : text === '1' ? 1 : 2;
}
