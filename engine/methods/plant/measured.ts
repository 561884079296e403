import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import { chainTo, partsOfChain, selectChain, unitAfter } from '../../figures/chain.ts';
import { forEachRow } from '../../figures/rows-of-nodes.ts';
import { nodesOf, sumOf } from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { describeUses, Shapes, type Shape } from '../../figures/terms.ts';
import { parseUnit, type Unit } from '../../quantities/unit.ts';
import type { Row } from '../../rows/row.ts';
import type { Spreads } from '../../uncertainty/variables.ts';
import { METHOD } from '../reconcile/figures.ts';
import { errorOf, type Measurement } from '../reconcile/measurement.ts';
import { sumFlow } from './emission.ts';
import { BORDER, type Flow, type Plant } from './network.ts';
import type { Stream } from './stream.ts';

/** The units in which flows are reconciled: of mass, volume and energy. */
export const KINDS: readonly Unit[] = ['t', 'm3', 'GJ'].map(parseUnit);

/** All streams of one material between two units of a plant, of every origin and place. */
export interface MeasuredFlow {
  /** For messages, such as `coke from oven to furnace`. */
  readonly name: string;
  readonly plant: string;
  readonly material: string;
  readonly fromUnit: string | null;
  readonly toUnit: string | null;
  readonly flows: readonly Flow[];
  /** The first one. */
  readonly stream: Stream;
  /** In which they are added up: one of `KINDS`. */
  readonly unit: Unit;
  /** Whether nobody measured it: what its streams state is no measurement. */
  readonly isUnmeasured: boolean;
  /** The last segment of its keys where it is what second meters measured. */
  readonly second?: 'second';
}

/** Returns the flows of a plant that are measured each on its own. @throws EngineError `unit-mismatch`; as `selectChain` */
export function listMeasured({ name: plant, flows }: Plant, context: MethodContext): MeasuredFlow[] {
  const alike = Map.groupBy(flows, ({ material, fromUnit, toUnit }) =>
    JSON.stringify([material, fromUnit, toUnit]),
  );
  return [...alike.values()].map((own) => {
    const [{ material, fromUnit, toUnit, streams }] = own as [Flow];
    const [stream] = streams as [Stream];
    const from = fromUnit === null ? [] : [toUnit === null ? `out of ${fromUnit}` : `from ${fromUnit}`];
    const to = toUnit === null ? [] : [fromUnit === null ? `into ${toUnit}` : `to ${toUnit}`];
    const name = [material, ...from, ...to].join(' ');
    const isUnmeasured = refuseMixed(own);
    const unit = kindOf(stream, context);
    return { name, plant, material, fromUnit, toUnit, flows: own, stream, unit, isUnmeasured };
  });
}

/** Returns whether flows were not measured. @throws EngineError `bad-stream` where some of them were: the rest would have no proportion to them */
function refuseMixed(flows: readonly Flow[]): boolean {
  const streams = flows.flatMap((flow) => flow.streams);
  const unmeasured = streams.filter(({ detail }) => detail.measurement === 'none');
  if (unmeasured.length === 0 || unmeasured.length === streams.length) return unmeasured.length > 0;
  const [first] = unmeasured;
  const text = `${first!.key} was not measured, and other rows of ${first!.detail.material} between the same units were: state detail.measurement none in all of them, or in none`;
  throw new EngineError('bad-stream', text, 'none', placeOf(first!, 'detail.measurement'));
}

/** Returns a flow as its second meters measured it; null where not all of its streams have one that says how uncertain it is. */
export function secondOf(flow: MeasuredFlow): MeasuredFlow | null {
  const flows = flow.flows.map((own): Flow => {
    const { metered } = own;
    return metered === null ? own : { ...own, metered: { ...metered, amounts: metered.checks } };
  });
  const isWhole = flows.every(({ streams, metered }) =>
    streams.every((stream) => metered?.amounts.has(stream) === true),
  );
  if (!isWhole || flows.some((own) => findCertain(own) !== null)) return null;
  return { ...flow, name: `${flow.name} by ${flow.stream.detail.checkMeter!}`, flows, second: 'second' };
}

/** Returns the unit in which a stream counts after its conversion factors. */
function kindOf(stream: Stream, context: MethodContext): Unit {
  const after = unitAfter(stream.unit, selectChain(stream, stream, context));
  const unit = KINDS.find(({ dimension }) => dimension === after.dimension);
  if (unit !== undefined) return unit;
  const text = `${stream.key} is in ${after.text}: a flow is reconciled in a unit of mass, volume or energy, such as t, m3 or GJ`;
  throw new EngineError('unit-mismatch', text, after.text, placeOf(stream, 'unit'));
}

/** Adds up the streams of a flow. @throws EngineError `missing-uncertainty`, `unit-mismatch` */
export function measureFlow(
  flow: MeasuredFlow,
  { context, spreads }: { readonly context: MethodContext; readonly spreads: Spreads },
  warnings: readonly Warning[],
): Measurement {
  const { name, plant, material, fromUnit, toUnit, flows, stream, unit, second } = flow;
  if (!flow.isUnmeasured) flows.forEach(refuseCertain);
  const ends = `from/${fromUnit ?? BORDER}/to/${toUnit ?? BORDER}`;
  const prefix = ['reconcile', plant, ends, material, ...(second === undefined ? [] : [second])].join('/');
  const draft = {
    ...{
      key: `${prefix}/${flow.isUnmeasured ? 'stated' : 'measured'}`,
      unit: unit.text,
      method: METHOD,
      scope: null,
      gwpSet: null,
      gases: [],
    },
    ...describeUses(flows.flatMap(({ streams }) => streams)),
    expression: sumOf(flows.map((own) => sumFlow(own, shapesTo(unit, own, context)))),
    warnings,
  };
  return { name, prefix, row: stream, draft, error: errorOf(draft, spreads) };
}

/** Returns what multiplies a stream: its conversion factors. */
function shapesTo(unit: Unit, { streams }: Flow, context: MethodContext): (stream: Stream) => Shape {
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

/** Throws for a stream where neither its row nor its meter says how uncertain it is. */
function refuseCertain(flow: Flow): void {
  const stream = findCertain(flow);
  if (stream === null) return;
  const text = `${stream.key} states no uncertainty, which decides how far a balance moves it: add detail.uncertainty to it or to the calibrations of its meter, or name the balances without it in parameters.balances`;
  throw new EngineError('missing-uncertainty', text, stream.value, placeOf(stream, 'detail.uncertainty'));
}

function findCertain({ streams, metered }: Flow): Stream | null {
  const isCertain = (stream: Stream): boolean => {
    const [amount, factor] = [metered?.amounts.get(stream), metered?.factors.get(stream)];
    const rows: Row[] = amount === undefined ? [stream] : [];
    if (factor !== undefined) rows.push(factor.row);
    if (amount !== undefined) forEachRow(nodesOf(amount.expression), (row) => rows.push(row));
    return rows.every(({ detail }) => !('uncertainty' in detail) || detail.uncertainty === undefined);
  };
  return streams.find(isCertain) ?? null;
}
