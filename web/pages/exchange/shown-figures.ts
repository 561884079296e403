import { orderFigures } from '../../components/record/figure-order.ts';
import { readClaim } from '../../../jobs/verify/figure-claims.ts';
import type { Judged } from '../../verification/verdict/report.tsx';

/** A figure of a disclosure as its proof file shows it, without what nobody reads in a list. */
export interface ShownFigure {
  readonly key: string;
  readonly value: string | null;
  readonly unit: string;
  /** Unix seconds; (0, 0) without a period. */
  readonly from: number;
  readonly until: number;
  /** The detail by which the key is named; null where nothing names it. */
  readonly detail: unknown;
  /** The key under which the cited result has it; null where that is the same, or nothing is cited. */
  readonly cited: string | null;
}

/** Returns the figures that a proof file shows, totals first. */
export function listShownFigures({ outcome: { summary, bundle } }: Judged): ShownFigure[] {
  if (bundle === null || summary === null) return [];
  const details = new Map(
    bundle.records[0]!.entries.shown.map(
      (entry) => [entry.key, readClaim(entry, { bundle, summary }).namedBy] as const,
    ),
  );
  const cited = new Map(summary.relabelled.map((each) => [each.key, each.cited] as const));
  return orderFigures(summary.figures).map(({ key, value, unit, from, until }) => ({
    ...{ key, value, unit, from, until },
    detail: details.get(key) ?? null,
    cited: cited.get(key) ?? null,
  }));
}
