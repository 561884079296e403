import { EngineError, placeOfAsked } from '../../errors/engine-error.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { parseAmount, type Amount } from '../../quantities/decimal.ts';
import { convertAmount, parseUnit, type Unit } from '../../quantities/unit.ts';
import { isActivityType, liesOutside } from '../../rows/activity.ts';
import { joinRows, type RowIndex } from '../../rows/row-index.ts';
import { readEntry, type Period, type Row } from '../../rows/row.ts';
import type { RowType } from '../../rows/row-detail.ts';
import type { Change, Scenario } from './scenario-parameters.ts';

/** A row as a scenario takes it. */
export interface ChangedRow {
  readonly row: Row;
  /** The row as it is stated; null for one that the scenario adds. */
  readonly before: Row | null;
  /** What its value is multiplied by, where the change states it so. */
  readonly times: Amount | null;
  /** Whether its detail is another one, so that it belongs to other sums of rows. */
  readonly isMoved: boolean;
  /** What of it is changed, from what to what. */
  readonly text: string;
  readonly reason: string;
  /** The parameter that says so. */
  readonly place: string;
}

/** The rows of a run as a scenario takes them. */
export interface ChangedRows {
  readonly rows: RowIndex;
  readonly changed: ReadonlyMap<Row, ChangedRow>;
}

/** Returns an error about a parameter. */
export function refuseChange(text: string, value: unknown, place: string): EngineError {
  return new EngineError('bad-scenario', text, value, placeOfAsked(place));
}

/**
 * Returns the rows of a run with the changes of a scenario. `place` is the parameter that states it.
 * @throws EngineError `bad-scenario`, `unit-mismatch`; of a changed detail or unit as `readRows`
 */
export function changeRows(
  { name, changes }: Scenario,
  place: string,
  { rows, period }: MethodContext,
): ChangedRows {
  const all = changes.length === 0 ? [] : listRows(rows, period);
  const byBefore = new Map<Row, ChangedRow>();
  const added: ChangedRow[] = [];
  changes.forEach((change, index) => {
    const own = `${place}.changes.${index}`;
    checkForm(change, own);
    if (change.add !== undefined) {
      if (added.some(({ row }) => row.key === change.add))
        throw refuseChange(
          `${name} adds two rows with the key ${change.add}: give each a key of its own`,
          change.add,
          `${own}.add`,
        );
      added.push(addRow(change, period, own));
      return;
    }
    const found = findRows(all, change, own);
    const made = found.flatMap((row) => changeRow(row, change, own));
    if (made.length === 0)
      throw refuseChange(
        `the change leaves ${found[0]!.key} as it is: state another value, or leave out the change`,
        change,
        own,
      );
    for (const each of made) {
      if (byBefore.has(each.before!))
        throw refuseChange(
          `${name} changes ${each.before!.key} twice: state both in one change`,
          each.before!.key,
          own,
        );
      byBefore.set(each.before!, each);
    }
  });
  return {
    rows: replaceRows(rows, byBefore, added),
    changed: new Map([...byBefore.values(), ...added].map((each) => [each.row, each])),
  };
}

function checkForm(change: Change, place: string): void {
  const { key, record, stream, add, value, unit, times, detail } = change;
  const named = [key, stream, add].filter((own) => own !== undefined);
  if (named.length !== 1)
    throw refuseChange('state exactly one of key, stream and add: the rows that change', named, place);
  if (record !== undefined && key === undefined)
    throw refuseChange(
      'a record belongs to a key: state the key too, or leave out the record',
      record,
      `${place}.record`,
    );
  if (add !== undefined && !isWholeRow(change))
    throw refuseChange('an added row needs value, unit and detail, and no times', add, place);
  if (value !== undefined && times !== undefined)
    throw refuseChange('state either value or times', times, `${place}.times`);
  if (unit !== undefined && value === undefined)
    throw refuseChange('a unit belongs to a value: state the value too', unit, `${place}.unit`);
  if (value === undefined && times === undefined && detail === undefined)
    throw refuseChange('state value, times or detail: what changes', null, place);
}

function isWholeRow({ value, unit, detail, times }: Change): boolean {
  return value !== undefined && unit !== undefined && detail !== undefined && times === undefined;
}

/** Returns the rows that can change: quantities, and of activities those of the period. */
function listRows({ byType }: RowIndex, period: Period): Row[] {
  return [...byType].flatMap(([type, rows]) =>
    rows.filter((row) => row.unit.text !== '' && !(isActivityType(type) && liesOutside(row, period))),
  );
}

function findRows(all: readonly Row[], { key, record, stream, value }: Change, place: string): Row[] {
  const found = all.filter((row) =>
    stream === undefined
      ? row.key === key && (record === undefined || row.record === record)
      : isOfStream(row, stream),
  );
  const column = stream === undefined ? 'key' : 'stream';
  const [first, second] = found;
  const what = key ?? stream?.material;
  if (first === undefined)
    throw refuseChange(
      `no row of the period is ${what}: correct the name, or add a row with add`,
      what,
      `${place}.${column}`,
    );
  if (second === undefined) return found;
  if (stream === undefined)
    throw refuseChange(`${found.length} records have a row ${what}: state its record`, what, `${place}.key`);
  if (value !== undefined)
    throw refuseChange(
      `${found.length} rows are streams of ${what}, such as ${first.key} and ${second.key}: state times, or the key of one of them`,
      value,
      `${place}.value`,
    );
  return found;
}

function isOfStream({ detail }: Row, { plant, material, unit }: NonNullable<Change['stream']>): boolean {
  return (
    detail.row === 'plant-stream' &&
    detail.material === material &&
    (plant === undefined || detail.plant === plant) &&
    (unit === undefined || detail.fromUnit === unit || detail.toUnit === unit)
  );
}

/** Returns a row as a change has it; nothing where it is the same. */
function changeRow(before: Row, change: Change, place: string): ChangedRow[] {
  const { reason } = change;
  const times = change.times === undefined ? null : parseAmount(change.times);
  const value = times === null ? (change.value ?? before.value) : String(before.amount.times(times));
  const unit = change.unit ?? before.unit.text;
  const row =
    change.detail === undefined
      ? { ...before, value, amount: parseAmount(value), unit: readUnitOf(change, before, place) }
      : changeDetail(before, { value, unit, detail: change.detail }, place);
  const isSame = isSameAmount(before, row);
  const moves = listMoves(before, row);
  if (isSame && moves.length === 0) return [];
  const by = times === null ? '' : `times ${change.times!}: `;
  const was = isSame ? [] : [`${by}${value} ${unit} in place of ${before.value} ${before.unit.text}`];
  return [
    { row, before, times, isMoved: moves.length > 0, text: [...was, ...moves].join(', '), reason, place },
  ];
}

function readUnitOf({ unit }: Change, before: Row, place: string): Unit {
  if (unit === undefined) return before.unit;
  const own = aboutChange(place, 'unit', () => parseUnit(unit));
  if (own.dimension === before.unit.dimension && own.substance === before.unit.substance) return own;
  const text = `${before.key} is in ${before.unit.text}, and the new value is in ${unit}, which does not convert to it: state the value in ${before.unit.text}, or in detail what else changes`;
  throw new EngineError('unit-mismatch', text, unit, placeOfAsked(`${place}.unit`));
}

function isSameAmount(a: Row, b: Row): boolean {
  if (a.unit === b.unit) return a.amount.minus(b.amount).isZero();
  if (a.unit.dimension !== b.unit.dimension || a.unit.substance !== b.unit.substance) return false;
  return convertAmount(b.amount, b.unit, a.unit).minus(a.amount).isZero();
}

type Members = Readonly<Record<string, unknown>>;

/** Says which members of the detail are other ones. */
function listMoves(before: Row, row: Row): string[] {
  if (before.detail === row.detail) return [];
  const [old, own]: Members[] = [before.detail, row.detail];
  const names = new Set([...Object.keys(old!), ...Object.keys(own!)]);
  return [...names].flatMap((name) => {
    const [was, is] = [show(old![name]), show(own![name])];
    return was === is ? [] : [`${name} ${is} in place of ${was}`];
  });
}

function show(member: unknown): string {
  if (member === undefined || member === null) return 'none';
  return typeof member === 'string' ? member : JSON.stringify(member);
}

/** What a change states of a row. */
interface Stated {
  readonly value: string;
  readonly unit: string;
  readonly detail: Members;
}

function changeDetail(before: Row, { value, unit, detail }: Stated, place: string): Row {
  const { key, record, index, from, until, stated = before.detail } = before;
  const all: Members = { ...stated, ...detail };
  const members: Members = Object.fromEntries(Object.entries(all).filter(([name]) => detail[name] !== null));
  if (members['row'] !== stated.row)
    throw refuseChange(
      `a change can't make another row type of ${key}: add a row with add`,
      members['row'],
      `${place}.detail.row`,
    );
  const entry = { key, value, unit, from, until, detail: members };
  return { ...aboutChange(place, null, () => readEntry('', entry)), record, index };
}

function addRow(
  { add, value, unit, detail, reason }: Change,
  { from, until }: Period,
  place: string,
): ChangedRow {
  const entry = { key: add!, value: value!, unit: unit!, from, until, detail: detail! };
  const row = aboutChange(place, null, () => readEntry('', entry));
  return { row, before: null, times: null, isMoved: false, text: `${value!} ${unit!}, added`, reason, place };
}

/** Calls what reads a part of a change. An error names the parameter. */
function aboutChange<T>(place: string, column: string | null, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const of = column ?? error.row?.column ?? '';
    throw new EngineError(error.code, error.message, error.value, placeOfAsked(`${place}.${of}`));
  }
}

function replaceRows(
  rows: RowIndex,
  byBefore: ReadonlyMap<Row, ChangedRow>,
  added: readonly ChangedRow[],
): RowIndex {
  const types = new Set<RowType>(
    [...byBefore.keys(), ...added.map(({ row }) => row)].map(({ detail }) => detail.row),
  );
  const own = [...types].map((type): [RowType, readonly Row[]] => [
    type,
    [
      ...(rows.byType.get(type) ?? []).map((row) => byBefore.get(row)?.row ?? row),
      ...added.filter(({ row }) => row.detail.row === type).map(({ row }) => row),
    ],
  ]);
  return joinRows(rows, { byType: new Map(own) });
}
