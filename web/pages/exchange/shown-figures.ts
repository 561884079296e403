import { orderFigures } from '../../components/figure-order.ts';
import { methodOf } from '../../language/figure-names.ts';
import type { Judged } from '../../verification/verdict/report.tsx';

/** A figure of a disclosure as its proof file shows it, without what nobody reads in a list. */
export interface ShownFigure {
  readonly key: string;
  readonly value: string | null;
  readonly unit: string;
  /** Unix seconds; (0, 0) without a period. */
  readonly from: number;
  readonly until: number;
  /** What gives the key its name. */
  readonly detail: { readonly method: string } | null;
  /** The key under which the cited result has it; null where that is the same, or nothing is cited. */
  readonly cited: string | null;
}

/** Returns the figures that a proof file shows, totals first. */
export function listShownFigures({ outcome: { summary, bundle } }: Judged): ShownFigure[] {
  const details = new Map(
    bundle?.records[0]?.entries.shown.map(({ key, detail }) => [key, methodOf(detail)] as const),
  );
  const cited = new Map(summary?.relabelled.map((each) => [each.key, each.cited] as const));
  return orderFigures(summary?.figures ?? []).map(({ key, value, unit, from, until }) => {
    const method = details.get(key) ?? null;
    return {
      ...{ key, value, unit, from, until },
      detail: method === null ? null : { method },
      cited: cited.get(key) ?? null,
    };
  });
}
