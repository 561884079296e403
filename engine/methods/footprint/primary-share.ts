import type { Warning } from '../../errors/warning.ts';
import { ZERO, type Amount } from '../../quantities/decimal.ts';
import type { Row } from '../../rows/row.ts';
import type { FootprintProduct } from './parameters.ts';

/** What the share of primary data of a footprint is computed from, in tonnes per declared unit. */
export interface ShareOf {
  readonly product: FootprintProduct;
  /** What is from primary data; null where no life cycle says so. */
  readonly primary: Amount | null;
  /** The footprint without uptake. */
  readonly whole: Amount;
}

/** Says why a share of primary data is not computed; null where it is. */
export function explainNoShare({ product: { product, lifeCycle }, primary, whole }: ShareOf): string | null {
  if (lifeCycle === undefined)
    return `parameters.products names no life cycle of ${product}: compute it with life-cycle@1, or state primaryDataShare`;
  if (primary === null)
    return `no result has the figure product/${lifeCycle.unit}/primary, because no row of its processes says what its data are: state detail.data, and compute it again`;
  const isShare = !ZERO.greaterThan(primary) && whole.greaterThan(ZERO) && !primary.greaterThan(whole);
  if (isShare) return null;
  return `${String(primary.round(12))} t of ${String(whole.round(12))} t are from primary data: where parts are negative, or all are 0, there is no share`;
}

/** Warns that the share of primary data, which PACT asks for, is not computed, and says why. */
export function warnOfNoShare(share: ShareOf, { record, key }: Row): Warning[] {
  const why = explainNoShare(share);
  if (why === null) return [];
  const message = `the share of primary data of ${share.product.product} is not known: ${why}`;
  return [{ code: 'primary-share-unknown', message, row: { record, key } }];
}

export function warnOfStatedShare({ product }: FootprintProduct, { record, key }: Row): Warning {
  const message = `${key} states the share of primary data of ${product}, which is not computed from the rows of its life cycle: it counts as it is stated`;
  return { code: 'primary-share-stated', message, row: { record, key } };
}
