import type * as z from 'zod';
import { selectActivities } from '../../rows/activity.ts';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { isForPlace } from '../../factors/factor.ts';
import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import { chainTo, selectChain, partsOfChain } from '../../figures/chain.ts';
import { constantOf, selectConstant } from '../../figures/constant.ts';
import { nodesOf, type Expression } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import type { Method } from '../method.ts';
import { commonParameters, constants } from '../parameters.ts';
import { describeUses, Shapes, type Shape } from '../../figures/terms.ts';
import { parseUnit } from '../../quantities/unit.ts';
import type { Row, RowOf } from '../../rows/row.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import { finishLines, lineOf, type LinedDraft } from '../line.ts';
import { placementOf, type Origin, type Placement } from '../placement.ts';
import { shapesOfProcess } from './factor.ts';
import { classify, sumClasses, warnOfGap, type ClassedUses, type UseClass } from '../use-class.ts';

const parameters = commonParameters.extend({ constants });
type Parameters = z.output<typeof parameters>;

type Use = RowOf<'process-activity'>;
type Measured = RowOf<'measured-emission'>;
type FactorRow = RowOf<'process-factor'>;

const NAMES = ['{kind}/{process}', 'measured/{source}'] as const;
const LINE = 'The same for rows with detail.line, whose amount may be negative.';
/** The first segments of the figures that no total includes. */
const OUTSIDE = {
  'outside-scopes': { gas: '{gas}', what: 'a gas under the Montreal Protocol' },
  biogenic: { gas: 'CO2', what: 'CO2 of biogenic origin' },
  'land-use': { gas: 'CO2', what: 'CO2 of land use and its change' },
} as const;

/** Process and fugitive emissions: AD × EF, in tonnes of each gas that the factors name. */
export const processEmissions: Method<Parameters> = {
  id: 'process',
  version: 2,
  title: 'Process and fugitive emissions',
  standard:
    '2006 IPCC Guidelines, volume 3, chapter 1 (not read); volume 2, chapter 4, equations 4.1.1 and 4.2.1 (fugitive emissions); GHG Protocol Corporate Standard (2004), chapter 4 (operational boundaries). Of the last two only the contents were read',
  reads: ['process-activity', 'process-factor', 'measured-emission', 'conversion-factor', 'constant'],
  parameters,
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
    ...NAMES.map((name) => ({ key: `scope1/${name}/{gas}/{line}`, unit: 't{gas}', meaning: LINE })),
    ...NAMES.flatMap((name) =>
      Object.entries(OUTSIDE).flatMap(([prefix, { gas, what }]) => {
        const [key, unit] = [`${prefix}/${name}/${gas}`, `t{${gas.replace(/[{}]/g, '')}}`];
        const meaning = `The same for ${what}. It is not part of any scope or total.`;
        return [
          { key, unit, meaning },
          { key: `${key}/{line}`, unit, meaning: LINE },
        ];
      }),
    ),
  ],
  traps: [
    'A row without detail.origin is fossil; of methane with a warning where the GWP set gives methane by its origin, as AR6 does, because that of landfills, waste water, livestock and digestion is not. State the origin in the activity or in its factor. CO2 of biogenic origin and of land use have lines of their own, outside the scopes. Other gases of these origins are in scope 1, as CH4(biogenic).',
    'Fossil methane of these sources takes AR6’s separate value for fossil methane (29.8 instead of 27.0): no factor of CO2 counts its carbon.',
    'An amount that is taken off, such as imported clinker, transferred CO2 or an output of a mass balance, is a negative row with detail.line. It has a figure of its own, and totals add it.',
    'A factor in t{C}, t{N} or t{N2O-N} is converted to its gas by a constant of the rule set in parameters.constants: 44/12 and 44/28 of the IPCC Guidelines, or 3.664 of Regulation (EU) 2018/2066 by a row constant.',
    'Factors of several components of one gas, such as CaO and MgO, add up. A factor without a component counts alone.',
    'A gas has one name: R-22, HCFC-22 and CHClF2 are one gas, under the name HCFC-22.',
    'CO2 from calcination is a process emission; CO2 from the kiln fuel is combustion. No factor may cover both.',
    'A factor per tonne of clinker must not be used per tonne of cement. The unit does not show the difference; the name of the process does.',
  ],
  compute: computeProcess,
};

function computeProcess(
  given: MethodContext,
  { constants: ruleSet }: Pick<Parameters, 'constants'>,
): Draft[] {
  const context = { ...given, constants: ruleSet };
  const uses = Map.groupBy(
    selectActivities(context.rows, 'process-activity', context.period),
    ({ detail }) => `${detail.kind}/${detail.process}`,
  );
  const measured = Map.groupBy(
    selectActivities(context.rows, 'measured-emission', context.period),
    ({ detail }) => detail.source,
  );
  return finishLines([
    ...distinctTexts(uses.keys()).flatMap((name) => draftProcess(name, uses.get(name)!, context)),
    ...distinctTexts(measured.keys()).flatMap((source) =>
      draftSource(source, measured.get(source)!, context),
    ),
  ]);
}

/** What all figures of this method have in common. */
function describeFigure(
  name: string,
  placement: Placement,
): Pick<Draft, 'key' | 'unit' | 'method' | 'scope' | 'gases' | 'gwpSet'> {
  const { prefix, scope, gas } = placement;
  return {
    key: `${prefix}/${name}/${placement.name}`,
    unit: `t{${gas}}`,
    method: 'process@2',
    scope,
    gases: [gas],
    gwpSet: null,
  };
}

function draftSource(source: string, all: readonly Measured[], context: MethodContext): LinedDraft[] {
  const classes = classify(all, ['gas', 'origin', 'line']);
  const where: Readonly<Record<string, string>> =
    classes.length === 1 ? { source, gas: all[0]!.detail.gas } : { source };
  const classed = { type: 'measured-emission', where, all, classes } as const;
  const figures = Map.groupBy(classes, ({ uses: [first] }) => {
    const { gas, origin, line = '' } = first!.detail;
    return `${placementOf(gas, origin).prefix}/${placementOf(gas, origin).name}/${line}`;
  });
  return [...figures.values()].map((own) => {
    const { gas, origin = 'fossil', line } = own[0]!.uses[0]!.detail;
    const placement = placementOf(gas, origin);
    const uses = own.flatMap((each) => each.uses);
    const draft = {
      ...describeFigure(`measured/${source}`, placement),
      ...describeMethane(placement, origin, findUnstated(uses)),
      ...describeUses(uses),
      expression: sumClasses(
        classed,
        [{ classes: own, shapeOf: shapesOfMeasured(placement.gas, context) }],
        context,
      ),
    };
    return lineOf(draft, line);
  });
}

const TONNE = parseUnit('t');

function shapesOfMeasured(gas: string, context: MethodContext): (use: Measured) => Shape {
  const shapes = new Shapes();
  return (use) => {
    const chain = selectChain(use, use, context);
    const { substance } = use.unit;
    const element = constantOf(substance, gas);
    const ratio = element === null ? [] : [selectConstant(element, use, context)];
    return shapes.of([...partsOfChain(chain), ...ratio], () => {
      const { factors, divisors } = chainTo(TONNE, TONNE, chain, use);
      const own = element === null ? gas : substance;
      return { symbol: 'M', to: TONNE, substance: own, factors: [...factors, ...ratio], divisors };
    });
  };
}

/** Uses of one place, origin and line, and the emissions that factors give for them. */
export interface Emitting {
  readonly uses: UseClass<Use>;
  readonly placement: Placement;
  readonly origin: Origin;
  readonly candidates: readonly FactorRow[];
}

function draftProcess(name: string, all: readonly Use[], context: MethodContext): LinedDraft[] {
  const { process, kind } = all[0]!.detail;
  const classes = classify(all, ['geography', 'origin', 'line']);
  const classed = { type: 'process-activity', where: { kind, process }, all, classes } as const;
  const emitting = classes.flatMap((own) => listEmissions(name, own, context));
  const figures = Map.groupBy(
    emitting,
    ({ placement, uses }) => `${placement.prefix}/${placement.name}/${uses.uses[0]!.detail.line ?? ''}`,
  );
  return distinctTexts(figures.keys()).map((key) =>
    draftFigure(name, figures.get(key)!, { classed, emitting, context }),
  );
}

interface About {
  readonly classed: ClassedUses<Use>;
  /** Everything that the process emits. */
  readonly emitting: readonly Emitting[];
  readonly context: MethodContext;
}

function draftFigure(
  name: string,
  emissions: readonly Emitting[],
  { classed, emitting, context }: About,
): LinedDraft {
  const { placement, origin, uses: own } = emissions[0]!;
  const parts = [...Map.groupBy(emissions, ({ candidates }) => candidates)].map(([candidates, own]) => ({
    classes: own.map(({ uses }) => uses),
    shapeOf: shapesOfProcess(candidates, placement.gas, context),
  }));
  const expression = sumClasses(classed, parts, context);
  const uses = emissions.flatMap((each) => each.uses.uses);
  const isStated = factorsOf(expression).every(({ detail }) => 'origin' in detail);
  const draft = {
    ...describeFigure(name, placement),
    ...describeMethane(placement, origin, isStated ? [] : findUnstated(uses)),
    ...describeUses(uses),
    warnings: emissions.flatMap((each) => warnOfGaps(each.uses, emitting)),
    expression,
  };
  return lineOf(draft, own.uses[0]!.detail.line);
}

/** Warns of uses without a factor of a gas that other uses of the process have factors of. */
function warnOfGaps(uses: UseClass<Use>, emitting: readonly Emitting[]): Warning[] {
  const own = new Set(emitting.filter((other) => other.uses === uses).map(({ placement }) => placement.gas));
  const all = distinctTexts(emitting.map(({ placement }) => placement.gas));
  const [first] = uses.uses;
  return all.filter((gas) => !own.has(gas)).map((gas) => warnOfGap(first!, gas, first!.detail.process));
}

/** Returns the emission factors of a figure. */
function factorsOf(expression: Expression): Row[] {
  const rows = nodesOf(expression).flatMap((node) => (node.kind === 'quantity' ? [node.row] : []));
  return rows.filter(({ detail }) => detail.row === 'process-factor');
}

function findUnstated<R extends Use | Measured>(uses: readonly R[]): R[] {
  return uses.filter(({ detail }) => detail.origin === undefined);
}

/** Says that methane is fossil, and that this is assumed where uses state no origin. */
export function describeMethane(
  { gas }: Placement,
  origin: Origin,
  unstated: readonly (Use | Measured)[],
): Pick<Draft, 'methane'> {
  if (gas !== 'CH4' || origin !== 'fossil') return {};
  const [first] = unstated;
  if (first === undefined) return { methane: { origin, assumed: null } };
  const { key, record } = first;
  const others = unstated.length === 1 ? '' : ` and ${unstated.length - 1} more`;
  const message = `${key}${others}: the methane counts as fossil, whose potential is higher, because no origin is stated: state detail.origin fossil, or biogenic for landfills, waste water, livestock and digestion`;
  return { methane: { origin, assumed: { code: 'methane-origin-assumed', message, row: { record, key } } } };
}

/**
 * Returns the emissions of uses: one for each gas and origin that factors of their place name. A use with an origin takes factors of
 * that origin, and those without one.
 * @throws EngineError `missing-factor`
 */
export function listEmissions(
  name: string,
  uses: UseClass<Use>,
  { rows, proxies }: MethodContext,
): Emitting[] {
  const [first] = uses.uses;
  const { process, geography, origin } = first!.detail;
  const ofProcess = rowsAbout(rows, 'process-factor', process);
  const here = ofProcess.filter(
    (row) =>
      isForPlace(row, geography, proxies) &&
      (origin === undefined || (row.detail.origin ?? origin) === origin),
  );
  if (here.length === 0) {
    const elsewhere =
      ofProcess.length === 0 ? '' : ` for ${geography}${origin === undefined ? '' : ` of ${origin} origin`}`;
    const text = `${first!.key} needs factors of ${name}${elsewhere}: add at least one process-factor row`;
    throw new EngineError('missing-factor', text, name, placeOf(first!, 'detail.process'));
  }
  const originOf = ({ detail }: FactorRow): Origin => detail.origin ?? origin ?? 'fossil';
  const lines = Map.groupBy(here, (row) => `${placementOf(row.detail.gas).gas} ${originOf(row)}`);
  return [...lines].map(([line, [row]]) => ({
    uses,
    placement: placementOf(row!.detail.gas, originOf(row!)),
    origin: originOf(row!),
    candidates: rowsWhere(
      ofProcess,
      `${line} ${origin ?? ''}`,
      (other) => line === `${placementOf(other.detail.gas).gas} ${originOf(other)}`,
    ),
  }));
}
