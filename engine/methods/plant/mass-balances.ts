import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import { selectFactor } from '../../factors/factor.ts';
import { quantityOf } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import type { Quantity } from '../../figures/draft.ts';
import { parseUnit, type Unit } from '../../quantities/unit.ts';
import { liesOutside } from '../../rows/activity.ts';
import { rowsAbout } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';
import type { Spreads } from '../../uncertainty/variables.ts';
import type { Balance, BalanceTerm } from '../reconcile/balance.ts';
import type { Measurement } from '../reconcile/measurement.ts';
import { closeBalances, type Unmeasured } from './unmeasured.ts';
import { KINDS, listMeasured, measureFlow, secondOf, type MeasuredFlow } from './measured.ts';
import type { Plant } from './network.ts';

type Term = RowOf<'balance-term'>;

/** A flow in a balance before it is measured. */
interface Counted {
  readonly flow: MeasuredFlow;
  readonly counts: BalanceTerm['counts'];
  /** The unit of the balance, as this term has it. */
  readonly unit: Unit;
}

/** The balances of a plant, and the flows that they count with what was measured of each. */
export interface Balanced {
  readonly balances: readonly Balance[];
  readonly flows: ReadonlyMap<MeasuredFlow, Measurement>;
  /** The names of the units and stated balances that are counted, also in sums. */
  readonly names: readonly string[];
  /** The flows that were not measured. */
  readonly unmeasured: readonly Unmeasured[];
}

/** How the balances of a plant are opened. */
export interface Opening {
  readonly context: MethodContext;
  readonly spreads: Spreads;
  /** The names of those that are asked for. Absent: all. */
  readonly asked?: readonly string[] | undefined;
}

/**
 * Returns the balances of a plant, and the flows that they count: units that streams enter and leave, the balances that rows state, and that both
 * meters of a flow measure the same.
 * @throws EngineError `bad-balance`, `missing-uncertainty`, `unit-mismatch`; as `selectFactor`
 */
export function openBalances(plant: Plant, opening: Opening): Balanced {
  const { context, asked } = opening;
  const flows = listMeasured(plant, context);
  const terms = rowsAbout(context.rows, 'balance-term', plant.name);
  const names = distinctTexts([...plant.units, ...terms.map(({ detail }) => detail.balance)]);
  const counted = names
    .filter((name) => asked?.includes(name) ?? true)
    .map((name) => {
      const own = terms.filter(({ detail }) => detail.balance === name);
      return [name, countFlows(name, flows, own, context)] as const;
    })
    .filter(([, own]) => own.length > 0);
  const balanced = counted.filter(([name, own]) => !isOneSided(own) || refuseAsked(name, own, asked));
  const left = new Set(plant.units.filter((unit) => balanced.every(([name]) => name !== unit)));
  const used = new Map<MeasuredFlow, Measurement>();
  const measure = (flow: MeasuredFlow): Measurement => {
    const known = used.get(flow);
    if (known !== undefined) return known;
    const measurement = measureFlow(flow, opening, asked === undefined ? warnOfUnits(flow, left) : []);
    used.set(flow, measurement);
    return measurement;
  };
  const { balances, unmeasured } = closeBalances(
    balanced.map(([name, own]) => {
      const about = { name, prefix: `reconcile/${plant.name}/balance/${name}`, unit: unitOf(name, own) };
      return {
        ...about,
        terms: own.map(({ flow, counts }) => ({ flow, measurement: measure(flow), counts })),
      };
    }),
  );
  const doubled = [...used].flatMap(([flow, measurement]) => {
    const second = secondOf(flow);
    return second === null ? [] : [{ flow, measurement, second }];
  });
  const ofMeters = doubled.map(({ flow, measurement, second }): Balance => {
    const beside = measureFlow(second, opening, []);
    used.set(second, beside);
    return {
      ...{ name: `of both meters of ${flow.name}`, prefix: `${measurement.prefix}/meters`, unit: flow.unit },
      terms: [
        { measurement, counts: 'in' },
        { measurement: beside, counts: 'out' },
      ],
    };
  });
  for (const { flow } of unmeasured) used.delete(flow);
  const all = [...balances, ...ofMeters];
  return {
    balances: all,
    flows: used,
    unmeasured,
    names: [...balanced.map(([name]) => name), ...ofMeters.map(({ name }) => name)],
  };
}

/** Returns the flows of a balance: those that enter or leave the unit of its name, and those that rows state. */
function countFlows(
  name: string,
  flows: readonly MeasuredFlow[],
  terms: readonly Term[],
  context: MethodContext,
): Counted[] {
  const stated = new Map(
    [...Map.groupBy(terms, nameStream).values()].flatMap((own) => {
      const flow = flows.find((each) => isSame(each, own[0]!));
      if (flow !== undefined) return [[flow, stateTerm(flow, own, context)] as const];
      if (own.every((row) => liesOutside(row, context.period))) return [];
      throw refuseStream(own[0]!);
    }),
  );
  return flows.flatMap((flow): Counted[] => {
    const own = stated.get(flow);
    if (own !== undefined) return [own];
    if (flow.toUnit === name) return [{ flow, counts: 'in', unit: flow.unit }];
    return flow.fromUnit === name ? [{ flow, counts: 'out', unit: flow.unit }] : [];
  });
}

function nameStream({ detail: { material, fromUnit, toUnit } }: Term): string {
  return JSON.stringify([material, fromUnit ?? null, toUnit ?? null]);
}

function isSame(flow: MeasuredFlow, { detail: { material, fromUnit, toUnit } }: Term): boolean {
  return (
    flow.material === material && flow.fromUnit === (fromUnit ?? null) && flow.toUnit === (toUnit ?? null)
  );
}

function stateTerm(flow: MeasuredFlow, rows: readonly Term[], { period, proxies }: MethodContext): Counted {
  const { balance } = rows[0]!.detail;
  const by = flow.stream;
  const what = `coefficient of ${flow.name} in the balance ${balance}`;
  const { row, warning } = selectFactor(rows, { what, period, by, column: 'detail.material' }, proxies);
  for (const unit of KINDS) {
    const per = parseUnit(unit === flow.unit ? '1' : `${unit.text}/${flow.unit.text}`);
    if (per.dimension !== row.unit.dimension) continue;
    const counts: Quantity = { ...quantityOf('k', row, per, null), factor: { warning } };
    return { flow, counts, unit };
  }
  const text = `${row.key} is in ${row.unit.text}, and ${flow.name} in ${flow.unit.text}: expected a number, or a unit of mass, volume or energy per ${flow.unit.text}`;
  throw new EngineError('unit-mismatch', text, row.unit.text, placeOf(row, 'unit'));
}

function refuseStream(row: Term): EngineError {
  const { material, fromUnit, toUnit, balance, plant } = row.detail;
  const text = `the balance ${balance} of ${plant} counts ${material} from ${fromUnit ?? 'outside'} to ${toUnit ?? 'outside'}, and no stream is this one: correct detail.material, fromUnit and toUnit, or add the stream`;
  return new EngineError('bad-balance', text, material, placeOf(row, 'detail.material'));
}

/** Whether all flows enter, or all leave: nothing but 0 would close it. */
function isOneSided(own: readonly Counted[]): boolean {
  const isIn = ({ counts }: Counted): boolean =>
    counts === 'in' || (counts !== 'out' && !counts.amount.isNegative());
  return own.every(isIn) || !own.some(isIn);
}

function refuseAsked(name: string, own: readonly Counted[], asked: Opening['asked']): false {
  if (asked === undefined && own.every(({ counts }) => counts === 'in' || counts === 'out')) return false;
  const { flow, counts } = own[0]!;
  const row = counts === 'in' || counts === 'out' ? flow.stream : counts.row;
  const text = `the balance ${name} of ${flow.plant} has streams on one side alone, so that only 0 closes it: add what ${counts === 'out' ? 'enters' : 'leaves'} it, or leave it out of parameters.balances`;
  throw new EngineError('bad-balance', text, name, placeOf(row, 'value'));
}

function warnOfUnits(
  { fromUnit, toUnit, stream, plant }: MeasuredFlow,
  left: ReadonlySet<string>,
): Warning[] {
  const { record, key } = stream;
  return [fromUnit, toUnit]
    .filter((unit) => unit !== null && left.has(unit))
    .map((unit) => {
      const message = `unit ${unit} of ${plant} has streams on one side alone, so no balance of it is reconciled: add the missing streams, or name the balances in parameters.balances`;
      return { code: 'unbalanced-unit', message, row: { record, key } };
    });
}

/** Returns the unit in which a balance is added up. @throws EngineError `unit-mismatch` where its flows have no unit in common */
function unitOf(name: string, own: readonly Counted[]): Unit {
  const { unit } = own.find(({ counts }) => counts !== 'in' && counts !== 'out') ?? own[0]!;
  const other = own.find((each) => each.unit !== unit);
  if (other === undefined) return unit;
  const row = other.flow.stream;
  const text = `${other.flow.name} is in ${other.unit.text}, and the balance ${name} in ${unit.text}: add a row balance-term with what converts it, such as a density, or leave the balance out of parameters.balances`;
  throw new EngineError('unit-mismatch', text, row.unit.text, placeOf(row, 'unit'));
}
