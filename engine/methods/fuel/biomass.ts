import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { isForPlace } from '../../factors/factor.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { rowsAbout } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';
import type { Line } from './figures.ts';

/**
 * Returns the lines of a use, whose CO2 is divided into a fossil and a biogenic line where the place has a biomass fraction of the fuel. CH4 and
 * N2O are in scope 1 for both.
 * @throws EngineError `two-origins`, `double-counting`, `mixed-gases`
 */
export function divideByBiomass(
  lines: readonly Line[],
  use: RowOf<'fuel-use'>,
  { rows, proxies }: MethodContext,
): readonly Line[] {
  const { fuel, geography, origin } = use.detail;
  const fraction = rowsAbout(rows, 'biomass-fraction', fuel).find((row) =>
    isForPlace(row, geography, proxies),
  );
  if (fraction === undefined) return lines;
  if (origin !== undefined) {
    const text = `${use.key} states the origin ${origin}, and ${fraction.key} divides the carbon of ${fuel}: leave out detail.origin, or use another name for the fuel that is ${origin} alone`;
    throw new EngineError('two-origins', text, origin, placeOf(use, 'detail.origin'));
  }
  return lines.flatMap((line) => divide(line, fraction));
}

function divide(line: Line, fraction: RowOf<'biomass-fraction'>): Line[] {
  const { fuel } = fraction.detail;
  if (!line.gases.includes('CO2')) return [line];
  if (line.gas === 'CO2e') {
    const text = `${fraction.key} divides the CO2 of ${fuel}, whose factor in CO2e sums several gases: give a factor of each gas`;
    throw new EngineError('mixed-gases', text, line.gases, placeOf(fraction, 'detail.fuel'));
  }
  if (line.prefix !== 'scope1') {
    const text = `${fraction.key} gives the biogenic CO2 of ${fuel}, and so does a factor of biogenic CO2: leave out one of them`;
    throw new EngineError('double-counting', text, fuel, placeOf(fraction, 'detail.fuel'));
  }
  const partOf = (part: 'fossil' | 'biogenic'): Line['terms'] =>
    line.terms.map((term) => ({ ...term, part }));
  return [
    { ...line, source: `${line.source}, fossil part`, terms: partOf('fossil') },
    { ...line, prefix: 'biogenic', source: `${line.source}, biogenic part`, terms: partOf('biogenic') },
  ];
}
