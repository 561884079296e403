import { describe, expect, it } from 'vitest';
import { formatBundle } from '../../../core/proofs/bundle.ts';
import { ReaderError } from '../../../core/verify/chain-reader.ts';
import { hidesFigures } from '../../../core/verify/figures.ts';
import { CHECKS, REQUIRED_CHECKS } from '../../../core/verify/policy.ts';
import type { CheckResult } from '../../../core/verify/result.ts';
import { reportVerdict } from '../../../jobs/verify/verdict-report.ts';
import {
  concludeUnchecked,
  type VerifyInput,
  type VerifyPorts,
  verifyProofFile,
} from '../../../jobs/verify/verify-proof.ts';
import { defaultPolicy, openMarket, showMarket } from '../../core/verify/market.ts';

const NOW = 1_800_000_000;
const market = openMarket();
const bundle = showMarket(market);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = bytesOf(formatBundle(bundle));
const ports: VerifyPorts = { openEngine: () => Promise.resolve(null) };
const verify = (changes: Partial<VerifyInput> = {}, more: Partial<VerifyPorts> = {}) =>
  verifyProofFile({ file, policy: defaultPolicy(), now: NOW, ...changes }, { ...ports, ...more });

describe('verifyProofFile without the chain', () => {
  it('leaves the file unchecked, and says that the chain was not asked', async () => {
    const found = await verify();
    expect(found).toMatchObject({
      ...{ verdict: 'unchecked', why: { verdict: 'unchecked', lack: 'noChain' }, at: null, latest: null },
      ...{ hidesFigures: false, shownFigures: 1 },
      party: { id: market.parties.company.party, identifiers: null },
    });
    expect(found.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('can be copied into and out of a worker', async () => {
    const input = structuredClone({ file, policy: defaultPolicy(), now: NOW });
    const found = await verifyProofFile(input, { ...ports, onCheck: () => {} });
    expect(structuredClone(found)).toEqual(found);
    expect(Object.getPrototypeOf(found.checks)).toBe(Array.prototype);
  });

  it('reports each finding when its check ends, and returns all of them in the order of the report', async () => {
    const heard: CheckResult[] = [];
    const { checks } = await verify({}, { onCheck: (check) => heard.push(check) });
    expect(checks.filter((each) => !heard.includes(each)).map(({ check }) => check)).toEqual(['format']);
    expect(heard).toHaveLength(checks.length - 1);
    const order = checks.map(({ check }) => CHECKS.indexOf(check));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it.each([
    ['no JSON', 'nothing', 'unreadable'],
    ['another ledger', formatBundle({ ...bundle, chainId: 7 }), 'otherLedger'],
    ['an altered figure', formatBundle(bundle).replaceAll('"22.5"', '"21.5"'), 'altered'],
  ])('is not verified for %s, and says so', async (_, text, cause) => {
    const found = await verify({ file: bytesOf(text) });
    expect(found).toMatchObject({ verdict: 'not-verified', why: { cause, isGenuine: false } });
  });

  it('says that a file which shows no figure proves none', async () => {
    const hidden = bundle.records.map((record) => ({
      ...record,
      entries: { all: false, shown: [], absent: [] },
    }));
    const found = await verify({ file: bytesOf(formatBundle({ ...bundle, records: hidden })) });
    expect(found).toMatchObject({ shownFigures: 0, hidesFigures: true });
    const kinds = (['result', 'disclosure', 'dataset', 'assurance', 'decision'] as const).map((kind) =>
      hidesFigures({ summary: { kind }, shownFigures: 0 }),
    );
    expect(kinds).toEqual([true, true, false, false, false]);
    expect(hidesFigures({ summary: { kind: 'result' }, shownFigures: 1 })).toBe(false);
    expect(hidesFigures({ summary: null, shownFigures: 0 })).toBe(false);
  });

  it('refuses to judge as of a time that has not come', async () => {
    await expect(verify({ at: NOW + 1 })).rejects.toMatchObject({ code: 'uint-range' });
    expect((await verify({ at: NOW - 1 })).at).toBe(NOW - 1);
  });
});

describe('an endpoint that does not report its chain', () => {
  const found = concludeUnchecked(file, new ReaderError('rpc-unreachable', 'away'), {
    at: null,
    newest: 'required',
  });

  it('leaves every check open, with the reason', () => {
    expect(found.why).toEqual({ verdict: 'unchecked', lack: 'silentChain' });
    expect(found.checks.map(({ check }) => check)).toEqual(CHECKS);
    expect(new Set(found.checks.map(({ code }) => code))).toEqual(new Set(['rpc-unreachable']));
    expect(found.unchecked).toEqual(REQUIRED_CHECKS);
  });

  it('is the only error that is a verdict', () => {
    const other = new TypeError('a defect');
    expect(() => concludeUnchecked(file, other, { at: null, newest: 'required' })).toThrow(other);
  });

  it('is published as any other verdict: without the parsed file, its cause and its hash', () => {
    expect(Object.keys(reportVerdict(found))).toEqual([
      ...['verdict', 'newest', 'unchecked', 'notRequired', 'at', 'shownFigures', 'summary'],
      ...['checks', 'party', 'parties'],
    ]);
  });
});
