import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { FactorOf } from '../../factors/factor.ts';
import type { Draft } from '../../figures/draft.ts';
import { factorOf, type Quantity } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { Row, RowOf } from '../../rows/row.ts';
import type { Unit } from '../../quantities/unit.ts';
import { unitOfInstrument } from './instruments/instrument.ts';

const INTENSITY = 't/MW.h';

/** The unit and GWP set of a factor or an instrument, and the row and column that state them. */
interface Source {
  readonly row: Row;
  readonly column: string;
  readonly unit: Unit;
  readonly gwpSet: string | undefined;
}

/**
 * Returns the unit, gases and GWP set of a figure made with these factors and instruments.
 * @throws EngineError `mixed-gases` when they do not all have the same gas, or one has none; `mixed-gwp-sets` when CO2e is not
 * all under the same set
 */
export function describeGases(
  factors: readonly FactorOf<'grid-factor' | 'heat-factor'>[],
  instruments: readonly RowOf<'instrument'>[],
): Pick<Draft, 'unit' | 'gases' | 'gwpSet'> {
  const sources = [
    ...factors.map(({ row }) => ({ row, column: 'unit', unit: row.unit, gwpSet: row.detail.gwpSet })),
    ...instruments.map((row) => ({
      row,
      column: 'detail.factorUnit',
      unit: unitOfInstrument(row),
      gwpSet: row.detail.gwpSet,
    })),
  ];
  const [first] = sources;
  for (const source of sources) refuseOther(source, first!);
  const { unit, gwpSet } = first!;
  const details = [...factors.map(({ row }) => row.detail), ...instruments.map((row) => row.detail)];
  return {
    unit: `t{${unit.substance}}`,
    gases: distinctTexts(details.flatMap((detail) => detail.gases)),
    gwpSet: unit.substance === 'CO2e' ? gwpSet! : null,
  };
}

function refuseOther({ row, column, unit, gwpSet }: Source, first: Source): void {
  const { substance } = unit;
  if (substance === null || substance !== first.unit.substance) {
    const text =
      substance === null
        ? `${row.key} is in ${unit.text}, which names no gas: write it as in kg{CO2}/kW.h`
        : `${row.key} is a mass of ${substance}, ${first.row.key} of ${first.unit.substance}: both must be of one`;
    throw new EngineError('mixed-gases', text, unit.text, placeOf(row, column));
  }
  if (substance !== 'CO2e' || (gwpSet !== undefined && gwpSet === first.gwpSet)) return;
  const text =
    gwpSet === undefined
      ? `${row.key} is in CO2e: state its GWP set in detail.gwpSet`
      : `${row.key} has GWP set ${gwpSet}, ${first.row.key} has ${first.gwpSet}: both must have the same`;
  throw new EngineError('mixed-gwp-sets', text, gwpSet, placeOf(row, 'detail.gwpSet'));
}

/** Returns the intensity of a grid in tonnes per MW.h, as a factor of a formula. @throws EngineError `unit-mismatch` */
export function intensity(symbol: string, factor: FactorOf<'grid-factor'>): Quantity {
  return factorOf(symbol, factor, INTENSITY, factor.row.unit.substance);
}
