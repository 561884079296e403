import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSelection } from '../../../core/records/selection.ts';
import { watchRows } from '../../../engine/datasets/warning.ts';
import { validateDataset } from '../../../engine/datasets/validate.ts';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { METHODS } from '../../../engine/registry.ts';
import type { InputEntry } from '../../../engine/rows/input.ts';
import { codeName, foldName, showName, tidyName, tidyPlace } from '../../../engine/rows/spelling.ts';
import { findRowType, ROW_TYPES } from '../../../engine/rows/types/row-types.ts';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { withoutCounts } from '../named-rows.ts';
import { entry, fuelUse } from '../dataset.ts';
import { isGenerated, runArbitrary, runsOf } from '../generated-rows.ts';
import type { GivenRun } from '../published-rows.ts';

describe('a name', () => {
  it.each([
    ['Diesel', 'diesel'],
    [' natural  gas ', 'natural-gas'],
    ['Ｎａｔｕｒａｌ Gas', 'natural-gas'],
    ['works-1', 'works-1'],
    ['北京 工厂', '%e5%8c%97%e4%ba%ac-%e5%b7%a5%e5%8e%82'],
    ['École', '%c3%a9cole'],
    ['A&B / C', 'a%26b-%2f-c'],
  ])('%j counts as %j', (text, name) => {
    expect(foldName(text)).toBe(name);
    expect(foldName(tidyName(text))).toBe(name);
    expect(foldName(codeName(text))).toBe(name);
    expect(foldName(text.toUpperCase())).toBe(name);
  });

  it('is the same after it was folded', () => {
    fc.assert(fc.property(fc.string(), (text) => foldName(foldName(text)) === foldName(text)));
  });

  it('in any script has a code that a row can hold, from which it is shown again', () => {
    const [fuelUse] = ROW_TYPES;
    const holds = (facility: string): boolean => fuelUse.schema.shape.facility.safeParse(facility).success;
    for (const name of [
      '杭州轧钢厂',
      'Werk München',
      'Завод 5',
      'Hangzhou rolling mill',
      'Smith & Sons',
      '5 %',
    ]) {
      const code = codeName(name);
      expect(holds(code)).toBe(true);
      expect(showName(code)).toBe(tidyName(name));
      expect(codeName(code)).toBe(code);
    }
    const [long, other] = ['杭州轧钢厂有限公司第一分厂', '杭州轧钢厂有限公司第二分厂'].map(codeName);
    expect(long).not.toBe(other);
    expect(holds(long!) && holds(other!)).toBe(true);
    expect(showName(long!)).toMatch(/^杭州轧钢厂有-[0-9a-f]{8}$/);
    expect(foldName('杭州轧钢厂有限公司第一分厂')).toBe(foldName(long!));
  });

  it('of any text has a code of one segment, and spellings that count as one have one code when folded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 90 }), (text) => {
        expect(codeName(text)).toMatch(/^[A-Za-z0-9._:@+%()-]{0,64}$/);
        expect(foldName(codeName(text))).toBe(foldName(foldName(codeName(text))));
      }),
    );
  });

  it('of a place has capitals', () => {
    expect(tidyPlace(' ｇｂ-eng')).toBe('GB-ENG');
  });
});

const attempt = <T>(run: () => T): T | null => {
  try {
    return run();
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
};

/** Returns a text with the case of its letters by the bits of a number. */
function respell(text: string, bits: number): string {
  return [...text]
    .map((letter, at) => ((bits >> (at % 16)) & 1 ? letter.toUpperCase() : letter.toLowerCase()))
    .join('');
}

/** Returns a run with its names spelled by numbers. */
function respellRun({ inputs, parameters }: GivenRun, numbers: Iterator<number>): GivenRun {
  const spell = (value: unknown): unknown =>
    typeof value === 'string'
      ? respell(value, numbers.next().value as number)
      : Array.isArray(value)
        ? value.map(spell)
        : value;
  const entries = (own: readonly InputEntry[]): InputEntry[] =>
    own.map((row) => {
      const names = findRowType(row.detail?.['row'])?.names ?? [];
      const stated = names.flatMap((name) => {
        const value = row.detail?.[name];
        return value === undefined ? [] : [[name, spell(value)] as const];
      });
      return { ...row, detail: { ...row.detail, ...Object.fromEntries(stated) } };
    });
  return { parameters, inputs: inputs.map((input) => ({ ...input, entries: entries(input.entries) })) };
}

const valuesOf = ({ figures }: RunResult): Map<string, string> =>
  new Map(figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]));

describe.each(METHODS.filter(isGenerated).map((method) => [method.name, method] as const))(
  'rows of %s whose names are spelled at random',
  (name, method) => {
    it('give the same figures, in sets that select exactly their rows, and again from the rows that were used', () => {
      let made = 0;
      fc.assert(
        fc.property(runArbitrary(method), fc.infiniteStream(fc.nat(65_535)), (run, numbers) => {
          const before = attempt(() => runMethod(name, run.inputs, run.parameters));
          if (before === null) return;
          made += 1;
          const spelled = respellRun(run, numbers);
          const parameters = { ...run.parameters, listed: 2 };
          const after = runMethod(name, spelled.inputs, parameters);
          expect(valuesOf(after)).toEqual(valuesOf(before));
          checkSets(after, spelled);
          const used = after.used.map(({ record, keys }) => ({
            record,
            entries: spelled.inputs
              .find((input) => input.record === record)!
              .entries.filter(({ key }) => keys.includes(key)),
          }));
          const again = repeatRun(describeRun(name, parameters, after, '0x'), used);
          expect(withoutCounts({ ...again, used: [] })).toEqual(withoutCounts({ ...after, used: [] }));
        }),
        runsOf(method),
      );
      expect(made).toBeGreaterThan(0);
    });
  },
);

/** Checks that the sets of each figure with one symbol, record and selection hold exactly the used rows that it selects. */
function checkSets({ figures, used }: RunResult, { inputs }: GivenRun): void {
  for (const { detail } of figures) {
    const sets = detail.derivation.operands.filter((operand) => 'selection' in operand);
    const groups = Map.groupBy(sets, ({ name, record, selection }) =>
      JSON.stringify([name.replace(/\[.*|'+$/, ''), record, selection]),
    );
    for (const [first, ...others] of groups.values()) {
      const { entries } = inputs.find(({ record }) => record === first!.record)!;
      const { keys } = used.find(({ record }) => record === first!.record)!;
      const isSelected = openSelection(first!.selection);
      const selected = entries.filter((row) => keys.includes(row.key) && isSelected(row));
      expect(selected.length).toBe([first!, ...others].reduce((sum, { count }) => sum + count, 0));
    }
  }
}

describe('the import of rows', () => {
  it('warns once of a name in another spelling, and refuses factors that would match equally', () => {
    const watch = watchRows();
    const rows = ['Coal', 'coal', 'coal', 'COAL', 'oil'].map((fuel, at) =>
      fuelUse(`use-${at}`, '1', 't', fuel),
    );
    expect(rows.map((row) => watch(row)?.code ?? null)).toEqual([
      null,
      'other-spelling',
      null,
      'other-spelling',
      null,
    ]);
    const oxidation = (key: string, fuel: string): InputEntry =>
      entry(key, '1', '1', { row: 'oxidation', fuel, year: 2023 });
    expect(validateDataset('factor', [oxidation('a', 'Coal'), oxidation('b', 'coal')])).toMatchObject([
      { code: 'ambiguous-row', row: 'b' },
    ]);
  });
});
