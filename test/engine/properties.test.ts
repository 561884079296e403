import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSelection } from '../../core/records/selection.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import type { Figure } from '../../engine/figures/figure.ts';
import { METHODS } from '../../engine/registry.ts';
import { Amount, parseAmount } from '../../engine/quantities/decimal.ts';
import { convertSpelled, readUnitSpelling } from '../../engine/quantities/unit-spelling.ts';
import type { InputEntry, InputRecord } from '../../engine/rows/input.ts';
import { runMethod, type RunResult } from '../../engine/run.ts';
import { dataset } from './dataset.ts';
import { isGenerated, runArbitrary, runsOf } from './generated-rows.ts';
import type { GivenRun } from './published-rows.ts';

/** Returns what a run gives, or null where it is refused. */
function attempt(name: string, { inputs, parameters }: GivenRun): RunResult | null {
  try {
    return runMethod(name, inputs, parameters);
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

const valuesOf = ({ figures }: RunResult): Map<string, string> =>
  new Map(figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]));

/** Checks a claim about runs of a method and something that is chosen besides. It must be about at least one of the runs. */
function claim<T>(
  method: (typeof METHODS)[number],
  chosen: fc.Arbitrary<T>,
  check: (run: GivenRun, choice: T) => boolean,
): void {
  let made = 0;
  fc.assert(
    fc.property(runArbitrary(method), chosen, (run, choice) => {
      if (check(run, choice)) made += 1;
    }),
    runsOf(method),
  );
  expect(made).toBeGreaterThan(0);
}

/** Returns a run with another value, unit or detail in some entries, and perhaps more entries. */
function change(
  { inputs, parameters }: GivenRun,
  by: (entry: InputEntry) => readonly InputEntry[],
): GivenRun {
  return {
    parameters,
    inputs: inputs.map(({ record, entries }) => ({ record, entries: entries.flatMap(by) })),
  };
}

const rowOf = ({ detail }: InputEntry): string => String(detail?.['row']);

describe.each(METHODS.filter(isGenerated).map((method) => [method.name, method] as const))(
  '%s',
  (name, method) => {
    it('gives the same bits for any order of rows and records', () => {
      claim(method, fc.infiniteStream(fc.nat()), ({ inputs, parameters }, numbers) => {
        const result = attempt(name, { inputs, parameters });
        if (result === null) return false;
        const turned = shuffle(inputs, numbers).map(({ record, entries }) => ({
          record,
          entries: shuffle(entries, numbers),
        }));
        const again = runMethod(name, turned, parameters);
        expect(JSON.stringify(again)).toBe(JSON.stringify(result));
        return true;
      });
    });

    it('gives the same figures when a row is split in two, in its own record or over two', () => {
      const chosen = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 999_999 }), fc.boolean());
      claim(method, chosen, (run, [at, part, isApart]) => {
        const result = attempt(name, run);
        const candidates = run.inputs.flatMap(({ entries }) => entries).filter(isDivisible);
        if (result === null || candidates.length === 0) return false;
        const split = candidates[at % candidates.length]!;
        const whole = parseAmount(split.value!);
        const first = whole.times(new Amount(BigInt(part), 6));
        const one = { ...split, value: String(first) };
        const other = { ...split, key: `${split.key}/more`, value: String(whole.minus(first)) };
        const own = change(run, (entry) => (entry !== split ? [entry] : isApart ? [one] : [one, other]));
        const inputs = isApart ? [...own.inputs, dataset('d', other)] : own.inputs;
        expect(valuesOf(runMethod(name, inputs, run.parameters))).toEqual(valuesOf(result));
        return true;
      });
    });

    it('gives the same figures when units are written otherwise', () => {
      claim(method, fc.infiniteStream(fc.nat()), (run, numbers) => {
        // Pounds and British thermal units have no ratio of a power of ten to any other unit; every amount of them has an exact one.
        const before = change(run, (entry) => [{ ...entry, unit: HARD.get(entry.unit) ?? entry.unit }]);
        const result = attempt(name, before);
        if (result === null) return false;
        const after = change(before, (entry) => [respell(entry, next(numbers))]);
        expect(valuesOf(runMethod(name, after.inputs, run.parameters))).toEqual(valuesOf(result));
        return true;
      });
    });

    it('changes exactly the figures that hold a row when it is left out, and leaves every bit of the others', () => {
      claim(method, fc.nat(), (run, at) => {
        const result = attempt(name, run);
        // Without the row that gives a unit of a plant to a good, what the unit emits is in the rest, which holds no such row.
        const rows = run.inputs
          .flatMap(({ record, entries }) => entries.map((entry) => ({ record, entry })))
          .filter(({ entry }) => rowOf(entry) !== 'plant-unit');
        if (result === null) return false;
        // Half of them are rows that the run used: otherwise hardly any case is about one of these.
        const used = new Map(result.used.map(({ record, keys }) => [record, new Set(keys)]));
        const taken = rows.filter(({ record, entry: { key } }) => used.get(record)?.has(key));
        const some = at % 2 === 0 ? taken : rows;
        const { record, entry } = some[(at >> 1) % some.length]!;
        const inputs = run.inputs.map((input) =>
          input.record === record
            ? { record, entries: input.entries.filter((other) => other !== entry) }
            : input,
        );
        const without = attempt(name, { ...run, inputs });
        if (without === null) return false;
        const after = new Map(without.figures.map((figure) => [figure.key, figure]));
        const held = figuresHolding(result, record, entry);
        for (const figure of result.figures) {
          const { key } = figure;
          const isSame = writeBits(after.get(key)) === writeBits(figure);
          // A row that adds 0, or cancels, changes the figures that hold it, and not the values of these that others take.
          const isHeld =
            held.has(key) && (held.get(key) === 'itself' || hasOtherParts(figure, result, without));
          expect({ key, isSame }).toEqual({ key, isSame: !isHeld });
        }
        expect([...after.keys()].filter((key) => !valuesOf(result).has(key))).toEqual([]);
        return held.size > 0;
      });
    });
  },
);

/** Writes a figure without what is about the whole run: warnings, and the entities whose rows count. */
function writeBits(figure: RunResult['figures'][number] | undefined): string {
  return JSON.stringify(figure, (name, value: unknown) =>
    name === 'warnings' || name === 'entities' ? undefined : value,
  );
}

describe.each(['inventory@2', 'value-chain@2', 'cbam@2'])('a total of %s', (name) => {
  const method = METHODS.find((each) => each.name === name)!;

  it('is the exact sum of its parts, rounded once', () => {
    const decimals = fc.integer({ min: 0, max: 4 });
    claim(method, decimals, ({ inputs, parameters }, places) => {
      const run = (shown: number): RunResult | null =>
        attempt(name, {
          inputs,
          parameters: { ...parameters, rounding: { mode: 'half-even', decimals: shown as 6 } },
        });
      // The parts with every digit that an entry can hold; those of a division have at least 20 right digits more than the total.
      const exact = run(24);
      const shown = run(places);
      if (exact === null || shown === null) return false;
      const parts = new Map(exact.figures.map((figure) => [figure.key, figure]));
      const totals = shown.figures.filter((figure) => partsOf(figure).length > 0);
      for (const total of totals) {
        const sum = partsOf(total).reduce(
          (before, key) => before.plus(weigh(parts.get(key)!, inputs)),
          new Exact(0),
        );
        // Parts have 30 decimals here, and a quotient 50 digits in the engine: what is so near a tie can be rounded to either side.
        const apart = sum.minus(total.value).abs();
        expect(apart.lessThanOrEqualTo(new Exact(10).pow(-places).div(2).plus('1e-24')), total.key).toBe(
          true,
        );
      }
      return totals.length > 0;
    });
  });
});

const Exact = Decimal.clone({ precision: 200, rounding: Decimal.ROUND_HALF_EVEN });

/** The keys of the figures that a total adds up. */
function partsOf({ key, detail }: Figure): string[] {
  if (detail.covers !== undefined) return detail.covers.map((part) => part.key);
  const base = /^(cbam\/.*)\/total$/.exec(key)?.[1];
  return base === undefined ? [] : [`${base}/direct`, `${base}/indirect`];
}

/** A part in tonnes of CO2e: one of CO2 or CO2e as it is, one of another gas by the potential that the inputs state. */
function weigh({ value, unit }: Figure, inputs: readonly InputRecord[]): Decimal {
  const gas = /\{(.+)\}/.exec(unit)![1]!;
  if (gas === 'CO2' || gas === 'CO2e') return new Exact(value);
  const rows = inputs.flatMap(({ entries }) => entries);
  const potential = rows.find(({ detail }) => detail?.['row'] === 'gwp' && detail['gas'] === gas)!;
  return new Exact(value).times(potential.value!);
}

type Holding = 'itself' | 'through another';

/** Returns the figures whose derivations hold a row: listed or in a set of their own, or through a figure that they take. */
function figuresHolding(
  { figures, used }: RunResult,
  record: string,
  entry: InputEntry,
): ReadonlyMap<string, Holding> {
  const held = new Map<string, Holding>();
  if (used.find((own) => own.record === record)?.keys.includes(entry.key) !== true) return held;
  for (const { key, detail } of figures) {
    const isHeld = detail.derivation.operands.some((operand) =>
      'selection' in operand
        ? operand.record === record && openSelection(operand.selection)(entry)
        : operand.record === record && operand.key === entry.key,
    );
    if (isHeld) held.set(key, 'itself');
  }
  for (let before = -1; before < held.size;) {
    before = held.size;
    for (const figure of figures)
      if (!held.has(figure.key) && takenBy(figure).some((key) => held.has(key)))
        held.set(figure.key, 'through another');
  }
  return held;
}

/** The keys of the figures that a figure takes. */
function takenBy({ detail }: Figure): string[] {
  return detail.derivation.operands.flatMap((operand) =>
    'selection' in operand || operand.record !== undefined ? [] : [operand.key],
  );
}

/** Whether a figure that another one takes is missing afterwards, or has another value. */
function hasOtherParts(figure: Figure, before: RunResult, after: RunResult): boolean {
  const [old, fresh] = [valuesOf(before), valuesOf(after)];
  return takenBy(figure).some((key) => old.get(key) !== fresh.get(key));
}

/** Activities that can be stated in two rows. A certificate has one row, and a factor is selected. */
const DIVISIBLE = new Set([
  'fuel-use',
  'refrigerant-leak',
  'electricity-use',
  'process-activity',
  'measured-emission',
  'value-chain-activity',
  'financing',
  'cogeneration-output',
  'plant-stream',
  'goods',
  'attributed-emissions',
  'precursor',
  'solution-use',
  'wood-flow',
]);

function isDivisible(entry: InputEntry): boolean {
  return DIVISIBLE.has(rowOf(entry)) && entry.value !== '0';
}

const HARD = new Map([
  ['t', '[lb_av]'],
  ['kg', '[lb_av]'],
  ['t{CO2e}', '[lb_av]{CO2e}'],
  ['MW.h', '[Btu_IT]'],
]);

const POUND = '0.45359237';
/** Units and spellings of each unit, with how many of them it is: exact in every case. */
const SPELLINGS = new Map<string, readonly [spelling: string, factor: string][]>([
  [
    '[lb_av]',
    [
      ['lb', '1'],
      ['kg', POUND],
      ['tonnes', '0.00045359237'],
      ['g', '453.59237'],
      ['[ston_av]', '0.0005'],
      ['万吨', '0.000000045359237'],
    ],
  ],
  [
    '[lb_av]{CO2e}',
    [
      ['lb CO2e', '1'],
      ['kg CO2-eq', POUND],
      ['t{CO2e}', '0.00045359237'],
    ],
  ],
  [
    '[Btu_IT]',
    [
      ['Btu', '1'],
      ['MJ', '0.00105505585262'],
      ['J', '1055.05585262'],
      ['MMBtu', '0.000001'],
    ],
  ],
  ['1', [['%', '100']]],
  [
    'TJ/Gg',
    [
      ['GJ/t', '1'],
      ['MJ/kg', '1'],
      ['kJ/kg', '1000'],
    ],
  ],
  [
    't{C}/GJ',
    [
      ['kg{C}/MJ', '1'],
      ['tC/TJ', '1000'],
    ],
  ],
  [
    't{CO2e}/MW.h',
    [
      ['kgCO2e/kWh', '1'],
      ['g{CO2e}/W.h', '1'],
      ['tCO2e/GWh', '1000'],
    ],
  ],
  [
    't{CO2e}/t',
    [
      ['kgCO2e/kg', '1'],
      ['kg CO2-eq per t', '1000'],
    ],
  ],
  [
    'kg{CO2e}/kg',
    [
      ['t{CO2e}/t', '1'],
      ['g{CO2e}/kg', '1000'],
    ],
  ],
  [
    'kg/TJ',
    [
      ['g/GJ', '1'],
      ['t/TJ', '0.001'],
      ['kg/GJ', '0.001'],
    ],
  ],
  [
    't{CO2}/t',
    [
      ['kgCO2/kg', '1'],
      ['kg{CO2}/t', '1000'],
    ],
  ],
  ['t{CO2e}/1', [['kg{CO2e}/1', '1000']]],
  ['a', [['d', '365.25']]],
]);

/** Returns an entry with its quantity in another unit or spelling, read as an import reads it. */
function respell(entry: InputEntry, choice: number): InputEntry {
  const known = SPELLINGS.get(entry.unit);
  if (known === undefined) return entry;
  const [spelling, factor] = known[choice % known.length]!;
  const value = String(parseAmount(entry.value!).times(parseAmount(factor)));
  const spelled = readUnitSpelling(spelling);
  return { ...entry, value: convertSpelled(value, spelled), unit: spelled.unit };
}

function next(numbers: Iterator<number>): number {
  return numbers.next().value as number;
}

/** Returns the items in an order that the numbers choose. */
function shuffle<T>(items: readonly T[], numbers: Iterator<number>): T[] {
  return items
    .map((item) => ({ item, place: next(numbers) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
