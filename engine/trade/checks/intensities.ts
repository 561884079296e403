import { abs } from '../rounding.ts';
import { nameIndustry, type Table } from '../table.ts';
import { showNumber } from '../show.ts';
import { sumTable } from './table-sums.ts';

/** An intensity that is unlike another one, and how much of the stressor is at stake. */
export interface Unlike {
  readonly industry: number;
  readonly size: number;
  readonly text: string;
}

/** How many times an intensity is another one before it is worth a look. */
const TIMES = 3;
/** The least part of all emissions of a stressor that is worth a look. */
const LEAST = 0.0001;

/**
 * Compares what each industry emits per unit of output with that of another version of the table, by the names of regions, sectors and
 * stressors. Returns those that are unlike, the largest first: size is what the industry emits more or less than by the other intensity.
 */
export function compareIntensities(table: Table, other: Table): Unlike[] {
  const [own, before] = [outputByName(table), outputByName(other)];
  return table.stressors.flatMap(({ name, unit }, stressor) => {
    const at = other.stressors.findIndex((each) => each.name === name && each.unit.text === unit.text);
    if (at < 0) return [];
    const emitted = ofStressor(table, stressor);
    const emittedBefore = ofStressor(other, at);
    const total = emitted.reduce((sum, value) => sum + abs(value), 0);
    const found: Unlike[] = [];
    for (const [label, industry] of own.places) {
      const place = before.places.get(label);
      if (place === undefined) continue;
      const [x, y] = [own.output[industry]!, before.output[place]!];
      if (x <= 0 || y <= 0) continue;
      const [now, then] = [emitted[industry]!, emittedBefore[place]!];
      const expected = (then / y) * x;
      const size = abs(now - expected);
      if (size < LEAST * total || (now < TIMES * expected && expected < TIMES * now)) continue;
      const text = `${label} emits ${showNumber(now)} ${unit.text} of ${name}, and ${showNumber(expected)} by its intensity before`;
      found.push({ industry, size, text });
    }
    return found.sort((a, b) => b.size - a.size || a.industry - b.industry);
  });
}

interface Outputs {
  readonly output: Float64Array;
  readonly places: ReadonlyMap<string, number>;
}

/** Amounts of money are in one currency and unit in both tables, or every intensity is unlike. */
function outputByName(table: Table): Outputs {
  const output = sumTable(table).output.map((value) => value * table.multiple);
  const places = new Map(table.industries.map((industry, at) => [nameIndustry(table, industry), at]));
  return { output, places };
}

function ofStressor({ f }: Table, stressor: number): Float64Array {
  return f.values.subarray(stressor * f.columns, (stressor + 1) * f.columns);
}
