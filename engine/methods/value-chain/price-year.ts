import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Row } from '../../rows/row.ts';

/** An amount of money that states no price year: `{EUR}`, and not `{EUR-2019}`. */
const WITHOUT_YEAR = /(?:^|[./(])\{([A-Z]{3})\}/;

/**
 * Throws where a unit has a currency without a price year. Money of two years is not the same, and neither is that of two currencies, or
 * of basic and purchaser's prices: each is a unit of its own, such as `{EUR-2019}` and `{EUR-2019-basic}`, and only a conversion factor
 * in `{EUR-2019}/{USD-2023}` leads from one to the other.
 * @throws EngineError `missing-price-year`
 */
export function refuseUndatedPrice(row: Row): void {
  const currency = WITHOUT_YEAR.exec(row.unit.text)?.[1];
  if (currency === undefined) return;
  const text =
    `${row.key} is in ${row.unit.text}, which does not say the year of its prices: write the year after the currency, as in ` +
    `{${currency}-2023}, or {${currency}-2023-basic} where prices are basic, not purchaser's`;
  throw new EngineError('missing-price-year', text, row.unit.text, placeOf(row, 'unit'));
}
