import { selectActivities } from '../rows/activity.ts';
import { EngineError, placeOf } from '../errors.ts';
import { selectFactor, type FactorOf } from '../factors/factor.ts';
import { distinctTexts, type MethodContext, type Figure } from '../figures/figure.ts';
import type { Method } from './method.ts';
import { commonParameters, type CommonParameters } from './parameters.ts';
import { sumProducts, tonnesPerUnit } from '../figures/product.ts';
import type { RowOf } from '../rows/row.ts';
import { rowsAbout } from '../rows/row-index.ts';
import { placementOf } from './montreal.ts';

type Use = RowOf<'process-activity'>;

/** Process and fugitive emissions: AD × EF, in tonnes of each gas that the factors name. */
export const processEmissions: Method<CommonParameters> = {
  id: 'process',
  version: 1,
  title: 'Process and fugitive emissions',
  standard:
    '2006 IPCC Guidelines, volume 3, chapter 1, equation 1.1; volume 2, chapter 4, equation 4.1 (fugitive emissions); GHG Protocol Corporate Standard, chapter 4',
  reads: ['process-activity', 'process-factor', 'measured-emission'],
  parameters: commonParameters,
  figures: [
    {
      key: 'scope1/{kind}/{process}/{gas}',
      unit: 't{gas}',
      meaning: 'Mass of a gas that a process emits: AD × EF, for each gas that factors name.',
    },
    {
      key: 'scope1/measured/{source}/{gas}',
      unit: 't{gas}',
      meaning: 'Mass of a gas that was measured at a source.',
    },
    ...['{kind}/{process}', 'measured/{source}'].map((name) => ({
      key: `outside-scopes/${name}/{gas}`,
      unit: 't{gas}',
      meaning: 'The same for a gas under the Montreal Protocol. It is not part of any scope or total.',
    })),
  ],
  traps: [
    'CO2 from calcination is a process emission; CO2 from the kiln fuel is combustion. No factor may cover both.',
    'A factor per tonne of clinker must not be used per tonne of cement. The unit does not show the difference; the name of the process does.',
  ],
  compute: computeProcess,
};

function computeProcess(context: MethodContext): Figure[] {
  const uses = Map.groupBy(
    selectActivities(context.rows, 'process-activity', context.period),
    ({ detail }) => `${detail.kind}/${detail.process}`,
  );
  return [
    ...distinctTexts([...uses.keys()]).flatMap((name) => computeGases(name, uses.get(name)!, context)),
    ...computeMeasured(context),
  ];
}

function computeMeasured(context: MethodContext): Figure[] {
  const rows = Map.groupBy(
    selectActivities(context.rows, 'measured-emission', context.period),
    ({ detail }) => `${detail.source}/${detail.gas}`,
  );
  return [...rows].map(([name, ofName]) => {
    const { gas } = ofName[0]!.detail;
    const { prefix, scope } = placementOf(gas);
    const symbols = [{ name: 'M', unit: 't', substance: gas }];
    return sumProducts(
      ofName.map((activity) => ({ symbols, activity, factors: [] })),
      {
        key: `${prefix}/measured/${name}`,
        unit: `t{${gas}}`,
        method: 'process@1',
        scope,
        gases: [gas],
        gwpSet: null,
      },
      context,
    );
  });
}

function computeGases(name: string, uses: readonly Use[], context: MethodContext): Figure[] {
  const [first] = uses;
  const gases = distinctTexts(
    rowsAbout(context.rows, 'process-factor', first!.detail.process).map(({ detail }) => detail.gas),
  );
  if (gases.length === 0) {
    const text = `${first!.key} needs factors for ${name}: add at least one process-factor row`;
    throw new EngineError('missing-factor', text, name, placeOf(first!, 'detail.process'));
  }
  return gases.map((gas) => {
    const { prefix, scope } = placementOf(gas);
    const symbols = [
      { name: 'AD', unit: null, substance: null },
      { name: 'EF', unit: tonnesPerUnit, substance: gas },
    ];
    return sumProducts(
      uses.map((use) => ({ symbols, activity: use, factors: [selectProcessFactor(use, gas, context)] })),
      {
        key: `${prefix}/${name}/${gas}`,
        unit: `t{${gas}}`,
        method: 'process@1',
        scope,
        gases: [gas],
        gwpSet: null,
      },
      context,
    );
  });
}

function selectProcessFactor(
  use: Use,
  gas: string,
  { rows, proxies }: MethodContext,
): FactorOf<'process-factor'> {
  const { process: name, geography } = use.detail;
  const candidates = rowsAbout(rows, 'process-factor', name).filter(({ detail }) => detail.gas === gas);
  const what = `${gas} factor of ${name}`;
  const sought = { what, period: use, geography, by: use, column: 'detail.process' };
  return selectFactor(candidates, sought, proxies);
}
