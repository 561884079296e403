import { parseWith, subjectSchema } from '../../../core/encoding/schema.ts';
import type { KindName } from '../../../core/records/kind.ts';
import type { DraftSketch } from '../../../jobs/register/draft-record.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { PlaceOptions } from './draft-ports.ts';
import { parseParty } from '../id-arguments.ts';
import { readStatement, requireStated, type StatementOptions } from './statement-options.ts';

/** Options that say what a record of a dataset, a result or a disclosure is. */
export interface RecordOptions extends StatementOptions, PlaceOptions {
  readonly subject: string;
  readonly public?: boolean;
}

/** Returns what the options say of a record, without its entries and sources. @throws UsageError `option`, `file-unreadable`; BadInput */
export async function readRecordOptions(
  terminal: Terminal,
  kind: KindName,
  options: RecordOptions,
): Promise<DraftSketch> {
  const statement = await readStatement(terminal, options);
  requireStated(kind, statement);
  return {
    kind,
    party: parseParty(options.party),
    subject: parseWith(subjectSchema, options.subject),
    statement,
    public: options.public === true,
  };
}
