import type { Bundle, ShownEntry } from '../../core/proofs/bundle.ts';
import { readCitation } from '../../core/records/derivation.ts';
import type { Summary } from '../../core/verify/summary.ts';

/** What a figure of a proof file is said to be, and by whom. */
export interface FigureClaim {
  /** The detail by whose method the key is named; null where the figure has another key in the result that it cites. */
  readonly namedBy: unknown;
  /** What describes the figure: the detail of the result that it cites, where the file shows it. */
  readonly detail: unknown;
  /**
   * Whose word the detail is: of the engine, which computed it again; of the result that the figure cites; or of the record itself. A
   * disclosure may describe a figure as it likes: only value, unit and period are compared with what it cites.
   */
  readonly by: 'engine' | 'result' | 'record';
}

/** Returns what an entry of the subject of a proof file is said to be. */
export function readClaim(
  { key, detail }: Pick<ShownEntry, 'key' | 'detail'>,
  { bundle, summary }: { readonly bundle: Bundle; readonly summary: Pick<Summary, 'origins'> },
): FigureClaim {
  const citation = readCitation(detail);
  const isComputed = summary.origins?.recomputed.includes(key) === true;
  if (citation === null || citation.result === bundle.records[0]!.id)
    return { namedBy: detail, detail, by: isComputed ? 'engine' : 'record' };
  const cited = bundle.records
    .find(({ id }) => id === citation.result)
    ?.entries.shown.find((entry) => entry.key === citation.key);
  const isRenamed = citation.key !== key;
  if (cited === undefined) return { namedBy: isRenamed ? null : detail, detail, by: 'record' };
  return {
    namedBy: isRenamed ? null : cited.detail,
    detail: cited.detail,
    by: isComputed ? 'engine' : 'result',
  };
}
