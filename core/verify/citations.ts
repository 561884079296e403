import type { Bundle, ShownEntry } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { isEqualJson, type JsonObject } from '../encoding/json.ts';
import { type Citation, readCitation } from '../records/derivation.ts';
import type { Figures, RunFigure } from './engine.ts';
import { type Finding, fail, pass } from './result.ts';

/** An entry that cites a figure of a result. */
export interface Citing {
  readonly record: Hex;
  readonly entry: ShownEntry;
  readonly citation: Citation;
}

/** Returns the entries shown in a proof file that cite figures. */
export function listCitations({ records }: Bundle): Citing[] {
  return records.flatMap(({ id, entries }) =>
    entries.shown.flatMap((entry) => {
      const citation = readCitation(entry.detail);
      return citation === null ? [] : [{ record: id, entry, citation }];
    }),
  );
}

/** Returns the finding on the results, unless an entry that cites one of their figures has another value, unit or period. */
export function compareCitations(
  found: Finding,
  citations: readonly Citing[],
  computed: ReadonlyMap<Hex, Figures>,
): Finding {
  if (found.result === 'fail') return found;
  let same = 0;
  for (const { record, entry, citation } of citations) {
    const figure = computed.get(citation.result)?.get(citation.key);
    if (figure === undefined) continue;
    const [expected, actual] = [quote(figure), quote(entry)];
    if (!isEqualJson(expected, actual))
      return fail(
        'figure-differs',
        `${entry.key} of ${record} differs from the figure that it cites`,
        expected,
        actual,
      );
    same += 1;
  }
  if (found.result !== 'pass') return found;
  const others = citations.length - same;
  const citing = [
    ...(same > 0 ? [`${countEntries(same)} citing them with the same values`] : []),
    ...(others > 0 ? [`${countEntries(others)} citing figures that are not from a run`] : []),
  ];
  return pass([found.basis, ...citing].join('; '));
}

/** Returns a number of entries in words. */
export function countEntries(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

function quote({ value, unit, from, until }: RunFigure | ShownEntry): JsonObject {
  return { value, unit, from, until };
}
