import { selectActivities } from '../rows/activity.ts';
import { EngineError, placeOf } from '../errors.ts';
import { selectFactor, type FactorOf } from '../factors/factor.ts';
import type { Draft } from '../figures/draft.ts';
import { factorOf } from '../figures/expression.ts';
import { distinctTexts, selectionOf, type MethodContext } from '../figures/figure.ts';
import type { Method } from './method.ts';
import { commonParameters, type CommonParameters } from './parameters.ts';
import { describeUses, Shapes, sumOfRows, sumTerms } from '../figures/terms.ts';
import { parseUnit, tonnesPer } from '../quantities/unit.ts';
import type { RowOf } from '../rows/row.ts';
import { rowsAbout, rowsWhere } from '../rows/row-index.ts';
import { placementOf } from './montreal.ts';

type Use = RowOf<'process-activity'>;

/** Process and fugitive emissions: AD × EF, in tonnes of each gas that the factors name. */
export const processEmissions: Method<CommonParameters> = {
  id: 'process',
  version: 2,
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

function computeProcess(context: MethodContext): Draft[] {
  const uses = Map.groupBy(
    selectActivities(context.rows, 'process-activity', context.period),
    ({ detail }) => `${detail.kind}/${detail.process}`,
  );
  return [
    ...distinctTexts(uses.keys()).flatMap((name) => draftGases(name, uses.get(name)!, context)),
    ...draftMeasured(context),
  ];
}

function draftMeasured(context: MethodContext): Draft[] {
  const rows = Map.groupBy(
    selectActivities(context.rows, 'measured-emission', context.period),
    ({ detail }) => `${detail.source}/${detail.gas}`,
  );
  return [...rows].map(([name, ofName]) => {
    const { gas, source } = ofName[0]!.detail;
    const { prefix, scope } = placementOf(gas);
    const selection = selectionOf(context, 'measured-emission', { source, gas });
    return {
      key: `${prefix}/measured/${name}`,
      unit: `t{${gas}}`,
      method: 'process@2',
      scope,
      gases: [gas],
      gwpSet: null,
      ...describeUses(ofName),
      expression: sumOfRows('M', ofName, { to: parseUnit('t'), substance: gas, selection }),
    };
  });
}

function draftGases(name: string, uses: readonly Use[], context: MethodContext): Draft[] {
  const [first] = uses;
  const { process, kind } = first!.detail;
  const factors = rowsAbout(context.rows, 'process-factor', process);
  const gases = distinctTexts(factors.map(({ detail }) => detail.gas));
  if (gases.length === 0) {
    const text = `${first!.key} needs factors for ${name}: add at least one process-factor row`;
    throw new EngineError('missing-factor', text, name, placeOf(first!, 'detail.process'));
  }
  return gases.map((gas) => {
    const { prefix, scope } = placementOf(gas);
    const shapes = new Shapes();
    return {
      key: `${prefix}/${name}/${gas}`,
      unit: `t{${gas}}`,
      method: 'process@2',
      scope,
      gases: [gas],
      gwpSet: null,
      ...describeUses(uses),
      expression: sumTerms(uses, selectionOf(context, 'process-activity', { kind, process }), (use) => {
        const factor = selectProcessFactor(use, gas, context);
        return shapes.of([use.unit, factor], () => ({
          symbol: 'AD',
          to: use.unit,
          substance: use.unit.substance,
          factors: [factorOf('EF', factor, tonnesPer(use.unit), gas)],
        }));
      }),
    };
  });
}

function selectProcessFactor(
  use: Use,
  gas: string,
  { rows, proxies }: MethodContext,
): FactorOf<'process-factor'> {
  const { process: name, geography } = use.detail;
  const ofProcess = rowsAbout(rows, 'process-factor', name);
  const candidates = rowsWhere(ofProcess, gas, ({ detail }) => detail.gas === gas);
  const what = `${gas} factor of ${name}`;
  const sought = { what, period: use, geography, by: use, column: 'detail.process' };
  return selectFactor(candidates, sought, proxies);
}
