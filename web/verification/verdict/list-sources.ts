import type { Bundle, BundleRecord } from '../../../core/proofs/bundle.ts';
import { KINDS } from '../../../core/records/kind.ts';
import type { Summary } from '../../../core/verify/summary.ts';

/** Returns the records of a proof file from whose rows the figures of its subject come, in the order of the file; none for an answer or a dataset. */
export function listSources({
  bundle,
  summary,
}: {
  readonly bundle: Bundle;
  readonly summary: Summary;
}): BundleRecord[] {
  if (summary.origins === null) return [];
  const byId = new Map(bundle.records.map((record) => [record.id, record]));
  const cited = new Set(summary.basis.map(({ record }) => record));
  const found = new Set<BundleRecord>();
  const follow = ({ record }: BundleRecord): void => {
    for (const id of record.sources) {
      const source = byId.get(id);
      if (source === undefined || found.has(source)) continue;
      found.add(source);
      follow(source);
    }
  };
  follow(bundle.records[0]!);
  const isShown = ({ id, record: { kind } }: BundleRecord): boolean =>
    kind === KINDS.dataset || (kind === KINDS.result && !cited.has(id));
  return bundle.records.filter((record) => found.has(record) && isShown(record));
}
