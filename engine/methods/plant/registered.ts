import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { showTime } from '../../factors/factor.ts';
import type { Draft } from '../../figures/draft.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { sumOfRows } from '../../figures/terms.ts';
import { canonicalGas } from '../../factors/gas-names.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { liesOutside } from '../../rows/activity.ts';
import type { Account } from '../../rows/row-detail.ts';
import { rowsAbout, rowsOfType, type RowIndex } from '../../rows/row-index.ts';
import type { Period, RowOf } from '../../rows/row.ts';
import type { AttributedGood } from './attribution.ts';
import { METHOD } from './units.ts';

type FigureRow = RowOf<'figure'>;

/** What a plant emits in a time, by the figures of a result that was registered: they count as they are there, rounded. */
export interface RegisteredPlant {
  readonly name: string;
  /** The total of the plant: it says which figures of its units there are. */
  readonly total: FigureRow;
  /** Of each unit, gas and origin: in scope 1, or beside it. */
  readonly emissions: readonly FigureRow[];
  /** What is attributed to goods. */
  readonly goods: readonly FigureRow[];
}

const TOTAL = /^plant\/([^/]+)\/total$/;
const EMISSION = /^(scope1|biogenic|land-use|outside-scopes)\/plant\/([^/]+)\/[^/]+\/[^/]+$/;
const GOOD = /^plant\/([^/]+)\/good\/([^/]+)\/(direct|indirect)$/;

/**
 * Returns the plants of the results among the inputs of a run, of its period. Other figures of these results count nowhere.
 * @throws EngineError `straddled-period`; `missing-activity` where a result shows only some of its units; `counted-twice` where two results, or rows of
 * streams, are of one plant and time
 */
export function openRegistered({ rows, period }: Pick<MethodContext, 'rows' | 'period'>): RegisteredPlant[] {
  const figures = rowsOfType(rows, 'figure').filter(
    (row) => row.detail.method === METHOD && !liesOutside(row, period),
  );
  const plants = [...Map.groupBy(figures, ({ record }) => record).values()].flatMap(openResult);
  plants.forEach((plant, at) => {
    refuseStraddled(plant.total, period);
    refuseHidden(plant);
    refuseSecond(plant, plants.slice(0, at), rows);
  });
  return plants;
}

function openResult(rows: readonly FigureRow[]): RegisteredPlant[] {
  return rows.flatMap((total) => {
    const name = TOTAL.exec(total.key)?.[1];
    if (name === undefined) return [];
    const emissions = rows.filter(({ key }) => EMISSION.exec(key)?.[2] === name);
    return [{ name, total, emissions, goods: rows.filter(({ key }) => GOOD.exec(key)?.[1] === name) }];
  });
}

function refuseStraddled({ key, record, from, until }: FigureRow, period: Period): void {
  if (from >= period.from && until <= period.until) return;
  const text = `${key} of ${record} is of ${showTime(from)} to ${showTime(until)}, which is only partly inside the period of the run: take results within its period`;
  throw new EngineError('straddled-period', text, from, placeOf({ record, key }, 'from'));
}

/** Throws where a figure is not shown that the total adds up: the rest would be a part of the plant alone. */
function refuseHidden({ name, total, emissions }: RegisteredPlant): void {
  const shown = new Set(emissions.map(({ key }) => key));
  const hidden = (total.detail.covers ?? []).find(({ key }) => !shown.has(key));
  if (hidden === undefined) return;
  const text = `${total.key} of ${total.record} adds up ${hidden.key}, which is not among the inputs: give all figures of the plant ${name}`;
  throw new EngineError('missing-activity', text, hidden.key, placeOf(total, 'detail.covers'));
}

function refuseSecond(plant: RegisteredPlant, others: readonly RegisteredPlant[], rows: RowIndex): void {
  const { name, total } = plant;
  const other =
    others.find((each) => each.name === name && !liesOutside(each.total, total))?.total ??
    rowsAbout(rows, 'plant-stream', name).find((stream) => !liesOutside(stream, total));
  if (other === undefined) return;
  const text = `${total.key} of ${total.record} and ${other.key} of ${other.record} are of one plant and time: leave the result out, or the rows and results beside it`;
  throw new EngineError('counted-twice', text, name, placeOf(total, 'key'));
}

const TONNE = parseUnit('t');

/** Returns what the units of registered plants emit. @param method of the run whose figures these are */
export function draftRegistered(plants: readonly RegisteredPlant[], method: string): Draft[] {
  const rows = plants.flatMap(({ emissions, total }) => emissions.map((row) => ({ row, total })));
  return [...Map.groupBy(rows, ({ row }) => row.key)].map(([key, own]): Draft => {
    const about = describe(
      own.map(({ row }) => row),
      method,
    );
    return { ...about, key, documents: own.map(({ total }) => total) };
  });
}

/**
 * Returns what registered plants attribute to goods.
 * @throws EngineError `missing-activity` where a result attributes nothing; `mixed-gwp-sets`
 */
export function draftRegisteredGoods(
  plants: readonly RegisteredPlant[],
  { method, gwpSet }: { readonly method: string; readonly gwpSet: string },
): AttributedGood[] {
  const rows = plants.flatMap(({ name, goods, total }) => {
    if (goods.length > 0) return goods.map((row) => ({ row, total }));
    const text = `${total.key} of ${total.record} has no figures of goods: compute the plant ${name} with plant-unit rows`;
    throw new EngineError('missing-activity', text, name, placeOf(total, 'key'));
  });
  return [...Map.groupBy(rows, ({ row }) => row.key)].map(([key, own]): AttributedGood => {
    const figures = own.map(({ row }) => row);
    const other = figures.find(({ detail }) => detail.gwpSet !== gwpSet);
    if (other !== undefined) {
      const text = `${key} of ${other.record}: expected GWP set ${gwpSet}, got ${other.detail.gwpSet ?? 'none'}`;
      throw new EngineError('mixed-gwp-sets', text, other.detail.gwpSet, placeOf(other, 'detail.gwpSet'));
    }
    const [, , good, account] = GOOD.exec(key)!;
    const draft = { ...describe(figures, method), key, documents: own.map(({ total }) => total) };
    return { good: good!, account: account as Account, draft, by: figures[0]! };
  });
}

/** A figure of results as one of the run, without its key: what all of them cover, and their sum. */
function describe(rows: readonly FigureRow[], method: string): Omit<Draft, 'key'> {
  const [{ detail, unit, key }] = rows as readonly [FigureRow];
  const substance = unit.substance ?? 'CO2e';
  const listAll = (member: 'categories' | 'gases' | 'geographies'): string[] =>
    distinctTexts(rows.flatMap((row) => row.detail[member]));
  const { scope, gwpSet, origin, entity, facility, rules } = detail;
  return {
    ...{ method, scope, gwpSet, unit: `t{${canonicalGas(substance)}}` },
    ...{ categories: listAll('categories'), gases: listAll('gases'), geographies: listAll('geographies') },
    ...(origin === undefined ? {} : { origin, methane: { origin, assumed: null } }),
    ...(entity === undefined ? {} : { entity }),
    ...(facility === undefined ? {} : { facility }),
    ...(rules === undefined ? {} : { rules }),
    expression: sumOfRows('E', rows, { to: TONNE, substance, selection: { keys: [key] } }),
  };
}
