import { type Hex, isHex } from '../../../core/encoding/hex.ts';
import { parseWith, subjectSchema } from '../../../core/encoding/schema.ts';
import { type KindName, KINDS } from '../../../core/records/kind.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { parseParty } from '../id-arguments.ts';

/** A stream as the command line names it. */
export interface NamedStream {
  /** Null for the party of the record. */
  readonly party: Hex | null;
  readonly kind: KindName;
  readonly subject: string;
}

/**
 * Returns the stream in a text such as `result/inventory/2024`, or `lei:529900T8BM49AURSDO55/result/inventory/2024` for another party than
 * that of the record.
 * @throws UsageError `option`; BadInput `subject-syntax`, `identifier-…`
 */
export function parseStream(text: string): NamedStream {
  const [first = '', ...others] = text.split('/');
  const isParty = first.includes(':') || isHex(first, 32);
  const [kind = '', ...subject] = isParty ? others : [first, ...others];
  if (!isKind(kind))
    throw new UsageError(
      'option',
      `${text} is not a stream: expected <kind>/<subject> or <party>/<kind>/<subject>, with the kind ${Object.keys(KINDS).join(', ')}`,
    );
  return {
    party: isParty ? parseParty(first) : null,
    kind,
    subject: parseWith(subjectSchema, subject.join('/')),
  };
}

function isKind(text: string): text is KindName {
  return Object.hasOwn(KINDS, text);
}

/** Returns a stream as a query of the server names it. */
export function formatStream({ party, kind, subject }: NamedStream): string {
  return [...(party === null ? [] : [party]), kind, subject].join(':');
}
