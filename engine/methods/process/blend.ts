import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { selectFactor, type FactorOf } from '../../factors/factor.ts';
import { canonicalGas } from '../../factors/gas-names.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { ONE, sumAmounts } from '../../quantities/decimal.ts';
import { convertAmount, parseUnit } from '../../quantities/unit.ts';
import { rowsOfType, rowsWhere } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';

type Leak = RowOf<'refrigerant-leak'>;

/** One gas of what leaked; `share` is its part of the mass of a blend, null where the gas is all of it. */
export interface Component {
  readonly gas: string;
  readonly share: FactorOf<'blend-share'> | null;
}

/**
 * Returns the canonical name of a refrigerant: of a gas that of the table of names, of a blend that of the rows of its composition,
 * whatever the case and hyphens.
 */
export function nameRefrigerant(stated: string, context: MethodContext): string {
  return listShares(stated, context)[0]?.detail.blend ?? canonicalGas(stated);
}

/**
 * Returns the gases of a leak: those of the blend where rows give its composition, else the gas itself.
 * @throws EngineError as `selectFactor`; `missing-factor` for a blend without composition and GWP; `out-of-range` where the shares do not add up to 1
 */
export function listComponents(leak: Leak, context: MethodContext): Component[] {
  const { gas: stated } = leak.detail;
  const shares = listShares(stated, context);
  if (shares.length === 0) {
    refuseUnknownBlend(leak, context);
    return [{ gas: canonicalGas(stated), share: null }];
  }
  const gases = distinctTexts(shares.map(({ detail }) => canonicalGas(detail.gas)));
  const components = gases.map((gas) => {
    const ofGas = rowsWhere(shares, gas, ({ detail }) => canonicalGas(detail.gas) === gas);
    const sought = { what: `share of ${gas} in ${stated}`, period: leak, by: leak, column: 'detail.gas' };
    return { gas, share: selectFactor(ofGas, sought, context.proxies) };
  });
  const rows = components.map(({ share }) => share.row);
  const sum = sumAmounts(rows.map(({ amount, unit }) => convertAmount(amount, unit, parseUnit('1'))));
  if (sum.minus(ONE).isZero()) return components;
  const text = `the shares of ${stated} add up to ${String(sum)}, expected 1: ${rows.map(({ key }) => key).join(', ')}`;
  throw new EngineError('out-of-range', text, String(sum), placeOf(rows[0]!, 'value'));
}

/** Blends in the 400 and 500 series of ANSI/ASHRAE 34. */
const BLEND = /^R-?([45]\d\d)[A-Z]?$/i;

/**
 * The blends among them with gases of the Montreal Protocol, by number (ANSI/ASHRAE 34, as in data/blends.csv; 505
 * and 506 are not there). These gases are outside the scopes,
 * so a GWP of the whole blend does not say what is in scope 1.
 */
const OUTSIDE =
  '401 402 403 405 406 408 409 411 412 414 415 416 418 420 500 501 502 503 504 505 506 509'.split(' ');

/** Throws where nothing gives the composition of a blend, nor a GWP of the blend itself that can stand for it. */
function refuseUnknownBlend(leak: Leak, { rows }: MethodContext): void {
  const { gas } = leak.detail;
  const number = BLEND.exec(gas)?.[1];
  if (number === undefined) return;
  const isOutside = OUTSIDE.includes(number);
  if (!isOutside && rowsOfType(rows, 'gwp').some(({ detail }) => detail.gas === gas)) return;
  const why = isOutside ? ' with gases of the Montreal Protocol, which are outside the scopes' : '';
  const text = `${leak.key} needs the composition of ${gas}, a blend${why}: add a row blend-share for each of its gases (data/blends.csv has many blends)`;
  throw new EngineError('missing-factor', text, gas, placeOf(leak, 'detail.gas'));
}

function listShares(stated: string, { rows }: MethodContext): readonly RowOf<'blend-share'>[] {
  const name = fold(stated);
  return rowsWhere(rowsOfType(rows, 'blend-share'), name, ({ detail }) => fold(detail.blend) === name);
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll('-', '');
}
