import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import { selectFactor, type FactorOf } from '../../factors/factor.ts';
import { factorOf, type Expression } from '../../figures/expression.ts';
import { listHeatFactors } from '../electricity/heat.ts';
import { Grids } from '../electricity/grid.ts';
import type { Row } from '../../rows/row.ts';
import type { Rules } from './emission.ts';
import type { Flow } from './network.ts';

/** What factors of heat and power are selected by. */
export interface EnergyRules extends Rules {
  /** The grid of power from outside. */
  readonly grid: string | undefined;
}

type EnergyFactor = FactorOf<'heat-factor' | 'grid-factor'>;

/** What factors of heat and power are of, where they are one number for all gases. */
const TOTALS = ['CO2', 'CO2e'];

function isTotal({ unit }: Row): boolean {
  return TOTALS.includes(unit.substance ?? '');
}

/** Returns the factor of heat from outside, or of a unit that makes a good: its own. @throws EngineError as `selectFactor` */
export function selectHeat({ material, fromUnit, streams }: Flow, { context }: EnergyRules): EnergyFactor {
  const by = streams[0]!;
  const { geography } = by.detail;
  const supplier = fromUnit ?? undefined;
  const candidates = listHeatFactors('market', { carrier: material, geography, supplier }, context).filter(
    (row) => isTotal(row) && row.detail.supplier === supplier,
  );
  const whose = supplier === undefined ? ', without a supplier' : ` with supplier ${supplier}`;
  const what = `heat-factor of ${material} (CO2 or CO2e)${whose}`;
  const sought = { what, period: context.period, geography, by, column: 'detail.material' };
  return selectFactor(candidates, sought, context.proxies);
}

/** Returns the factor of power from outside: the average mix of the grid. @throws EngineError `bad-parameters` without a grid; as `Grids` */
export function selectPower({ streams, toUnit }: Flow, { grid, context }: EnergyRules): EnergyFactor {
  const by = streams[0]!;
  if (grid === undefined) {
    const text = `parameters.grid: ${by.key} is power from outside that ${toUnit!} uses: name the grid whose factor it has`;
    throw new EngineError('bad-parameters', text, grid, placeOfAsked('parameters.grid'));
  }
  const grids = new Grids(context, {
    location: grid,
    residual: grid,
    mix: 'average',
    withoutResidual: 'refuse',
  });
  const site = { place: by.detail.geography, grid };
  const gas = grids.listAverage(site, by).find((each) => each === 'CO2e') ?? 'CO2';
  return grids.selectAverage(site, context.period, by, gas);
}

/** Returns a factor as a quantity per energy. @throws EngineError `mixed-gwp-sets` */
export function intensityOf(factor: EnergyFactor, { gwpSet }: EnergyRules): Expression {
  const { row } = factor;
  const { substance } = row.unit;
  if (substance === 'CO2e' && row.detail.gwpSet !== gwpSet) {
    const text = `${row.key}: expected GWP set ${gwpSet}, got ${row.detail.gwpSet ?? 'none'}`;
    throw new EngineError('mixed-gwp-sets', text, row.detail.gwpSet, placeOf(row, 'detail.gwpSet'));
  }
  return factorOf('EF', factor, 't/MW.h', substance);
}
