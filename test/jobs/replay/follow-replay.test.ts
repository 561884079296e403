import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../client/http/api-error.ts';
import { createFollowState, followReplay, type FollowState } from '../../../jobs/replay/follow-replay.ts';
import type { RegisteredReplay } from '../../../jobs/replay/register-replay.ts';
import { formatMetrics } from '../../../jobs/replay/replay-metrics.ts';
import type { ReplayReport } from '../../../jobs/replay/run-replay.ts';
import { ReplayError } from '../../../jobs/replay/replay-error.ts';
import { PublicationError } from '../../../core/publication/publication-error.ts';
import { ReaderError } from '../../../core/verify/chain-reader.ts';

/** Follows with reports that are made up, for a number of looks. */
async function followReports(
  reports: readonly (Partial<ReplayReport> | Error)[],
  register: (report: ReplayReport) => Promise<RegisteredReplay>,
): Promise<FollowState> {
  const ending = new AbortController();
  const state = createFollowState();
  const left = [...reports];
  await followReplay({
    replay: {
      close: () => Promise.resolve(),
      run: () => {
        const next = left.shift()!;
        if (left.length === 0) ending.abort();
        if (next instanceof Error) return Promise.reject(next);
        const counts = {
          verdict: 'replayed',
          number: 1,
          latest: 1,
          records: 1,
          counts: {},
          successor: null,
        } as const;
        return Promise.resolve({ ...counts, ...next } as ReplayReport);
      },
    },
    register,
    lookEvery: 1,
    pause: () => Promise.resolve(),
    registerEvery: 60_000,
    now: () => 5_000,
    signal: ending.signal,
    state,
    onReport: () => {},
    onRegistered: () => {},
    onFailure: () => {},
  });
  return state;
}

describe('followReplay', () => {
  const registerNothing = (): never => {
    throw new Error('nothing should be registered');
  };

  it.each([
    new PublicationError('copy-damaged', 'half written'),
    new PublicationError('copy-unreadable', 'away'),
    new ReplayError('replayer-refused', 'the key is not valid yet'),
    new ReaderError('rpc-unreachable', 'away'),
  ])('looks again after what may pass: $code', async (error) => {
    const state = await followReports([error, { number: 0, latest: 0 }], registerNothing);
    expect([state.failures, state.isUnchecked]).toEqual([1, false]);
  });

  it.each([
    new PublicationError('wrong-ledger', 'of another ledger'),
    new ReplayError('state-damaged', 'a row is missing'),
    new ReplayError('state-differs', 'of another chain'),
  ])('ends with what somebody must put right: $code', async (error) => {
    await expect(followReports([error, { number: 0, latest: 0 }], registerNothing)).rejects.toBe(error);
  });

  it('registers at the next look what the server did not take, and not only when the next one is due', async () => {
    let asked = 0;
    const state = await followReports([{}, {}], ({ number }) => {
      if (++asked === 1) throw new ApiError(400, 'waiting-key', 'the key is not valid yet');
      return Promise.resolve({
        id: `0x${'1'.repeat(64)}`,
        number,
        header: `0x${'2'.repeat(64)}`,
        by: 'demo:auditor',
        created: true,
      });
    });
    expect(asked).toBe(2);
    expect(formatMetrics(state)).toContain('carbon_ledger_replay_registered_timestamp_seconds 5\n');
  });

  it('registers nothing in a closed ledger, and nothing after a fault', async () => {
    const refuse = (): never => {
      throw new Error('nothing should be registered');
    };
    const successor = '0x0000000000000000000000000000000000000000';
    await followReports([{ successor }], refuse);
    const state = await followReports(
      [{ verdict: 'faults', counts: { 'heads-differ': 2, 'ended-since-sealing': 1 } }],
      refuse,
    );
    const metrics = formatMetrics(state);
    expect(metrics).toContain('carbon_ledger_replay_faults 2\n');
    expect(metrics).toContain('carbon_ledger_replay_findings{code="ended-since-sealing"} 1\n');
    expect(metrics).toContain('carbon_ledger_replay_unchecked 0\n');
  });

  it('reports in its metrics that it could not check: after a failure, and without the newest batch', async () => {
    const none = (): never => {
      throw new Error('nothing should be registered');
    };
    for (const last of [{ verdict: 'incomplete', latest: 2, counts: { 'copy-lacks': 1 } } as const, null]) {
      const ended = last ?? { verdict: 'faults' as const, counts: { 'records-differ': 1 }, latest: 2 };
      const metrics = formatMetrics(await followReports([ended], none));
      expect(metrics).toContain('carbon_ledger_replay_unchecked 1\n');
      expect(metrics).not.toContain('carbon_ledger_replay_checked_timestamp_seconds 5');
    }
    const away = await followReports([new ReaderError('rpc-unreachable', 'away'), { number: 0 }], none);
    expect(formatMetrics(away)).toContain('carbon_ledger_replay_failures_total 1\n');
  });
});
