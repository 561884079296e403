import type { Basis, PicturedFigure, Remark, Row, RowGroup, RowsPicture, Tone } from './picture.ts';
import { add, isZero, subtract, sumValues } from './exact.ts';
import {
  basesOf,
  compareParts,
  type Inventory,
  isCounted,
  type Part,
  partsOfTotal,
  readInventory,
  scopesOf,
  UNIT,
} from './inventory.ts';
import { nameOf } from './method-of.ts';
import { tableOf } from './tables.ts';

/** The most parts that have a bar of their own; smaller ones are one bar. */
const MOST_PARTS = 14;
/** A rest below this share of the total is too small to see: a remark states it. */
const VISIBLE = 0.002;

/** Shows each total with its scopes: one group for each way to count scope 2, because they are alternatives. */
export function showScopes(figures: readonly PicturedFigure[]): RowsPicture | null {
  const inventory = readInventory(figures);
  const bases = basesOf(inventory);
  const groups: RowGroup[] = [];
  const used: PicturedFigure[] = [];
  const remarks: Remark[] = [];
  let parts = 0;
  for (const basis of bases) {
    const total = inventory.at(`total/${basis}`)!;
    const scopes = scopesOf(inventory, basis);
    const rows: Row[] = [{ name: { is: 'sum' }, value: total.value, start: '0', tone: 'total' }];
    let start = '0';
    for (const { name, figure, tone } of scopes) {
      rows.push({ name, value: figure.value, start, tone });
      start = add(start, figure.value);
    }
    const [rest, remark] = restOf(total, scopes, start);
    groups.push({ name: { is: 'basis', basis }, rows: [...rows, ...rest] });
    remarks.push(...remark);
    used.push(total, ...scopes.map(({ figure }) => figure));
    parts = Math.max(parts, scopes.length);
  }
  if (parts < 2) return null;
  if (bases.length > 1) remarks.unshift({ is: 'alternatives' });
  return picture('scopes', groups, used, distinct(remarks));
}

/** Shows what a total is made of, the largest first. */
export function showSources(figures: readonly PicturedFigure[], basis: Basis): RowsPicture | null {
  const inventory = readInventory(figures);
  const total = inventory.at(`total/${basis}`);
  const parts = partsOfTotal(inventory, basis).sort(compareParts);
  if (total?.unit !== UNIT || parts.length < 2) return null;
  const isMany = parts.length > MOST_PARTS + 1;
  const shown = isMany ? parts.slice(0, MOST_PARTS) : parts;
  const gathered = parts.slice(shown.length);
  const rows = shown.map((part) => barOf(part));
  if (isMany)
    rows.push({
      name: { is: 'others', count: gathered.length },
      value: sumValues(gathered.map(({ figure }) => figure)),
      start: '0',
      tone: 'rest',
    });
  const [rest, remarks] = restOf(total, parts, '0');
  const lines = inventory.all.flatMap(([key, figure]) =>
    /^scope1\/[^/]+\/.+$/.test(key) && !isCounted(figure) ? [figure.unit] : [],
  );
  if (lines.length > 0) remarks.push({ is: 'other-units', count: lines.length, units: distinct(lines) });
  const groups = [{ name: null, rows: [...rows, ...rest] }];
  const all = [{ name: null, rows: [...parts.map((part) => barOf(part)), ...rest] }];
  return {
    ...picture('sources', groups, [total, ...parts.map(({ figure }) => figure)], remarks),
    about: [{ is: 'the-total', basis }],
    table: tableOf(all),
  };
}

/** Shows each scope by facility. Market-based scope 2 is of the whole organisation, so scope 2 is by location. */
export function showFacilities(figures: readonly PicturedFigure[]): RowsPicture | null {
  const inventory = readInventory(figures);
  const groups: RowGroup[] = [];
  const used: PicturedFigure[] = [];
  const remarks: Remark[] = [];
  const names = new Set<string>();
  for (const [index, suffix] of ['scope1', 'scope2/location', 'scope3'].entries()) {
    const scope = (index + 1) as 1 | 2 | 3;
    const parts = facilityParts(inventory, suffix, `scope${scope}`).sort(compareParts);
    if (parts.length === 0) continue;
    for (const { key } of parts) names.add(key.slice(0, -suffix.length));
    const total = inventory.at(scope === 2 ? suffix : `${suffix}/total`);
    const [rest, remark] = total === undefined ? [[], []] : restOf(total, parts, '0');
    groups.push({
      name: { is: 'scope', scope, basis: scope === 2 ? 'location' : null },
      rows: [...parts.map((part) => barOf(part)), ...rest],
    });
    remarks.push(...remark);
    used.push(...parts.map(({ figure }) => figure));
  }
  if (names.size < 2) return null;
  if (inventory.at('scope2/market') !== undefined) remarks.unshift({ is: 'no-market' });
  return picture('facilities', groups, used, distinct(remarks));
}

function facilityParts({ all }: Inventory, suffix: string, tone: Tone): Part[] {
  return all.flatMap(([key, figure]) => {
    const found = /^(?:by-facility\/(.+?)|without-facility)\/(scope\d(?:\/location)?)$/.exec(key);
    if (found?.[2] !== suffix || !isCounted(figure)) return [];
    return [{ key, name: { is: 'facility', name: found[1] ?? null }, figure, tone }];
  });
}

/** Shows scope 1 by gas. */
export function showGases(figures: readonly PicturedFigure[]): RowsPicture | null {
  const inventory = readInventory(figures);
  const total = inventory.at('scope1/total');
  const parts = inventory.all
    .filter(([key, figure]) => /^by-gas\/.+$/.test(key) && figure.unit === UNIT)
    .map(([key, figure]): Part => ({ key, name: nameOf(figure, key), figure, tone: 'scope1' }))
    .sort(compareParts);
  if (total === undefined || parts.length < 2) return null;
  const [rest, remarks] = restOf(total, parts, '0');
  const groups = [{ name: null, rows: [...parts.map((part) => barOf(part)), ...rest] }];
  return {
    ...picture('gases', groups, [total, ...parts.map(({ figure }) => figure)], remarks),
    about: [{ is: 'scope', scope: 1, basis: null }],
  };
}

const BESIDE = ['biogenic', 'land-use', 'outside-scopes', 'avoided'] as const;

/** Shows what is reported beside an inventory and is part of no total, below the totals. */
export function showBeside(figures: readonly PicturedFigure[]): RowsPicture | null {
  const inventory = readInventory(figures);
  const totals = basesOf(inventory).map((basis) => ({ basis, figure: inventory.at(`total/${basis}`)! }));
  const beside = BESIDE.flatMap((origin) => {
    const parts = besideOf(inventory, origin);
    return parts.length === 0 ? [] : [{ name: { is: origin } as const, parts }];
  });
  const count = beside.reduce((sum, { parts }) => sum + parts.length, 0);
  if (count === 0 || count + totals.length < 2) return null;
  const groups: RowGroup[] = [
    ...(totals.length === 0
      ? []
      : [
          {
            name: { is: 'inventory' } as const,
            rows: totals.map(({ basis, figure: { value } }) => ({
              name: { is: 'total', basis } as const,
              value,
              start: '0',
              tone: 'total' as const,
            })),
          },
        ]),
    ...beside.map(({ name, parts }) => ({ name, rows: parts.map((part) => barOf(part)) })),
  ];
  const used = [
    ...totals.map(({ figure }) => figure),
    ...beside.flatMap(({ parts }) => parts.map(({ figure }) => figure)),
  ];
  return picture('beside', groups, used, [{ is: 'beside' }]);
}

/** Returns the totals of an origin, or else its lines. */
function besideOf({ all }: Inventory, origin: string): Part[] {
  const lines = all.filter(([key, figure]) => key.startsWith(`${origin}/`) && isCounted(figure));
  const totals = lines.filter(([key]) => key.endsWith('/total') && key.split('/').length === 3);
  return (totals.length > 0 ? totals : lines)
    .map(([key, figure]): Part => {
      return { key, name: nameOf(figure, key), figure, tone: 'beside' };
    })
    .sort(compareParts);
}

/** Returns what a total has besides its parts: as a bar where it can be seen, else as a remark; nothing where they add up. */
function restOf(total: PicturedFigure, parts: readonly Part[], start: string): [Row[], Remark[]] {
  const value = subtract(total.value, sumValues(parts.map(({ figure }) => figure)));
  if (isZero(value)) return [[], []];
  if (Math.abs(Number(value)) < VISIBLE * Math.abs(Number(total.value)))
    return [[], [{ is: 'difference', difference: value }]];
  return [[{ name: { is: 'rest' }, value, start, tone: 'rest' }], []];
}

function barOf({ name, figure, tone }: Part): Row {
  return { name, value: figure.value, start: '0', tone };
}

function picture(
  kind: RowsPicture['kind'],
  groups: readonly RowGroup[],
  figures: readonly PicturedFigure[],
  remarks: readonly Remark[],
): RowsPicture {
  return { form: 'rows', kind, unit: UNIT, about: [], groups, figures, remarks, table: tableOf(groups) };
}

/** Returns each value once. */
function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
