import { describe, expect, it } from 'vitest';
import { describeGathered, gatherWarnings } from '../../../engine/errors/group-warnings.ts';
import type { Warning } from '../../../engine/errors/warning.ts';
import { runMethod } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry } from '../dataset.ts';

const warning = (code: Warning['code'], key: string, accepted?: string): Warning => ({
  ...{ code, message: `${key} is odd`, row: { record: '0x', key } },
  ...(accepted === undefined ? {} : { accepted }),
});

describe('gatherWarnings', () => {
  it('gives one group for a code with more than so many warnings, and accepted ones alone', () => {
    const all = [
      ...['a', 'b', 'c'].map((key) => warning('copied-value', key)),
      warning('old-factor', 'd'),
      warning('copied-value', 'e', 'checked'),
      warning('old-factor', 'f'),
    ];
    expect(gatherWarnings(all, 2).map((group) => describeGathered(group, 1))).toEqual([
      'a is odd; 2 more warnings of this kind are about b and 1 more',
      'd is odd',
      'f is odd',
      'e is odd',
    ]);
    expect(gatherWarnings(all, 3)).toHaveLength(all.length);
  });
});

const MONTHS = Array.from({ length: 12 }, (_, month) => ({
  ...{ from: Date.UTC(2023, month) / 1000, until: Date.UTC(2023, month + 1) / 1000 },
}));
const SITES = 150;

/** Rows of many sites, each with one month that is ten times the others. */
const uses = Array.from({ length: SITES }, (_, site) =>
  MONTHS.map((period, month) => {
    const about = {
      ...{ row: 'value-chain-activity', item: 'steel', category: '3.1' },
      ...{ basis: 'life-cycle', geography: 'CN' },
    };
    const amount = 1000 + 17 * site + ((site + month * 5) % 7);
    const value = String(month === site % 12 ? 10 * amount : amount);
    return entry(`site-${site}/${month + 1}`, value, 't', { ...about, facility: `site-${site}` }, period);
  }),
).flat();
const about = { row: 'activity-factor', item: 'steel', gases: ['CO2e'], gwpSet: 'AR5', basis: 'life-cycle' };
const factor = entry('steel', '2', 't{CO2e}/t', { ...about, year: 2023 }, ALWAYS);

describe('a run with a warning for each of 150 sites', () => {
  const inputs = [dataset('a', ...uses), dataset('b', factor)];
  const reason = 'a stock was built up';
  const accepted = [{ code: 'implausible-value', row: 'site-1/2', reason }];
  const { figures, warnings } = runMethod('value-chain@2', inputs, { ...COMMON, gwpSet: 'AR5', accepted });
  const ofAmounts = warnings.filter(({ code }) => code === 'implausible-value');

  it('lists one with their number, some of their rows and the tonnes of all, and the accepted one apart', () => {
    const large = (row: (typeof uses)[number]): boolean =>
      Number(row.value) >= 10_000 && row.key !== 'site-1/2';
    const tonnes = 2 * uses.filter(large).reduce((sum, { value }) => sum + Number(value), 0);
    expect(ofAmounts).toHaveLength(2);
    expect(ofAmounts[0]!.message).toMatch(
      new RegExp(
        '^site-0/1 .*; 148 more warnings of this kind are about site-10/11, .* and 138 more ' +
          `\\(${String(tonnes).slice(0, 3)}\\d+ t\\{CO2e\\}, [\\d.]+ % of scope3/3.1/total\\)$`,
      ),
    );
    expect(ofAmounts[1]).toMatchObject({ row: { key: 'site-1/2' }, accepted: reason });
  });

  it('has figures that say so too, in few words', () => {
    for (const { detail } of figures) {
      const own = detail.derivation.warnings.filter(({ code }) => code === 'implausible-value');
      expect(own.map(({ accepted: why }) => why)).toEqual([undefined, reason]);
      expect(own[0]!.message).toContain('148 more warnings of this kind');
      expect(JSON.stringify(own).length).toBeLessThan(1000);
    }
  });
});
