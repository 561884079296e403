import type { Table } from '../table.ts';
import { showNumber } from '../show.ts';
import { stressorsOf } from './stressors-of.ts';
import type { TableSums } from './table-sums.ts';

/** How many times the emissions of a region can be what its sectors emit elsewhere. */
const TIMES = 30;
/** Gases that every economy emits in proportion to what it burns; the intensities of others differ by more between countries. */
const GASES: readonly string[] = ['CO2', 'CO2e'];

/**
 * Returns the regions that emit many times more or less CO2 than their sectors would with the intensity that sectors of the same name have
 * in all other regions: emissions of two regions that were exchanged, or stated in another unit, look like this.
 */
export function listUnlikeRegions(table: Table, { output }: TableSums): { region: number; text: string }[] {
  const sectors = [...Map.groupBy(table.industries.keys(), (at) => table.industries[at]!.sector).values()];
  return GASES.flatMap((gas) => {
    const emitted = addUp(table, gas);
    if (emitted === null) return [];
    const [own, expected] = [new Float64Array(table.regions.length), new Float64Array(table.regions.length)];
    for (const places of sectors) {
      const [all, sold] = [sumAt(emitted, places), sumAt(output, places)];
      for (const at of places) {
        const { region } = table.industries[at]!;
        const others = sold - output[at]!;
        if (others <= 0) continue;
        own[region]! += emitted[at]!;
        expected[region]! += (output[at]! * (all - emitted[at]!)) / others;
      }
    }
    return table.regions.flatMap((name, region) => {
      const [is, would] = [own[region]!, expected[region]!];
      if (is <= 0 || would <= 0 || (is <= TIMES * would && would <= TIMES * is)) return [];
      const text = `${name} emits ${showNumber(is)} t{${gas}}, and its sectors would emit ${showNumber(would)} with the intensities of the other regions`;
      return [{ region, text }];
    });
  });
}

/** Returns what each industry emits of a gas, in tonnes; null where the table has no mass of it. */
function addUp({ stressors, industries, f }: Table, gas: string): Float64Array | null {
  const own = stressorsOf(stressors, gas);
  if (own.length === 0) return null;
  return Float64Array.from(industries, (_, industry) =>
    own.reduce((sum, at) => sum + f.values[at * f.columns + industry]!, 0),
  );
}

function sumAt(values: Float64Array, places: readonly number[]): number {
  return places.reduce((sum, at) => sum + values[at]!, 0);
}
