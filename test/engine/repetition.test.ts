import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedRows, withoutCounts } from './named-rows.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { METHODS } from '../../engine/registry.ts';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../engine/run.ts';
import {
  co2e,
  dated,
  FACTORS_RECORD,
  givenArbitrary,
  isGenerated,
  OTHERS,
  runsOf,
} from './generated-rows.ts';
import { COMMON, dataset, entry, YEAR_2022, type TestEntry } from './dataset.ts';

/** How many runs of each method succeeded. */
const succeeded = new Map<string, number>();

describe('a run that is repeated from the rows that it names', () => {
  it.each(METHODS.filter(isGenerated).map(({ name, reads }) => ({ name, reads })))(
    'gives the same figures of $name, for any other rows and proxies in the first run',
    ({ name, reads }) => {
      let made = 0;
      fc.assert(
        fc.property(givenArbitrary(reads), fc.nat(), ({ inputs, proxies }, at) => {
          const some = [0, 1, 2, 3].flatMap((step) => proxies[(at + step) % proxies.length] ?? []);
          for (const declared of [[], ...some.map((proxy) => [proxy]), proxies]) {
            const parameters = { ...COMMON, ...OTHERS[name], proxies: declared };
            if (isRepeated(name, inputs, parameters)) made += 1;
            isRepeated(name, inputs, { ...parameters, listed: 0 });
          }
        }),
        runsOf({ reads }),
      );
      succeeded.set(name, made);
    },
  );

  it('is tried on runs that succeed, of all methods but one or two that read so many rows that few do', () => {
    const none = [...succeeded].filter(([, made]) => made === 0);
    expect(none.length).toBeLessThan(3);
    expect(succeeded.size).toBeGreaterThan(10);
  });

  it.each([
    ['the valid row of the wider place', ['world']],
    ['a row of another place, when one of a wider place is valid', ['us']],
  ])('accepts only a proxy of the narrowest place, not %s', (_, keys) => {
    const inputs = [dataset('a', steel('use', 'DE'), steel('other', 'FR')), dataset('b', ...STEEL)];
    const proxies = keys.map((key) => ({ record: FACTORS_RECORD, key, reason: 'none' }));
    expect(() => runMethod('value-chain@2', inputs, { ...COMMON, gwpSet: 'AR5', proxies })).toThrow(
      expect.objectContaining({ code: 'factor-out-of-time' }),
    );
  });
});

/** A selection of the rows that a run used is among the rows that it was given, so another one can select the same rows. */
function withoutSelections(result: RunResult): object {
  return withoutCounts({ ...result, used: result.used.map(({ record, keys }) => ({ record, keys })) });
}

/**
 * Runs a method; if it succeeds, repeats it with only the rows that it used, and checks that its derivations name exactly these where they
 * list rows.
 */
function isRepeated(
  method: string,
  inputs: readonly InputRecord[],
  parameters: typeof COMMON & { readonly listed?: number },
): boolean {
  const made = attempt(() => runMethod(method, inputs, parameters));
  if (made === null) return false;
  const used = made.used.map(({ record, keys }) => {
    const { entries } = inputs.find((input) => input.record === record)!;
    return { record, entries: entries.filter(({ key }) => keys.includes(key)) };
  });
  const again = repeatRun(describeRun(method, parameters, made, '0x'), used);
  expect(withoutSelections(again)).toEqual(withoutSelections(made));
  if (parameters.listed === 0) return true;
  const named = used.flatMap(({ record, entries }) => entries.map(({ key }) => `${record} ${key}`));
  expect(new Set(named)).toEqual(namedRows(made.figures));
  return true;
}

function attempt(run: () => RunResult): RunResult | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

function steel(key: string, geography: string): TestEntry {
  const detail = { row: 'value-chain-activity', item: 'i', basis: 'life-cycle', category: '3.1', geography };
  return entry(key, '6', 't', detail);
}

const OF_STEEL = { row: 'activity-factor', item: 'i', ...co2e, basis: 'life-cycle', ...dated };
const STEEL = [
  entry('de', '1', 't{CO2e}/t', { ...OF_STEEL, geography: 'DE' }, YEAR_2022),
  entry('us', '2', 't{CO2e}/t', { ...OF_STEEL, geography: 'US' }),
  entry('world', '3', 't{CO2e}/t', OF_STEEL),
];
