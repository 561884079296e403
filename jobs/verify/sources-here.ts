import type { Bundle } from '../../core/proofs/bundle.ts';
import { isSetOperand, readCitation, readDerivation } from '../../core/records/derivation.ts';
import { KINDS } from '../../core/records/kind.ts';
import { isRunEntry, isSolutionEntry } from '../../core/records/run.ts';

/** How a figure can be followed in a file: `here` down to rows, `missing` where what it was made from is not shown, `none` where it names nothing. */
export type SourcesHere = 'here' | 'missing' | 'none';

/** Returns a function that tells whether a proof file shows what a figure of its subject was computed from. Details come from anyone: nothing is assumed of them. */
export function openSourcesHere({ records }: Pick<Bundle, 'records'>): (key: string) => SourcesHere {
  const [subject] = records;
  const isMade = subject?.record.kind === KINDS.result || subject?.record.kind === KINDS.disclosure;
  if (subject === undefined || !isMade) return () => 'none';
  const byId = new Map(
    records.map(({ id, entries }) => [
      id as string,
      new Map(entries.shown.map((entry) => [entry.key, entry])),
    ]),
  );
  const follow = (id: string, name: string, seen: Set<string>): SourcesHere => {
    if (seen.has(`${id} ${name}`)) return 'none';
    seen.add(`${id} ${name}`);
    const entry = byId.get(id)?.get(name);
    if (entry === undefined) return 'missing';
    if (isRunEntry(entry) || isSolutionEntry(entry)) return 'none';
    const citation = readCitation(entry.detail);
    if (citation !== null) return follow(citation.result, citation.key, seen);
    const operands = readDerivation(entry.detail)?.operands ?? [];
    const found = operands.map((operand): SourcesHere => {
      if (isSetOperand(operand)) return (byId.get(operand.record)?.size ?? 0) > 0 ? 'here' : 'missing';
      const record = operand.record ?? id;
      if (record === id) return follow(id, operand.key, seen);
      return byId.get(record)?.has(operand.key) === true ? 'here' : 'missing';
    });
    return found.includes('missing') ? 'missing' : found.includes('here') ? 'here' : 'none';
  };
  return (key) => follow(subject.id, key, new Set());
}
