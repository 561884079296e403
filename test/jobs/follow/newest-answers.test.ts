import { describe, expect, it } from 'vitest';
import { KINDS } from '../../../core/records/kind.ts';
import { pickNewestAnswers } from '../../../jobs/follow/newest-answers.ts';
import { idOf, makeRecords } from '../../web/known-records.ts';

const EXCHANGE = idOf(1);
const AUDITOR = idOf(2);
const { record } = makeRecords([{ number: 3, kind: KINDS.decision }]).get(idOf(3))!;
const answer = (
  name: string,
  party: typeof EXCHANGE,
  sequence: number,
  state: 'final' | 'rejected' = 'final',
) => ({
  ...{ name, state },
  record: { ...record, party, sequence },
});
const pick = (...lists: [number, readonly ReturnType<typeof answer>[]][]): string[] =>
  pickNewestAnswers(new Map(lists)).map(({ item: { name }, version }) => `${name} on ${version}`);

describe('answers to the versions of a stream', () => {
  it('about an earlier version stay while their party has not answered a newer one', () => {
    const queried = answer('queried', EXCHANGE, 1);
    expect(pick([2, []], [1, [queried]])).toEqual(['queried on 1']);
    expect(pick([2, [answer('assured', AUDITOR, 1)]], [1, [queried]])).toEqual([
      'assured on 2',
      'queried on 1',
    ]);
  });

  it('are closed by what their party says about a newer version', () => {
    const accepted = answer('accepted', EXCHANGE, 2);
    expect(pick([2, [accepted]], [1, [answer('queried', EXCHANGE, 1)]])).toEqual(['accepted on 2']);
    expect(pick([3, []], [2, [accepted]], [1, [answer('queried', EXCHANGE, 1)]])).toEqual(['accepted on 2']);
  });

  it('of one party about one version are the last of them, and a rejected record closes nothing', () => {
    expect(pick([1, [answer('queried', EXCHANGE, 2), answer('accepted', EXCHANGE, 1)]])).toEqual([
      'queried on 1',
    ]);
    const refused = answer('accepted', EXCHANGE, 2, 'rejected');
    expect(pick([2, [refused]], [1, [answer('queried', EXCHANGE, 1)]])).toEqual(['queried on 1']);
  });
});
