import { abs } from '../rounding.ts';
import { showNumber } from '../show.ts';
import type { Table } from '../table.ts';

/**
 * Returns the pairs of regions whose emissions, sector by sector, are nearer to those that the other one had in another version of the table
 * than to their own: columns of F that were exchanged under right labels. The totals of two regions can be alike, and what their sectors
 * emit is not.
 */
export function listExchanged(table: Table, other: Table): { readonly text: string }[] {
  return table.stressors.flatMap(({ name, unit }, stressor) => {
    const at = other.stressors.findIndex((each) => each.name === name && each.unit.text === unit.text);
    if (at < 0) return [];
    const [now, before] = [bySector(table, stressor), bySector(other, at)];
    const isNearer = (region: string, one: string): boolean =>
      distance(now.get(region)!, before.get(one)!) < distance(now.get(region)!, before.get(region)!);
    const regions = table.regions.filter((region) => before.has(region));
    return regions.flatMap((a, index) =>
      regions.slice(index + 1).flatMap((b) => {
        if (!isNearer(a, b) || !isNearer(b, a)) return [];
        const [own, others] = [showNumber(addUp(now.get(a)!)), showNumber(addUp(now.get(b)!))];
        const text = `${a} emits ${own} ${unit.text} of ${name} as ${b} did before, sector by sector, and ${b} ${others} as ${a} did`;
        return [{ text }];
      }),
    );
  });
}

type Emissions = ReadonlyMap<string, number>;

function bySector({ regions, industries, f }: Table, stressor: number): Map<string, Emissions> {
  const found = new Map(regions.map((region) => [region, new Map<string, number>()] as const));
  industries.forEach(({ region, sector }, at) => {
    const own = found.get(regions[region]!)!;
    own.set(sector, (own.get(sector) ?? 0) + f.values[stressor * f.columns + at]!);
  });
  return found;
}

function distance(a: Emissions, b: Emissions): number {
  return [...new Set([...a.keys(), ...b.keys()])].reduce(
    (sum, sector) => sum + abs((a.get(sector) ?? 0) - (b.get(sector) ?? 0)),
    0,
  );
}

function addUp(emissions: Emissions): number {
  return [...emissions.values()].reduce((sum, value) => sum + value, 0);
}
