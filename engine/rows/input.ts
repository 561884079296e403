import { isHex } from '../../core/encoding/hex.ts';
import { showValue } from '../../core/errors.ts';
import { EngineError, placeOfAsked } from '../errors/engine-error.ts';

/** An entry of a dataset record as the ledger holds it (§4, §11). Further members, such as salts, are ignored. */
export interface InputEntry {
  readonly key: string;
  readonly value: string | null;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/** The stream of a record (§4), and its place in it. */
export interface InputStream {
  readonly party: string;
  readonly kind: number;
  readonly subject: string;
  readonly sequence: number;
}

/** A dataset record with all or some of its entries. Its stream is absent where it is not known, as for a table. */
export interface InputRecord {
  readonly record: string;
  readonly entries: readonly InputEntry[];
  readonly stream?: InputStream;
}

const NO_ENTRY = {} as InputEntry;

/**
 * Checks the form of the inputs, which may come from anywhere, and returns them as typed.
 * @throws EngineError `bad-inputs`, `duplicate-record`
 */
export function checkInputs(inputs: unknown): readonly InputRecord[] {
  if (!Array.isArray(inputs))
    throw new EngineError(
      'bad-inputs',
      'expected a list of {record, entries}',
      inputs,
      placeOfAsked('inputs'),
    );
  const records = new Set<string>();
  for (const input of inputs as readonly (Partial<InputRecord> | null)[]) {
    const { record, entries, stream } = input ?? {};
    if (!isHex(record, 32) || !Array.isArray(entries))
      throw refuseRecord(
        'bad-inputs',
        'expected {record, entries} with a record id (0x and 64 hex digits)',
        record,
      );
    if (records.has(record))
      throw refuseRecord('duplicate-record', `the record is given twice: ${record}`, record);
    records.add(record);
    if (stream !== undefined && !isStream(stream))
      throw refuseRecord(
        'bad-inputs',
        `expected the stream of ${record} as {party, kind, subject, sequence}`,
        record,
      );
    for (const entry of entries as readonly (InputEntry | null)[]) checkEntry(record, entry ?? NO_ENTRY);
  }
  return inputs as readonly InputRecord[];
}

function isStream(stream: unknown): stream is InputStream {
  if (typeof stream !== 'object' || stream === null) return false;
  const { party, kind, subject, sequence } = stream as Partial<InputStream>;
  return (
    typeof party === 'string' &&
    Number.isSafeInteger(kind) &&
    typeof subject === 'string' &&
    Number.isSafeInteger(sequence)
  );
}

function refuseRecord(code: 'bad-inputs' | 'duplicate-record', text: string, record: unknown): EngineError {
  const place = { record: typeof record === 'string' ? record : '', key: '', column: 'record' };
  return new EngineError(code, text, record, place);
}

function checkEntry(record: string, entry: InputEntry): void {
  const column = findFault(entry);
  if (column === null) return;
  const key = typeof entry.key === 'string' ? entry.key : '';
  const text = `${column} of entry ${JSON.stringify(key)}: expected ${EXPECTED[column]}, got ${showValue(entry[column])}`;
  throw new EngineError('bad-inputs', text, entry[column], { record, key, column });
}

/** What each member of an entry must be. */
const EXPECTED: Readonly<Record<keyof InputEntry, string>> = {
  key: 'a text of at least one character',
  value: 'a decimal as text, such as "12.5", or null',
  unit: 'a text',
  from: 'unix seconds as a whole number',
  until: 'unix seconds as a whole number',
  detail: 'an object or null',
};

/** Returns the first member that does not have its type, or null. */
function findFault(entry: Readonly<Record<keyof InputEntry, unknown>>): keyof InputEntry | null {
  const { key, value, unit, from, until, detail } = entry;
  if (typeof key !== 'string' || key === '') return 'key';
  if (typeof value !== 'string' && value !== null) return 'value';
  if (typeof unit !== 'string') return 'unit';
  if (!isTime(from)) return 'from';
  if (!isTime(until)) return 'until';
  return typeof detail === 'object' ? null : 'detail';
}

function isTime(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
