import { describe, expect, it } from 'vitest';
import { checkEarlierAccounts } from '../../../jobs/import/earlier-accounts.ts';
import { documentOf, type TestEntry } from '../../engine/dataset.ts';

const source = (dataset: string): TestEntry => documentOf('source', { row: 'source', dataset });
const matrix = (...regions: string[]): TestEntry =>
  documentOf('Z', { row: 'matrix-document', matrix: 'Z', regions, sectors: ['steel'] });
const reading = (...accepted: string[]): TestEntry =>
  documentOf('reading', { row: 'table-reading', accepted });
const TABLE = [source('mrio'), matrix('CN', 'DE')];

/** Checks entries after a version that had China, Germany and Romania; tells whether that version was read. */
async function check(...entries: readonly TestEntry[]): Promise<boolean> {
  let isRead = false;
  await checkEarlierAccounts('table.ndjson', entries, () => {
    isRead = true;
    return Promise.resolve([source('mrio'), matrix('CN', 'DE', 'ROU')]);
  });
  return isRead;
}

describe('a multi-region table that follows another', () => {
  it('may lack no account of it, but what its entry "reading" accepts', async () => {
    await expect(check(...TABLE)).rejects.toMatchObject({
      name: 'DatasetRefused',
      code: 'lost-account',
      details: { total: 1, problems: [{ column: 'region/ROU' }] },
    });
    expect(await check(...TABLE, reading('region/ROU'))).toBe(true);
    expect(await check(source('mrio'), matrix('CN', 'DE', 'ROU', 'FR'))).toBe(true);
  });

  it('is taken as it is where it is the first', async () => {
    await expect(
      checkEarlierAccounts('table.ndjson', TABLE, () => Promise.resolve(null)),
    ).resolves.toBeUndefined();
  });

  it('is not compared where it is another dataset', async () => {
    expect(await check(source('activity'))).toBe(false);
    expect(await check()).toBe(false);
  });
});
