import type { Basis, Name, PicturedFigure, Tone } from './picture.ts';
import { nameOf } from './method-of.ts';

/** The unit of an inventory. */
export const UNIT = 't{CO2e}';
/** Masses of other gases need a potential before they can be added. */
const COUNTED = new Set([UNIT, 't{CO2}']);
const BASES: readonly Basis[] = ['location', 'market'];

/** An inventory as its result states it: figures by key, without the prefix of a group. */
export interface Inventory {
  readonly at: (key: string) => PicturedFigure | undefined;
  readonly all: readonly (readonly [key: string, figure: PicturedFigure])[];
}

/** Reads the figures of an inventory, or of the inventory of a group. */
export function readInventory(figures: readonly PicturedFigure[]): Inventory {
  const isOfGroup = figures.some(({ key }) => key.startsWith('group/'));
  const all = figures.map((figure): readonly [string, PicturedFigure] => [
    isOfGroup ? figure.key.replace(/^group\//, '') : figure.key,
    figure,
  ]);
  const byKey = new Map(all);
  return { at: (key) => byKey.get(key), all };
}

/** Whether a figure is an amount that totals count as it is: CO2e, or CO2, whose potential is one. */
export function isCounted({ unit }: PicturedFigure): boolean {
  return COUNTED.has(unit);
}

/** Returns the bases for which the result has a total. */
export function basesOf({ at }: Inventory): Basis[] {
  return BASES.filter((basis) => at(`total/${basis}`)?.unit === UNIT);
}

/** A part of a total. */
export interface Part {
  readonly key: string;
  readonly name: Name;
  readonly figure: PicturedFigure;
  readonly tone: Tone;
}

/** Returns the scopes that a total on a basis adds up. */
export function scopesOf({ at }: Inventory, basis: Basis): Part[] {
  const keys = ['scope1/total', `scope2/${basis}`, 'scope3/total'] as const;
  return keys.flatMap((key, index) => {
    const figure = at(key);
    if (figure === undefined || !isCounted(figure)) return [];
    const scope = (index + 1) as 1 | 2 | 3;
    const name: Name = { is: 'scope', scope, basis: scope === 2 ? basis : null };
    return [{ key, name, figure, tone: `scope${scope}` as const }];
  });
}

/** Returns the parts of a total: the lines of scope 1, scope 2 on its basis, and the categories of scope 3. */
export function partsOfTotal({ all }: Inventory, basis: Basis): Part[] {
  return all.flatMap(([key, figure]) => {
    const scope = scopeOfPart(key, basis);
    if (scope === null || !isCounted(figure)) return [];
    const name: Name = scope === 2 ? { is: 'scope', scope, basis } : nameOf(figure, key);
    return [{ key, name, figure, tone: `scope${scope}` as const }];
  });
}

function scopeOfPart(key: string, basis: Basis): 1 | 2 | 3 | null {
  if (/^scope1\/[^/]+\/.+$/.test(key)) return 1;
  if (key === `scope2/${basis}`) return 2;
  return /^scope3\/[^/]+\/total$/.test(key) ? 3 : null;
}

/** The largest first; of equal ones by key. */
export function compareParts(a: Part, b: Part): number {
  return Math.abs(Number(b.figure.value)) - Math.abs(Number(a.figure.value)) || (a.key < b.key ? -1 : 1);
}
