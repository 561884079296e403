import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/encoding/json.ts';
import { KINDS } from '../../core/records/kind.ts';
import { listKnownToday } from '../../web/pages/verify/known-today.ts';
import { openSourcesHere } from '../../jobs/verify/sources-here.ts';
import { addVersion, openMarket, showMarket } from '../core/verify/market.ts';
import { createLedger, registerParty, sealBatch } from '../helpers/memory-ledger.ts';
import { buildBundle, showRecord } from '../helpers/bundle-builder.ts';
import { makeEntry, signRecord } from '../helpers/signed-record.ts';

/** A result: one figure names two rows of a dataset, one another figure, and one names nothing. */
function makeResult() {
  const ledger = createLedger();
  const by = registerParty(ledger, 'urn:company', 'company');
  const rows = signRecord({
    ...{ by, subject: 'activity/2023' },
    entries: [makeEntry('coal', '1.5'), makeEntry('power', '2.5')],
  });
  const derive = (key: string, operands: JsonObject[]) => ({
    ...makeEntry(key, '1'),
    detail: { derivation: { operands } },
  });
  const result = signRecord({
    ...{ by, kind: 'result', subject: 'inventory/2023', sources: [rows] },
    entries: [
      derive('sum', [
        { record: rows.id, key: 'coal' },
        { record: rows.id, key: 'power' },
      ]),
      derive('twice', [{ key: 'sum' }, { key: 'sum' }]),
      derive('loop', [{ key: 'loop' }]),
      makeEntry('stated', '1'),
    ],
  });
  sealBatch(ledger, [rows, result]);
  const show = (keys: string[]) =>
    openSourcesHere(
      buildBundle([showRecord(ledger, result, { all: true }), showRecord(ledger, rows, { keys })]),
    );
  return { show };
}

describe('how a figure of a proof file can be followed', () => {
  it('is known where the file shows every row that it names, also by another figure', () => {
    const find = makeResult().show(['coal', 'power']);
    expect(['sum', 'twice'].map(find)).toEqual(['here', 'here']);
    expect(['loop', 'stated'].map(find)).toEqual(['none', 'none']);
  });

  it('is missing where one row is not shown, or a cited result shows no figures', () => {
    const find = makeResult().show(['coal']);
    expect(['sum', 'twice'].map(find)).toEqual(['missing', 'missing']);
    expect(openSourcesHere(showMarket(openMarket()))('total')).toBe('missing');
    expect(openSourcesHere(showMarket(openMarket(), { open: true }))('total')).toBe('none');
  });
});

describe('the records behind a figure', () => {
  it('are called current by a file of the newest batch only, or by a fresh file', () => {
    const market = openMarket();
    const old = showMarket(market, { asOf: 2 });
    const newer = addVersion(market, market.parties.company, market.inventory, {
      ...{ change: 'restatement', reason: 'new factors' },
    });
    const fresh = showMarket(market, { also: [newer] });
    const newestOf = (given: Parameters<typeof listKnownToday>[0]) =>
      listKnownToday(given).get(market.inventory.id)?.newest?.id ?? null;
    expect(newestOf({ bundle: old, now: null, isOld: false })).toBe(market.inventory.id);
    expect(newestOf({ bundle: old, now: null, isOld: true })).toBe(null);
    expect(newestOf({ bundle: old, now: fresh, isOld: true })).toBe(newer.id);
    const kinds = [...listKnownToday({ bundle: fresh, now: null, isOld: true }).values()];
    expect(kinds.some(({ record }) => record.kind === KINDS.assurance)).toBe(false);
    expect(newestOf({ bundle: fresh, now: null, isOld: true })).toBe(newer.id);
  });
});
