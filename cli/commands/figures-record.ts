import { randomBytes } from 'node:crypto';
import { createDraft, type Draft } from '../../jobs/register/draft.ts';
import { saltEntries } from '../../jobs/register/salts.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { Kind } from '../../core/records/kind.ts';
import type { StreamName } from '../../core/records/record.ts';
import { type DomainOptions, findDomain } from '../options/domain-options.ts';
import { parseParty } from '../options/id-arguments.ts';
import { readStatement, type StatementOptions } from '../options/statement-options.ts';
import { findPlace, type PlaceOptions } from '../options/stream-place.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The party, subject and statement of a record of figures. */
export interface FiguresOptions extends StatementOptions, DomainOptions, PlaceOptions {
  readonly subject: string;
  readonly public?: boolean;
}

/** The figures of a record, still without salts, and the records that they come from. */
export interface FiguresContent {
  readonly entries: readonly UnsaltedEntry[];
  readonly sources: readonly Hex[];
}

/** Returns the unsigned record of figures that a program made. @throws UsageError `option`; BadInput; ApiError */
export async function draftFigures(
  terminal: Terminal,
  kind: Kind,
  content: FiguresContent,
  options: FiguresOptions,
): Promise<Draft> {
  const stream: StreamName = { party: parseParty(options.party), kind, subject: options.subject };
  const mode = options.public === true ? 'none' : 'derived';
  const { entries, secret } = saltEntries(content.entries, mode, () => randomBytes(32));
  return createDraft({
    domain: await findDomain(terminal, options),
    record: { ...stream, ...(await findPlace(terminal, options, stream)), sources: [...content.sources] },
    statement: await readStatement(terminal, options, null),
    entries,
    secret,
    public: options.public === true,
  });
}
