import type { FigureItem, FigureStanding, ProvenSource } from '../../handles/figure-item.ts';

/** The digest of the policy under which made figures verify. */
export const POLICY = `0x${'aa'.repeat(32)}` as const;
const year = (of: number): number => Date.UTC(of, 0) / 1000;

/** The parties of made figures. */
export const PARTIES = ['lei:529900T8BM49AURSDO55', 'lei:5299000J2N45DDNE4Y28'].map((identifier, at) => ({
  id: `0x${String(at + 1).padStart(64, '0')}` as const,
  identifier,
}));

/** A figure that verifies; what is given differs. */
export function makeFigure(
  changes: Partial<FigureItem> & { readonly standing?: FigureStanding } = {},
): FigureItem {
  const { standing = 'current', ...others } = changes;
  const key = changes.key ?? 'scope1';
  const source: ProvenSource = {
    ...{ is: 'proven', record: `0x${'11'.repeat(32)}`, stream: 'result emissions/2024', sequence: 2 },
    title: 'Emissions of 2024',
    ...{ verdict: 'verified', policy: POLICY, standing, opinions: [] },
  };
  return {
    ...{ kind: 'figure', key, method: 'inventory@2', party: PARTIES[0]!, value: '1234.5', unit: 't{CO2e}' },
    ...{ from: year(2024), until: year(2025), gases: ['CO2', 'CH4'], gwpSet: 'AR6' },
    conditions: { boundary: 'territory' },
    uncertainty: null,
    rounding: { mode: 'half-even', decimals: 1 },
    parts: { entries: [`${source.record}#${key}`, `0xdata#fuel/${key}`], sets: [] },
    isPrivate: false,
    source,
    ...others,
  };
}

/** Returns how sure a figure is, with one row of its own. */
export function makeNote(value: number, half: number, row: string): NonNullable<FigureItem['uncertainty']> {
  const percent = (100 * half) / Math.abs(value);
  const text = (number: number): string => String(Number(number.toPrecision(6)));
  return {
    ...{ approach: 1, shape: 'normal', level: '0.95', standardDeviation: text(half / 1.96) },
    ...{ low: text(value - half), high: text(value + half), below: text(-percent), above: text(percent) },
    contributions: [{ record: '0xdata', key: row, share: '1' }],
  };
}
