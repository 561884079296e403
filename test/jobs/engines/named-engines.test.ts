import { describe, expect, it } from 'vitest';
import { listNamedEngines } from '../../../jobs/engines/named-engines.ts';
import { makeResult } from '../../helpers/reperformed-result.ts';

const DIGEST = `0x${'4'.repeat(64)}` as const;

describe('the engines that a proof file names', () => {
  it('are those of the runs that it shows, each once', () => {
    const { records } = makeResult(DIGEST).bundle;
    expect(listNamedEngines({ records })).toEqual(new Set([DIGEST]));
    expect(listNamedEngines({ records: [...records, ...records] })).toEqual(new Set([DIGEST]));
  });

  it('are none where a run has another form, or is not shown', () => {
    const show = (detail: unknown) => ({
      records: [{ entries: { shown: [{ key: 'run', unit: '', detail }] } }],
    });
    for (const detail of [null, {}, { digest: DIGEST }, 'text'])
      expect(listNamedEngines(show(detail)).size).toBe(0);
    expect(listNamedEngines({ records: [] }).size).toBe(0);
  });
});
