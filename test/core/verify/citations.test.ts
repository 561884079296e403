import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../core/records/entry.ts';
import { showRecord } from '../../helpers/bundle-builder.ts';
import { makeEntry, type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import { sealBatch } from '../../helpers/memory-ledger.ts';
import { cite, defaultPolicy, openMarket, showMarket, sumUp, verifyMarket } from './market.ts';

/** Returns what the verification of a disclosure with these entries finds. */
async function disclose(
  entriesOf: (inventory: SignedRecord) => Entry[],
  open = true,
): Promise<[string, string[]]> {
  const market = openMarket(entriesOf);
  return sumUp(await verifyMarket(market, showMarket(market, { open })));
}

describe('A disclosed figure', () => {
  it.each<[string, string, (inventory: SignedRecord) => Entry[]]>([
    [
      'whose citation has no key',
      'format citation-malformed',
      () => [{ ...makeEntry('total', '22.5'), detail: { derivation: { result: `0x${'1'.repeat(64)}` } } }],
    ],
    [
      'whose citation names no record id',
      'format citation-malformed',
      () => [
        { ...makeEntry('total', '22.5'), detail: { derivation: { result: 'inventory', key: 'total' } } },
      ],
    ],
    [
      'that gives an empty reason for another key',
      'format citation-malformed',
      (inventory) => [cite(inventory, 'total', '22.5', { relabelled: ' ' })],
    ],
    [
      'whose reason for another key cannot be seen',
      'format citation-malformed',
      (inventory) => [cite(inventory, 'total', '22.5', { relabelled: '\u200b' })],
    ],
    [
      'that cites a record which is not among the sources',
      'sources citation-source',
      (inventory) => [cite({ ...inventory, id: `0x${'1'.repeat(64)}` }, 'total', '22.5')],
    ],
    [
      'with another key than the cited one',
      'sources citation-key',
      (inventory) => [cite(inventory, 'all', '22.5', { key: 'total' })],
    ],
    [
      'that the result does not hold',
      'reperformance citation-absent',
      (inventory) => [cite(inventory, 'scope9', '22.5')],
    ],
    [
      'with another value than the result shows',
      'reperformance figure-differs',
      (inventory) => [cite(inventory, 'total', '2.5')],
    ],
  ])('%s fails (%s)', async (_, expected, entriesOf) => {
    const [check, code] = expected.split(' ');
    const [verdict, found] = await disclose(entriesOf);
    expect(verdict).toBe('not-verified');
    expect(found).toContain(`${check} fail ${code}`);
  });

  it('is verified with its citation, and under another key with a reason, which the verdict repeats', async () => {
    const market = openMarket((inventory) => [
      cite(inventory, 'scope1', '12.5'),
      cite(inventory, 'all', '22.5', { key: 'total', relabelled: 'the name in this exchange' }),
    ]);
    const verification = await verifyMarket(market, showMarket(market, { open: true }));
    expect(sumUp(verification)).toEqual(['verified', []]);
    expect(verification.summary).toMatchObject({
      relabelled: [{ key: 'all', cited: 'total', reason: 'the name in this exchange' }],
      origins: { cited: ['scope1', 'all'], uncited: [], recomputed: [] },
    });
  });

  it('without a citation gives a warning, and fails where reperformance is required', async () => {
    const market = openMarket((inventory) => [cite(inventory, 'scope1', '12.5'), makeEntry('bonus', '0')]);
    const bundle = showMarket(market, { open: true });
    const verification = await verifyMarket(market, bundle);
    expect(sumUp(verification)).toEqual(['verified', ['reperformance warn figure-uncited']]);
    expect(verification.summary!.origins).toMatchObject({ cited: ['scope1'], uncited: ['bonus'] });
    const wanted = defaultPolicy({ require: ['reperformance'] });
    expect(sumUp(await verifyMarket(market, bundle, wanted))).toEqual([
      'not-verified',
      ['reperformance fail figure-uncited'],
    ]);
  });

  it('that cites a result of another party fails', async () => {
    const market = openMarket();
    const { ledger, parties } = market;
    const foreign = signRecord({
      by: parties.stranger,
      kind: 'result',
      subject: 'foreign',
      entries: [makeEntry('total', '1')],
    });
    const disclosure = signRecord({
      by: parties.company,
      kind: 'disclosure',
      subject: 'second',
      sources: [foreign],
      entries: [cite(foreign, 'total', '1')],
    });
    sealBatch(ledger, [foreign, disclosure]);
    const bundle = showMarket(market, { subject: disclosure, also: [foreign] });
    expect(sumUp(await verifyMarket(market, bundle))[1]).toContain('sources fail citation-source');
  });

  it('that cites a key which the result is proven not to have fails', async () => {
    const market = openMarket((inventory) => [cite(inventory, 'scope9', '22.5')]);
    const { disclosure, inventory } = market;
    const bundle = showMarket(market);
    const records = [
      showRecord(market.ledger, disclosure, { all: true }),
      showRecord(market.ledger, inventory, { absent: ['scope9'] }),
    ];
    expect(sumUp(await verifyMarket(market, { ...bundle, records }))[1]).toEqual([
      'reperformance fail citation-absent',
    ]);
    expect(sumUp(await verifyMarket(market, bundle))[0]).toBe('verified');
  });
});
