import type * as z from 'zod';
import { parseAmount, sumAmounts, type Amount } from '../decimal.ts';
import { EngineError } from '../errors.ts';
import type { FactorOf } from '../factor.ts';
import {
  distinct,
  distinctTexts,
  finishFigure,
  noteFactors,
  operandOf,
  warningsOf,
  type Context,
  type Figure,
  type Operand,
} from '../figure.ts';
import { gwpAmount, selectGwp } from '../gwp.ts';
import type { Method } from '../method.ts';
import { commonParameters, grids, gwpSet } from '../parameters.ts';
import { parseUnit } from '../unit.ts';
import { combustion } from './combustion.ts';
import { refrigerant } from './refrigerant.ts';
import { scope2 } from './scope2.ts';

const parameters = commonParameters.extend({ gwpSet, grids });
type Parameters = z.output<typeof parameters>;

/** A part of a total: CO2e and CO2 count as they are, another gas by its potential. */
interface Part {
  readonly figure: Figure;
  readonly gwp: FactorOf<'gwp'> | null;
}

/** The inventory of an organisation: combustion, refrigerants and both scope 2 figures, with totals in CO2e. */
export const inventory: Method<Parameters> = {
  id: 'inventory',
  version: 1,
  title: 'Greenhouse gas inventory, scopes 1 and 2',
  standard:
    'GHG Protocol Corporate Standard (2004), chapters 4 and 9; Scope 2 Guidance (2015); ISO 14064-1:2018, clause 6',
  parameters,
  compute: computeInventory,
};

function computeInventory(context: Context, chosen: Parameters): Figure[] {
  const direct = [...combustion.compute(context, chosen), ...refrigerant.compute(context, chosen)];
  const electricity = scope2.compute(context, chosen);
  const location = electricity.filter((figure) => figure.key === 'scope2/location');
  const market = electricity.filter((figure) => figure.key === 'scope2/market');
  return [
    ...direct,
    ...electricity,
    ...totalFigures('scope1/total', 1, direct, chosen.gwpSet, context),
    ...totalFigures('total/location', null, [...direct, ...location], chosen.gwpSet, context),
    ...totalFigures('total/market', null, [...direct, ...market], chosen.gwpSet, context),
  ];
}

/** A total adds its parts as they are shown, so that a reader's sum agrees; of no parts there is none. */
function totalFigures(
  key: string,
  scope: number | null,
  figures: readonly Figure[],
  set: string,
  context: Context,
): Figure[] {
  if (figures.length === 0) return [];
  const parts = figures.map((figure) => ({ figure, gwp: selectPartGwp(figure, set, context) }));
  const gwps = parts.flatMap(({ gwp }) => gwp ?? []);
  return [
    finishFigure(
      {
        key,
        amount: sumAmounts(parts.map(weighPart)),
        unit: 't{CO2e}',
        method: 'inventory@1',
        scope,
        categories: distinctTexts(figures.flatMap(({ detail }) => detail.categories)),
        gases: distinctTexts(figures.flatMap(({ detail }) => detail.gases)),
        gwpSet: set,
        geographies: distinctTexts(figures.flatMap(({ detail }) => detail.geographies)),
        factors: distinct([
          ...figures.flatMap(({ detail }) => detail.factors),
          ...noteFactors(gwps.map((gwp) => ['GWP', gwp])),
        ]),
        covers: figures.map(({ key: part, unit, detail }) => ({ key: part, unit, gases: detail.gases })),
        formula: 'sum(part[i] * GWP[i]); t{CO2e} counts as it is, CO2 by its GWP, 1 by definition',
        operands: parts.flatMap(operandsOfPart),
        warnings: [...figures.flatMap(({ detail }) => detail.derivation.warnings), ...warningsOf(gwps)],
      },
      context,
    ),
  ];
}

/**
 * Returns the potential by which a part counts, null where it is 1 by definition.
 * @throws EngineError `mixed-gases` when the part is CO2e under another set, or of no gas
 */
function selectPartGwp({ key, unit, detail }: Figure, set: string, context: Context): FactorOf<'gwp'> | null {
  const { substance } = parseUnit(unit);
  if (substance === 'CO2') return null;
  if (substance === 'CO2e' && detail.gwpSet === set) return null;
  if (substance === null || substance === 'CO2e') {
    throw new EngineError(
      'mixed-gases',
      `${key} is ${unit} under ${detail.gwpSet ?? 'no set'}, not ${set}`,
      unit,
    );
  }
  return selectGwp(substance, set, context.period, context);
}

function weighPart({ figure, gwp }: Part): Amount {
  const amount = parseAmount(figure.value);
  return gwp === null ? amount : amount.times(gwpAmount(gwp));
}

function operandsOfPart({ figure, gwp }: Part, index: number): Operand[] {
  const part = { name: `part[${index + 1}]`, value: figure.value, unit: figure.unit, key: figure.key };
  return gwp === null ? [part] : [part, operandOf(`GWP[${index + 1}]`, gwp.row)];
}
