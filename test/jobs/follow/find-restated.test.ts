import { expect, it } from 'vitest';
import type { AnswerReport } from '../../../agents/answer/report-answer.ts';
import { formatAnswerReport } from '../../../cli/output/answer-verdict-text.ts';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { ApiError } from '../../../client/http/api-error.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { findRestated, type RestatedPorts } from '../../../jobs/follow/find-restated.ts';

const idOf = (digit: string): Hex => `0x${digit.repeat(64)}`;
const [CURRENT, OLD, NEW, GONE] = ['a', 'b', 'c', 'd'].map(idOf) as [Hex, Hex, Hex, Hex];

/** A ledger with two streams: `one` has a record that is current, `two` a version that withdraws the first. */
const LEDGER: RestatedPorts = {
  readRecord: ({ id }) => {
    const place = { [CURRENT]: ['one', 1], [OLD]: ['two', 1], [NEW]: ['two', 2] }[id];
    if (place === undefined) return Promise.reject(new ApiError(404, 'not-found', 'no such record'));
    const record = { party: idOf('e'), kind: 2, subject: place[0], sequence: place[1] };
    const statement = id === NEW ? { change: 'withdrawal' } : {};
    return Promise.resolve({ id, record, statement } as unknown as RecordView);
  },
  readNewest: ({ subject }) =>
    Promise.resolve(subject === 'one' ? { sequence: 1, record: CURRENT } : { sequence: 2, record: NEW }),
};

it('a record is found restated by its newest version, one that is current is not, and an unknown one is named', async () => {
  const found = await findRestated(LEDGER, [CURRENT, OLD, OLD, GONE]);
  expect(found).toEqual({
    restated: [{ record: OLD, newest: NEW, sequence: 2, isWithdrawn: true }],
    unknown: [GONE],
  });
});

it('a statement that comes from a restated record is struck through, and the others stay', async () => {
  const statement = { state: 'proven', faults: [] } as const;
  const report: AnswerReport = {
    ...{ verdict: 'verified', by: 'forms', unprovenRows: 0, rows: 0, faults: [], proofs: [] },
    question: { type: 'registered-figures', text: 'Which?', language: 'en' },
    statements: [
      { ...statement, text: { en: 'old words', 'zh-CN': '旧' }, records: [OLD] },
      { ...statement, text: { en: 'good words', 'zh-CN': '好' }, records: [CURRENT, GONE] },
    ],
  };
  const text = formatAnswerReport(report, await findRestated(LEDGER, [OLD, CURRENT, GONE]), 'en');
  expect(text).toContain('! o\u0336l\u0336d\u0336 w\u0336');
  expect(text).toContain('✓ good words');
  expect(text).toMatch(/withdrawn by version 2/u);
  expect(text.replaceAll(/\s+/gu, ' ')).toContain(
    'does not know 1 record of 3, so these were not followed: 0xddd',
  );
  expect(formatAnswerReport(report, null, 'en')).toMatch(/– Not followed: .* \[not-followed\]/su);
});
