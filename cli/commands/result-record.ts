import { randomBytes } from 'node:crypto';
import { createDraft, type Draft } from '../../client/records/draft.ts';
import { entriesOfRun, type MadeRun } from '../../client/records/result-entries.ts';
import { saltEntries } from '../../client/records/salts.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS } from '../../core/records/kind.ts';
import type { StreamName } from '../../core/records/record.ts';
import { type DomainOptions, findDomain } from '../options/domain-options.ts';
import { parseParty } from '../options/id-arguments.ts';
import { readStatement, type StatementOptions } from '../options/statement-options.ts';
import { findPlace, type PlaceOptions } from '../options/stream-place.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** The party, subject and statement of a result record. */
export interface ResultOptions extends StatementOptions, DomainOptions, Partial<PlaceOptions> {
  readonly subject?: string;
  readonly public?: boolean;
}

/** Returns party and subject of a result record. @throws UsageError `option` if one is missing */
export function checkResultOptions({ party, subject }: ResultOptions): { party: string; subject: string } {
  if (party !== undefined && subject !== undefined) return { party, subject };
  throw new UsageError('option', '--record also needs --party and --subject');
}

/** Returns the unsigned record of a run: its figures, the entry `run`, and its inputs as sources. @throws UsageError `option`; BadInput; ApiError */
export async function draftResult(terminal: Terminal, run: MadeRun, options: ResultOptions): Promise<Draft> {
  const { party, subject } = checkResultOptions(options);
  const stream: StreamName = { party: parseParty(party), kind: KINDS.result, subject };
  const { entries, secret } = saltEntries(
    entriesOfRun(run),
    options.public === true ? 'none' : 'derived',
    () => randomBytes(32),
  );
  return createDraft({
    domain: await findDomain(terminal, options),
    record: {
      ...stream,
      ...(await findPlace(terminal, { ...options, party }, stream)),
      sources: run.result.used.map(({ record }) => record as Hex),
    },
    statement: await readStatement(terminal, options, null),
    entries,
    secret,
    public: options.public === true,
  });
}
