import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import { chainTo, partsOfChain, selectChain, unitAfter } from '../../figures/chain.ts';
import { productOf } from '../../figures/expression.ts';
import { distinctTexts, selectionOf, type MethodContext } from '../../figures/figure.ts';
import { FloatEvaluator } from '../../figures/float.ts';
import { describeUses, Shapes, sumTerms, type Shape } from '../../figures/terms.ts';
import { floatRatio } from '../../quantities/float.ts';
import { parseUnit, type Unit } from '../../quantities/unit.ts';
import type { Selection } from '../../../core/records/selection.ts';
import { selectActivities } from '../../rows/activity.ts';
import type { Spreads } from '../../uncertainty/variables.ts';
import { METHOD } from '../reconcile/figures.ts';
import { errorOf, type Measurement } from '../reconcile/measurement.ts';
import { classify } from '../use-class.ts';
import { BORDER, checkEnds } from './network.ts';
import type { Stream } from './stream.ts';

/** The units in which flows are reconciled: of mass, volume and energy. */
export const KINDS: readonly Unit[] = ['t', 'm3', 'GJ'].map(parseUnit);

/** All streams of one material between two units of a plant, before they are added up. */
export interface MeasuredFlow {
  /** For messages, such as `coke from oven to furnace`. */
  readonly name: string;
  readonly plant: string;
  readonly material: string;
  readonly fromUnit: string | null;
  readonly toUnit: string | null;
  readonly streams: readonly Stream[];
  /** Selects exactly the streams. */
  readonly selection: Selection;
  /** By what each stream is multiplied. */
  readonly shapeOf: (stream: Stream) => Shape;
  /** In which it is added up: one of `KINDS`. */
  readonly unit: Unit;
}

/** Returns the flows of each plant of a run. @throws EngineError `bad-stream`, `unit-mismatch`; as `selectActivities` and `selectChain` */
export function openFlows(context: MethodContext): ReadonlyMap<string, readonly MeasuredFlow[]> {
  const streams = selectActivities(context.rows, 'plant-stream', context.period);
  streams.forEach(checkEnds);
  const byPlant = Map.groupBy(streams, ({ detail }) => detail.plant);
  return new Map(
    distinctTexts(byPlant.keys()).map((plant) => {
      const classes = classify(byPlant.get(plant)!, ['material', 'fromUnit', 'toUnit']);
      return [
        plant,
        classes.map(({ uses, where }) => {
          const selection = selectionOf(context, 'plant-stream', { plant, ...where });
          return { ...openFlow(uses, context), plant, streams: uses, selection };
        }),
      ];
    }),
  );
}

type Opened = Omit<MeasuredFlow, 'plant' | 'streams' | 'selection'>;

function openFlow(streams: readonly Stream[], context: MethodContext): Opened {
  const [first] = streams as [Stream];
  const { material, fromUnit = null, toUnit = null } = first.detail;
  const after = unitAfter(first.unit, selectChain(first, first, context));
  const unit = KINDS.find(({ dimension }) => dimension === after.dimension);
  if (unit === undefined) {
    const text = `${first.key} is in ${after.text}: a flow is reconciled in a unit of mass, volume or energy, such as t, m3 or GJ`;
    throw new EngineError('unit-mismatch', text, after.text, placeOf(first, 'unit'));
  }
  const from = fromUnit === null ? [] : [toUnit === null ? `out of ${fromUnit}` : `from ${fromUnit}`];
  const to = toUnit === null ? [] : [fromUnit === null ? `into ${toUnit}` : `to ${toUnit}`];
  const name = [material, ...from, ...to].join(' ');
  return { name, material, fromUnit, toUnit, unit, shapeOf: shapesTo(unit, streams, context) };
}

/** Returns what multiplies a stream: its conversion factors. */
function shapesTo(unit: Unit, streams: readonly Stream[], context: MethodContext): (stream: Stream) => Shape {
  const shapes = new Shapes();
  const substance = streams.find((stream) => stream.unit.substance !== null)?.unit.substance ?? null;
  return (stream) => {
    const chain = selectChain(stream, stream, context);
    const parts = partsOfChain(chain);
    if (parts.length === 0) return shapes.of([], () => ({ symbol: 'M', to: unit, substance, factors: [] }));
    return shapes.of([stream.unit, ...parts], () => ({
      ...{ symbol: 'M', to: stream.unit, substance: stream.unit.substance },
      ...chainTo(unit, stream.unit, chain, stream),
    }));
  };
}

/** Adds up the streams of a flow. @throws EngineError `missing-uncertainty`, `unit-mismatch` */
export function measureFlow(flow: MeasuredFlow, spreads: Spreads, warnings: readonly Warning[]): Measurement {
  const { name, plant, material, fromUnit, toUnit, streams, selection, shapeOf, unit } = flow;
  const prefix = `reconcile/${plant}/from/${fromUnit ?? BORDER}/to/${toUnit ?? BORDER}/${material}`;
  const expression = sumTerms(streams, selection, shapeOf);
  const scales = new Map<Shape, number>();
  const scaleOf = (stream: Stream): number => {
    const shape = shapeOf(stream);
    const known = scales.get(shape) ?? scaleBy(shape);
    scales.set(shape, known);
    return known * floatRatio(stream.unit, shape.to);
  };
  const draft = {
    ...{ key: `${prefix}/measured`, unit: unit.text, method: METHOD, scope: null, gwpSet: null, gases: [] },
    ...describeUses(streams),
    ...{ expression, warnings },
  };
  return { name, prefix, rows: streams, draft, error: errorOf(streams, spreads, scaleOf) };
}

function scaleBy({ factors, divisors = [] }: Shape): number {
  const float = new FloatEvaluator();
  const over = factors.length === 0 ? 1 : float.evaluateOne(productOf(...factors));
  return divisors.length === 0 ? over : over / float.evaluateOne(productOf(...divisors));
}
