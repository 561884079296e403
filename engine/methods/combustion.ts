import { selectActivities } from '../rows/activity.ts';
import { selectFactor, type FactorOf } from '../factors/factor.ts';
import type { Draft } from '../figures/draft.ts';
import { distinctTexts, selectionOf, type MethodContext } from '../figures/figure.ts';
import { describeUses, Shapes, sumTerms } from '../figures/terms.ts';
import { commonParameters, type CommonParameters } from './parameters.ts';
import type { RowOf } from '../rows/row.ts';
import { rowsAbout, rowsWhere, type RowIndex } from '../rows/row-index.ts';
import type { DetailOf } from '../rows/row-detail.ts';
import type { Method } from './method.ts';
import { selectOxidation, shapeOfUse, type FormulaFactor } from './fuel.ts';

type Detail = DetailOf<'emission-factor'>;
type Use = RowOf<'fuel-use'>;

/** A gas that is computed for a fuel. CO2 is split by origin; other gases are not (`origin` is null). */
interface Emission {
  readonly gas: Detail['gas'];
  readonly origin: Detail['origin'] | null;
}

const FORMULA = { symbol: 'AD', energy: 'TJ' };
const FOSSIL: Emission = { gas: 'CO2', origin: 'fossil' };
const BIOGENIC: Emission = { gas: 'CO2', origin: 'biogenic' };
const OTHERS: readonly Emission[] = [
  { gas: 'CH4', origin: null },
  { gas: 'N2O', origin: null },
];

/** Fuel combustion by the IPCC formula AD × NCV × EF × OF, in tonnes of each gas. Biogenic CO2 is outside the scopes. */
export const combustion: Method<CommonParameters> = {
  id: 'combustion',
  version: 2,
  title: 'Stationary combustion of fuels, by the IPCC formula',
  standard:
    '2006 IPCC Guidelines, volume 2, chapter 2, equation 2.1, with calorific values of chapter 1, table 1.2; GHG Protocol Corporate Standard (2004), chapter 9 (biogenic CO2 reported separately)',
  reads: ['fuel-use', 'net-calorific-value', 'emission-factor', 'oxidation'],
  parameters: commonParameters,
  figures: [
    {
      key: 'scope1/combustion/{fuel}/{gas}',
      unit: 't{gas}',
      meaning:
        'Mass of a gas from burning a fuel: AD × NCV × EF × OF. OF only for CO2; NCV only where AD is not an energy.',
    },
    {
      key: 'biogenic/combustion/{fuel}/CO2',
      unit: 't{CO2}',
      meaning: 'CO2 of biogenic origin from burning a fuel. It is not part of any scope or total.',
    },
  ],
  traps: [
    'Factors per gross calorific value are 5 to 10 % lower than factors per net value. The rows here are per net value.',
    'Biogenic CO2 is not part of scope 1 and is shown separately. CH4 and N2O are part of scope 1 for every origin.',
    'Well-to-tank factors describe the supply of the fuel, not its combustion. They are ignored.',
    "IPCC's default CO2 factors assume full oxidation. An oxidation above 1 is an error. Oxidation does not change CH4 and N2O.",
  ],
  compute: computeCombustion,
};

function computeCombustion(context: MethodContext): Draft[] {
  const uses = Map.groupBy(
    selectActivities(context.rows, 'fuel-use', context.period),
    ({ detail }) => detail.fuel,
  );
  return distinctTexts(uses.keys()).flatMap((fuel) =>
    emissionsOf(fuel, context.rows).map((emission) =>
      draftEmission(fuel, emission, uses.get(fuel)!, context),
    ),
  );
}

/** Returns the gases to compute: fossil CO2 unless all factors are biogenic, and the others where factors exist. */
function emissionsOf(fuel: string, rows: RowIndex): Emission[] {
  const exists = (emission: Emission): boolean => findEmissionFactors(fuel, emission, rows).length > 0;
  const isBiogenic = exists(BIOGENIC);
  return [
    ...(isBiogenic && !exists(FOSSIL) ? [] : [FOSSIL]),
    ...(isBiogenic ? [BIOGENIC] : []),
    ...OTHERS.filter(exists),
  ];
}

function draftEmission(
  fuel: string,
  emission: Emission,
  uses: readonly Use[],
  context: MethodContext,
): Draft {
  const { gas } = emission;
  const isOutside = emission === BIOGENIC;
  const shapes = new Shapes();
  return {
    key: `${isOutside ? 'biogenic' : 'scope1'}/combustion/${fuel}/${gas}`,
    unit: `t{${gas}}`,
    method: 'combustion@2',
    scope: isOutside ? null : 1,
    gases: [gas],
    gwpSet: null,
    ...describeUses(uses),
    expression: sumTerms(uses, selectionOf(context, 'fuel-use', { fuel }), (use) =>
      shapeOfUse(use, FORMULA, selectFactors(use, emission, context), shapes, context),
    ),
  };
}

/** CO2 needs oxidation: fuel that does not burn emits none. Factors of CH4 and N2O refer to the fuel as used. */
function selectFactors(use: Use, emission: Emission, context: MethodContext): FormulaFactor[] {
  const factor = selectEmissionFactor(use, emission, context);
  const emitted = { symbol: 'EF', factor, unit: 't/TJ', substance: emission.gas };
  if (emission.gas !== 'CO2') return [emitted];
  return [emitted, { symbol: 'OF', factor: selectOxidation(use, context), unit: '1', substance: null }];
}

function selectEmissionFactor(
  use: Use,
  emission: Emission,
  { rows, proxies }: MethodContext,
): FactorOf<'emission-factor'> {
  const { fuel, geography } = use.detail;
  const what = `${emission.gas} factor of ${fuel}`;
  const sought = { what, period: use, geography, by: use, column: 'detail.fuel' };
  return selectFactor(findEmissionFactors(fuel, emission, rows), sought, proxies);
}

function findEmissionFactors(
  fuel: string,
  { gas, origin }: Emission,
  rows: RowIndex,
): readonly RowOf<'emission-factor'>[] {
  return rowsWhere(
    rowsAbout(rows, 'emission-factor', fuel),
    `${gas} ${origin}`,
    ({ detail }) =>
      detail.gas === gas && detail.basis === 'combustion' && (origin === null || detail.origin === origin),
  );
}
