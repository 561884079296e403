import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { isStated, type Period, type Row, type RowOf } from '../../rows/row.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import { isWithin } from '../place.ts';

/** A row that states the good that it is about: one that was made, or that was used to make another. */
export type GoodRow = RowOf<'goods' | 'precursor'>;

/** The regulated good that a CN code names. */
export type Regulated = RowOf<'cbam-good'>;

/** Returns the unit per which the emissions of a good are stated: tonnes, or MW.h for electricity. */
export function unitOfGood({ unit }: Row): 't' | 'MW.h' {
  return unit.dimension === parseUnit('MW.h').dimension ? 'MW.h' : 't';
}

/**
 * Returns the `cbam-good` row that says which emissions of a good count: the one with the most digits of its CN code.
 * @throws EngineError `bad-detail` without a code, `missing-factor` without a row, `ambiguous-factor` where longer codes decide
 */
export function findRegulated(
  row: GoodRow,
  { rows, period }: Pick<MethodContext, 'rows' | 'period'>,
): Regulated {
  const { good, cn } = row.detail;
  if (cn === undefined) {
    const text = `${row.key}: which emissions of ${good} count depends on its CN code: add detail.cn, such as 72083900`;
    throw new EngineError('bad-detail', text, cn, placeOf(row, 'detail.cn'));
  }
  const valid = rowsOfType(rows, 'cbam-good').filter((each) => holdsIn(each, period));
  const longer = valid.find(({ detail }) => detail.cn.length > cn.length && detail.cn.startsWith(cn));
  if (longer !== undefined) {
    const text = `${row.key}: the CN code ${cn} is too short to tell which emissions count, as ${longer.detail.cn} does: add more of its digits`;
    throw new EngineError('ambiguous-factor', text, cn, placeOf(row, 'detail.cn'));
  }
  const [found] = valid
    .filter(({ detail }) => cn.startsWith(detail.cn))
    .sort((a, b) => b.detail.cn.length - a.detail.cn.length);
  if (found !== undefined) return found;
  const text =
    `${row.key}: no cbam-good row is about the CN code ${cn} of ${good}: add one (cbam-goods.csv has those of ` +
    `Regulation (EU) 2023/956), or remove the row if the good is not under CBAM`;
  throw new EngineError('missing-factor', text, cn, placeOf(row, 'detail.cn'));
}

/** Returns the row that exempts the place of a good; null where none does, or the good states no place. */
export function findExempt(
  { detail: { geography } }: GoodRow,
  { rows, period }: Pick<MethodContext, 'rows' | 'period'>,
): RowOf<'cbam-exempt'> | null {
  if (geography === undefined) return null;
  const isExempting = (row: RowOf<'cbam-exempt'>): boolean =>
    isWithin(geography, row.detail.geography) && holdsIn(row, period);
  return rowsOfType(rows, 'cbam-exempt').find(isExempting) ?? null;
}

/** Whether a row is valid in the whole of a period. */
function holdsIn(row: Row, period: Period): boolean {
  return !isStated(row) || (row.from <= period.from && period.until <= row.until);
}
