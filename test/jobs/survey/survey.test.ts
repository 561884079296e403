import { describe, expect, it } from 'vitest';
import { formatPanorama } from '../../../cli/output/figures/panorama-text.ts';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { ApiError } from '../../../client/http/api-error.ts';
import { KINDS } from '../../../core/records/kind.ts';
import type { StandingPorts } from '../../../jobs/follow/standing.ts';
import { listCited, readLineStandings } from '../../../jobs/survey/line-standing.ts';
import { readSheet } from '../../../jobs/survey/panorama-sheet.ts';
import { recordId } from '../../engine/dataset.ts';

const [FINAL, OLD, NEWER, HIDDEN] = ['1', '2', '3', '4'].map(recordId) as [`0x${string}`, ...`0x${string}`[]];

/** Returns a figure of a panorama that cites one of a record. */
function figure(key: string, value: string, record: string, warnings: readonly object[] = []) {
  const operands = [{ name: 'F', value, unit: 'Mt{CO2}', record, key: `cited/${key}` }];
  const detail = {
    ...{ method: 'panorama@1', methods: ['national-trade@1'], gases: ['CO2'], gwpSet: null },
    ...{ boundary: 'territory', derivation: { formula: 'F', operands, warnings } },
  };
  return { key: `panorama/${key}`, value, unit: 'Mt{CO2}', detail };
}

const ENTRIES = [
  figure('CN/nature/land/GCB/2022', '-286.079', OLD!),
  figure('CN/production/total/GCB/2022', '11350.538', FINAL),
  figure('CN/production/total/GCB/1990', '2484.855', FINAL, [
    { code: 'missing-year', message: 'no figure of 1991' },
  ]),
  figure('CN/gap/trade/gap/2022', '-1040.811', HIDDEN!),
  { key: 'run', value: null, unit: '', detail: {} },
  { key: 'panorama/CN/else/total/GCB/2022', value: '1', unit: 't', detail: {} },
];

const LEDGER = {
  readRecord: ({ id }) => {
    if (id === HIDDEN) return Promise.reject(new ApiError(404, 'not-found', 'no such record'));
    const record = { party: recordId('c'), kind: KINDS.result, subject: id, sequence: 1, sources: [] };
    const state = id === OLD ? 'anchored' : 'final';
    return Promise.resolve({ id, state, statement: { title: `Accounts ${id[2]}` }, record } as never);
  },
  listRecords: (asked) =>
    Promise.resolve({
      items:
        asked?.answers === FINAL
          ? [
              {
                ...{ id: recordId('9'), state: 'final', statement: { opinion: 'unqualified' } },
                record: { party: recordId('d'), kind: KINDS.assurance, sequence: 1 },
              } as unknown as RecordView,
            ]
          : [],
      next: null,
    } as never),
  readNewest: ({ subject }) =>
    Promise.resolve(subject === OLD ? { sequence: 2, record: NEWER! } : { sequence: 1, record: FINAL }),
} satisfies StandingPorts;

describe('a panorama that is surveyed', () => {
  const sheet = readSheet(ENTRIES);

  it('has its lines by account, their years ascending, and the years that a line lacks', () => {
    expect(
      sheet.lines.map(({ account, years, missing }) => [account, years.map(({ year }) => year), missing]),
    ).toEqual([
      ['production', ['1990', '2022'], []],
      ['nature', ['2022'], ['1990']],
    ]);
    expect(sheet.parts).toMatchObject([{ gap: 'trade', part: 'gap', years: [{ value: '-1040.811' }] }]);
  });

  it('knows whether each cited record is final, replaced, verified, or not known', async () => {
    const cited = listCited(sheet);
    expect(cited).toEqual([FINAL, OLD, HIDDEN]);
    const standings = await readLineStandings(LEDGER, cited);
    expect(standings.get(FINAL)).toMatchObject({
      state: 'final',
      replacedBy: null,
      opinions: ['unqualified'],
    });
    expect(standings.get(OLD!)).toMatchObject({ state: 'anchored', replacedBy: NEWER, opinions: [] });
    expect(standings.get(HIDDEN!)).toEqual({ isKnown: false, why: 'no such record' });
    expect(formatPanorama(sheet, standings)).toBe(
      [
        'CN',
        '  production: total, by GCB (Mt{CO2}; CO2; territory; national-trade@1)',
        '    1990 2484.855  2022 11350.538',
        '    cites 0x11111111 Accounts 1, final, opinion: unqualified',
        '    ! no figure of 1991',
        '  nature: land, by GCB (Mt{CO2}; CO2; territory; national-trade@1)',
        '    2022 -286.079',
        '    no figure of 1990',
        '    cites 0x22222222 Accounts 2, anchored, not final, replaced by 0x33333333, not verified by an auditor',
        '  gap trade (Mt{CO2})  2022 -1040.811',
        '    cites 0x44444444 not known: no such record',
      ].join('\n'),
    );
  });
});
