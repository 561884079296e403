import type { BundleRecord, ShownEntry } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { isEqualJson, type JsonObject } from '../encoding/json.ts';
import { KINDS, nameOfKind } from '../records/kind.ts';
import { type Citation, isMalformedCitation, readCitation, readRelabelling } from '../records/derivation.ts';
import type { RunFigure } from './engine.ts';
import type { CheckName } from './policy.ts';
import { type Finding, fail } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/** An entry that cites a figure of a result. */
export interface Citing {
  readonly record: Hex;
  readonly entry: ShownEntry;
  readonly citation: Citation;
}

/** What is wrong with a citation, and the check that reports it. */
export interface CitationFault {
  readonly check: CheckName;
  readonly record: Hex;
  readonly finding: Finding;
}

/** Returns the entries shown in records that cite figures. */
export function listCitations(records: readonly Pick<BundleRecord, 'id' | 'entries'>[]): Citing[] {
  return records.flatMap(({ id, entries }) =>
    entries.shown.flatMap((entry) => {
      const citation = readCitation(entry.detail);
      return citation === null ? [] : [{ record: id, entry, citation }];
    }),
  );
}

/**
 * Verifies that each citation can be followed: it is well formed; a disclosure cites results of its own party, among its sources and
 * under the same key; and the result shows that it holds the figure, with the same value, unit and period. Needs no engine (§10, §11).
 */
export function verifyCitations(context: VerificationContext): CitationFault[] {
  const malformed = context.bundle.records.flatMap((record) =>
    record.entries.shown
      .filter(({ detail }) => isMalformedCitation(detail))
      .map((entry) => ({ check: 'format' as const, record: record.id, finding: failMalformed(entry) })),
  );
  const entriesOf = indexEntries(context);
  const followed = listCitations(context.bundle.records).flatMap((citing) =>
    [
      { check: 'sources' as const, finding: judgeSource(context, citing) },
      { check: 'reperformance' as const, finding: judgeFigure(entriesOf, citing) },
    ].flatMap(({ check, finding }) => (finding === null ? [] : [{ check, record: citing.record, finding }])),
  );
  return [...malformed, ...followed];
}

function failMalformed({ key, detail }: ShownEntry): Finding {
  const { derivation } = detail as { derivation: unknown };
  return fail(
    'citation-malformed',
    `${key} names a result, but not as a citation: expected an id in result, a key in key, and a text in relabelled if it is there`,
    null,
    derivation,
  );
}

function judgeSource(
  { byId }: VerificationContext,
  { record: id, entry, citation: { result, key } }: Citing,
): Finding | null {
  const { record } = byId.get(id)!;
  const isDisclosure = record.kind === KINDS.disclosure;
  if (!isDisclosure && record.kind !== KINDS.result) return null;
  const cited = byId.get(result)?.record;
  if (!record.sources.includes(result))
    return fail(
      'citation-source',
      `${entry.key} cites ${result}, which is not among the sources of the ${nameOfKind(record.kind)}`,
      record.sources,
      result,
    );
  // The inputs of a result may be of other parties (§10).
  const isOwn = cited?.party === record.party || !isDisclosure;
  if (cited !== undefined && (cited.kind !== KINDS.result || !isOwn))
    return fail(
      'citation-source',
      `${entry.key} cites ${result}, which is not a result${isDisclosure ? ' of the disclosure’s party' : ''}`,
      { kind: KINDS.result, party: isDisclosure ? record.party : cited.party },
      { kind: cited.kind, party: cited.party },
    );
  if (key !== entry.key && readRelabelling(entry.detail) === null)
    return fail(
      'citation-key',
      `${entry.key} cites the figure ${key}, without a reason (relabelled)`,
      key,
      entry.key,
    );
  return null;
}

/** The entries that a record shows and shows as absent, by key. */
interface KnownEntries {
  readonly all: boolean;
  readonly shown: ReadonlyMap<string, ShownEntry>;
  readonly absent: ReadonlySet<string>;
}

/** Returns a function that gives the entries of a record, each indexed once; undefined where the file lacks the record. */
function indexEntries({ byId }: VerificationContext): (id: Hex) => KnownEntries | undefined {
  const known = new Map<Hex, KnownEntries>();
  return (id) => {
    const found = known.get(id);
    const entries = byId.get(id)?.entries;
    if (found !== undefined || entries === undefined) return found;
    const indexed = {
      all: entries.all,
      shown: new Map(entries.shown.map((entry) => [entry.key, entry])),
      absent: new Set(entries.absent.map(({ key }) => key)),
    };
    known.set(id, indexed);
    return indexed;
  };
}

function judgeFigure(
  entriesOf: (id: Hex) => KnownEntries | undefined,
  { record, entry, citation: { result, key } }: Citing,
): Finding | null {
  const cited = entriesOf(result);
  if (cited === undefined) return null;
  const figure = cited.shown.get(key);
  if (figure !== undefined) return compareCited(record, entry, figure);
  if (!cited.all && !cited.absent.has(key)) return null;
  return fail(
    'citation-absent',
    `${entry.key} cites the figure ${key}, which ${result} does not hold`,
    key,
    null,
  );
}

/** Returns a failure if an entry differs from the figure that it cites in value, unit or period. */
export function compareCited(record: Hex, entry: ShownEntry, figure: RunFigure | ShownEntry): Finding | null {
  const [expected, actual] = [quote(figure), quote(entry)];
  if (isEqualJson(expected, actual)) return null;
  return fail(
    'figure-differs',
    `${entry.key} of ${record} differs from the figure that it cites`,
    expected,
    actual,
  );
}

function quote({ value, unit, from, until }: RunFigure | ShownEntry): JsonObject {
  return { value, unit, from, until };
}
