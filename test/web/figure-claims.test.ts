import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { Bundle } from '../../core/proofs/bundle.ts';
import type { Summary } from '../../core/verify/summary.ts';
import { readClaim } from '../../jobs/verify/figure-claims.ts';
import { readCoverage } from '../../web/verification/verdict/figure-coverage.ts';
import { listHints } from '../../web/verification/verdict/figure-hints.ts';
import { buildBundle, showRecord } from '../helpers/bundle-builder.ts';
import { createLedger, registerParty, sealBatch } from '../helpers/memory-ledger.ts';
import { makeEntry, signRecord } from '../helpers/signed-record.ts';

interface Sketch {
  readonly key: string;
  readonly detail: JsonObject;
  readonly value?: string;
}

const entryOf = ({ key, detail, value = '5' }: Sketch) => ({
  ...makeEntry(key, value),
  unit: 't{CO2e}',
  detail,
});

interface Made {
  readonly bundle: Bundle;
  readonly summary: Summary;
}

/** Returns a proof file of a disclosure with one figure, beside the result that has another. */
function disclose(
  result: readonly Sketch[],
  disclosed: (result: string) => readonly Sketch[],
  shownOfResult = { all: true },
): Made {
  const ledger = createLedger();
  const by = registerParty(ledger, 'lei:529900T8BM49AURSDO55', 'company');
  const cited = signRecord({ by, kind: 'result', entries: result.map(entryOf) });
  sealBatch(ledger, [cited]);
  const disclosure = signRecord({
    ...{ by, kind: 'disclosure', subject: 'exchange/2024', sources: [cited] },
    entries: disclosed(cited.id).map(entryOf),
  });
  sealBatch(ledger, [disclosure]);
  const bundle = buildBundle([
    showRecord(ledger, disclosure, { all: true }),
    showRecord(ledger, cited, shownOfResult),
  ]);
  return {
    bundle,
    summary: {
      kind: 'disclosure',
      origins: { recomputed: ['scope1/total'] },
      relabelled: [],
    } as unknown as Summary,
  };
}

/** Returns a proof file of a result. */
function state(entries: readonly Sketch[], keys?: readonly string[]): Made {
  const ledger = createLedger();
  const by = registerParty(ledger, 'lei:529900T8BM49AURSDO55', 'company');
  const result = signRecord({ by, kind: 'result', entries: entries.map(entryOf) });
  sealBatch(ledger, [result]);
  const showing = keys === undefined ? { all: true } : { keys };
  return {
    bundle: buildBundle([showRecord(ledger, result, showing)]),
    summary: { kind: 'result', origins: { recomputed: [] }, relabelled: [] } as unknown as Summary,
  };
}

const honest = { method: 'inventory@2', gases: ['CO2'], gwpSet: 'AR5' };
const lie = {
  method: 'inventory@2',
  gases: ['CO2', 'CH4', 'N2O'],
  gwpSet: 'AR6',
  boundary: 'verified by TUV',
};
const claimOf = ({ bundle, summary }: Made) =>
  readClaim(bundle.records[0]!.entries.shown[0]!, { bundle, summary });

describe('what a figure of a disclosure is said to be', () => {
  it('is what the cited result says, whatever the disclosure says about it', () => {
    const made = disclose([{ key: 'scope1/total', detail: honest }], (result) => [
      { key: 'scope1/total', detail: { ...lie, derivation: { result, key: 'scope1/total' } } },
    ]);
    expect(claimOf(made)).toEqual({ namedBy: honest, detail: honest, by: 'engine' });
  });

  it('has no name where it is another figure of the result', () => {
    const made = disclose([{ key: 'by-facility/a/scope2/location', detail: honest }], (result) => [
      {
        key: 'total/market',
        detail: {
          ...lie,
          derivation: { result, key: 'by-facility/a/scope2/location', relabelled: 'a name' },
        },
      },
    ]);
    expect(claimOf(made)).toEqual({ namedBy: null, detail: honest, by: 'result' });
  });

  it('is its own word where the file does not show the result, or the figure names none', () => {
    const detail = (result: string) => ({ ...lie, derivation: { result, key: 'scope1/total' } });
    const hidden = disclose(
      [{ key: 'scope1/total', detail: honest }],
      (result) => [{ key: 'scope1/total', detail: detail(result) }],
      { all: false },
    );
    expect(claimOf({ ...hidden, summary: { ...hidden.summary, origins: null } })).toMatchObject({
      by: 'record',
    });
    const made = disclose([{ key: 'scope1/total', detail: honest }], () => [
      { key: 'scope2/market', detail: lie },
    ]);
    expect(claimOf(made)).toEqual({ namedBy: lie, detail: lie, by: 'record' });
  });
});

describe('what the detail of a figure says that it covers', () => {
  it('is read with exclusions and each warning once', () => {
    const warning = { code: 'old-factor', message: 'the factor is of 2006', row: { record: '0x', key: 'a' } };
    const detail = {
      ...honest,
      consolidation: 'equity-share',
      covers: [
        { key: 'scope1/total', unit: 't{CO2e}', gases: ['CO2'] },
        { key: 'by-facility/a/scope2/market', unit: 't{CO2}', gases: ['CO2'] },
      ],
      exclusions: [{ what: 'all works but one', reason: 'not material' }],
      derivation: { warnings: [warning, warning] },
    };
    expect(readCoverage(detail)).toEqual({
      gases: ['CO2'],
      gwpSet: 'AR5',
      consolidation: 'equity-share',
      parts: { count: 2, scopes: [1, 2] },
      exclusions: [{ what: 'all works but one', reason: 'not material' }],
      warnings: [{ code: 'old-factor', message: 'the factor is of 2006' }],
    });
  });

  it('is nothing where it has another form', () => {
    const nothing = {
      ...{ gases: [], gwpSet: null, consolidation: null, parts: null },
      ...{ exclusions: [], warnings: [] },
    };
    for (const detail of [
      null,
      'x',
      [],
      {},
      { gases: 'all', gwpSet: 7, consolidation: [], covers: {}, exclusions: [1], derivation: 1 },
    ])
      expect(readCoverage(detail)).toEqual(nothing);
  });
});

describe('what is said about the choice of figures', () => {
  const covers = [{ key: 'scope1/total' }, { key: 'scope2/market' }];
  const all = [
    { key: 'scope1/total', detail: honest },
    { key: 'scope2/location', detail: honest },
    { key: 'scope2/market', detail: honest },
    { key: 'total/location', detail: { ...honest, covers } },
    { key: 'total/market', detail: { ...honest, covers } },
  ];

  it('is nothing where a result shows all', () => {
    expect(listHints(state(all))).toEqual([]);
  });

  it('is that others can be withheld, and which ones belong to those shown', () => {
    expect(listHints(state(all, ['scope2/market']))).toEqual(['partial', 'marketAlone']);
    expect(listHints(state(all, ['total/location']))).toEqual(['partial', 'totalAlone']);
    expect(listHints(state(all, ['scope1/total', 'scope2/location']))).toEqual(['partial']);
  });

  it('is that the party of a disclosure chose them', () => {
    expect(
      listHints(
        disclose([{ key: 'scope1/total', detail: honest }], () => [{ key: 'scope1/total', detail: honest }]),
      ),
    ).toEqual(['chosen']);
  });

  it('says nothing of what a renamed figure is called', () => {
    const made = state([{ key: 'scope2/market', detail: honest, value: '-5' }]);
    const relabelled = [{ key: 'scope2/market', cited: 'by-facility/a/scope2/location', reason: 'a name' }];
    expect(listHints({ ...made, summary: { ...made.summary, kind: 'disclosure', relabelled } })).toEqual([
      'chosen',
    ]);
  });

  it('is that emissions are below zero, and not that a difference is', () => {
    const negative = (key: string) => listHints(state([{ key, detail: honest, value: '-5' }]));
    expect(negative('scope1/total')).toEqual(['negative']);
    expect(negative('by-facility/works-1/scope1')).toEqual(['negative']);
    for (const key of [
      'base-year/change/scope1/total',
      'avoided/wind',
      'balance/CN/CO2',
      'biogenic/scope1/total',
    ])
      expect(negative(key)).toEqual([]);
  });
});
