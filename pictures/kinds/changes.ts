import * as z from 'zod';
import { isSetOperand, readDerivation } from '../../core/records/derivation.ts';
import type { Basis, PicturedFigure, Remark, Row, RowsPicture, Version } from './picture.ts';
import { add, isZero, subtract, sumValues } from './exact.ts';
import { partsOfTotal, type Part, readInventory, type Inventory } from './inventory.ts';
import { tableOf } from './tables.ts';

/** The most changes that have a bar of their own. */
const MOST = 14;
/** Where all totals between the changes are above this share of the largest, the scale is cut; and the room before them, in changes. */
const LARGE = 0.8;
const ROOM = 0.6;

const coverSchema = z.object({
  gwpSet: z.string().nullish().default(null),
  method: z.string().nullish().default(null),
});

/**
 * Shows how a total became that of the next version: the old total, what changed in each part, and the new total. Null where a version
 * does not show its total, nothing changed, or the totals use different sets of potentials, which cannot be compared.
 */
export function showChanges(before: Version, after: Version, basis: Basis): RowsPicture | null {
  const old = readInventory(before.figures);
  const next = readInventory(after.figures);
  const [from, to] = [old.at(`total/${basis}`), next.at(`total/${basis}`)];
  if (from === undefined || to === undefined) return null;
  if (from.unit !== to.unit) return null;
  const [covered, covers] = [coverOf(from), coverOf(to)];
  if (covered.gwpSet !== covers.gwpSet) return null;
  const steps = stepsOf(changesOf([old, from], [next, to], basis), subtract(to.value, from.value));
  if (steps.length === 0) return null;
  const rows = [totalRow(before, from), ...cascade(from.value, steps), totalRow(after, to)];
  const groups = [{ name: null, rows }];
  const cutAt = cutScale(rows);
  const remarks: Remark[] = [
    ...(cutAt === null ? [] : [{ is: 'cut-scale' as const }]),
    ...(covered.method === covers.method ? [] : [{ is: 'other-methods' as const }]),
  ];
  return {
    form: 'rows',
    kind: 'changes',
    unit: to.unit,
    about: [{ is: 'the-total', basis }],
    groups,
    cutAt,
    remarks,
    table: tableOf(groups),
    figures: [from, to],
  };
}

function coverOf({ detail }: PicturedFigure): z.output<typeof coverSchema> {
  return coverSchema.safeParse(detail).data ?? { gwpSet: null, method: null };
}

/** A change of a total, without where its bar begins. */
export type Step = Omit<Row, 'start'>;

/** Returns the changes as steps: the smallest ones as one, and last what the whole change has besides them. */
export function stepsOf(changes: readonly Step[], whole: string): Step[] {
  const rest = subtract(whole, sumValues(changes));
  const shown = changes.length > MOST + 1 ? changes.slice(0, MOST) : changes;
  const gathered = changes.slice(shown.length);
  const others = sumValues(gathered);
  return [
    ...shown,
    ...(gathered.length === 0 ? [] : [stepTo({ is: 'others', count: gathered.length }, others)]),
    ...(isZero(rest) ? [] : [{ name: { is: 'rest' } as const, value: rest, tone: 'rest' as const }]),
  ];
}

/** Returns steps as bars: each begins where the one before it ends. */
export function cascade(from: string, steps: readonly Step[]): Row[] {
  let start = from;
  return steps.map((each) => {
    const row = { ...each, start };
    start = add(start, each.value);
    return row;
  });
}

function totalRow({ sequence }: Version, { value }: PicturedFigure): Row {
  return { name: { is: 'version', sequence }, value, start: '0', tone: 'total' };
}

type Side = readonly [inventory: Inventory, total: PicturedFigure];

/** Returns what changed in the parts that both versions show, or that one version says it lacks; the largest first. */
function changesOf([old, from]: Side, [next, to]: Side, basis: Basis): Step[] {
  const [before, after] = [old, next].map(
    (side) => new Map(partsOfTotal(side, basis).map((part) => [part.key, part])),
  ) as [Map<string, Part>, Map<string, Part>];
  const keys = new Set([...before.keys(), ...after.keys()]);
  const steps = [...keys].flatMap((key) => {
    const [a, b] = [before.get(key), after.get(key)];
    const values = [valueOf(a, key, from), valueOf(b, key, to)];
    if (values[0] === undefined || values[1] === undefined) return [];
    const change = subtract(values[1], values[0]);
    return isZero(change) ? [] : [stepTo((b ?? a)!.name, change)];
  });
  return orderSteps(steps);
}

/** The largest first. */
export function orderSteps(steps: readonly Step[]): Step[] {
  return steps.toSorted((a, b) => Math.abs(Number(b.value)) - Math.abs(Number(a.value)));
}

/** Returns the value of a part; zero where the total says that it has no such part, undefined where nothing is known. */
function valueOf(part: Part | undefined, key: string, total: PicturedFigure): string | undefined {
  if (part !== undefined) return part.figure.value;
  const operands = readDerivation(total.detail)?.operands ?? [];
  if (operands.length === 0) return undefined;
  const within = [key, `${key.split('/')[0]!}/total`];
  const mayHaveIt = operands.some((operand) => isSetOperand(operand) || within.includes(operand.key));
  return mayHaveIt ? undefined : '0';
}

/** Returns where the scale begins, so that changes which are small beside the totals can be seen; null for zero. */
export function cutScale(rows: readonly Row[]): number | null {
  const ends = rows.map(({ start, value }) => Number(add(start, value)));
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  if (low < LARGE * high || low <= 0) return null;
  return low - ROOM * (high - low);
}

/** Returns a change of a part as a step. */
export function stepTo(name: Row['name'], value: string): Step {
  return { name, value, tone: value.startsWith('-') ? 'down' : 'up' };
}
