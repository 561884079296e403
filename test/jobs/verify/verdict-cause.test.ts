import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { CHECKS, type CheckName } from '../../../core/verify/policy.ts';
import type { CheckResult } from '../../../core/verify/result.ts';
import { CAUSES, causeOf, explainVerdict, findGravest } from '../../../jobs/verify/verdict-cause.ts';

const result = (check: CheckName, outcome: CheckResult['result'], code: CheckResult['code'] = 'ok') => ({
  ...{ check, record: null, result: outcome, code, basis: '' },
  ...{ expected: null, actual: null },
});
const PASSED = CHECKS.map((check) => result(check, 'pass'));
const whyNot = (...checks: CheckResult[]) =>
  explainVerdict({ verdict: 'not-verified', checks: [...PASSED, ...checks], unchecked: [] });

describe('the cause of a verdict', () => {
  it('tells an altered file from a genuine one that was replaced, withdrawn, or is not what the policy requires', () => {
    expect(whyNot(result('entries', 'fail', 'proof-root'))).toMatchObject({
      cause: 'altered',
      isGenuine: false,
    });
    expect(whyNot(result('signature', 'fail', 'signer'))).toMatchObject({
      cause: 'altered',
      isGenuine: false,
    });
    expect(whyNot(result('anchor', 'fail', 'anchor-differs'))).toMatchObject({ cause: 'altered' });
    expect(whyNot(result('currentness', 'fail', 'superseded'))).toMatchObject({
      cause: 'replaced',
      isGenuine: true,
    });
    expect(whyNot(result('currentness', 'fail', 'withdrawn'))).toMatchObject({
      cause: 'withdrawn',
      isGenuine: true,
    });
    expect(whyNot(result('answers', 'fail', 'no-answer'))).toMatchObject({
      cause: 'policy',
      isGenuine: true,
    });
  });

  it('tells a replaced or withdrawn source from a replaced or withdrawn record, which is the graver one', () => {
    const cited = result('currentness', 'fail', 'basis-superseded');
    expect(whyNot(cited)).toMatchObject({ cause: 'sourceReplaced', isGenuine: true });
    expect(whyNot(cited, result('currentness', 'fail', 'superseded'))).toMatchObject({ cause: 'replaced' });
    expect(whyNot(cited, result('currentness', 'fail', 'basis-withdrawn'))).toMatchObject({
      cause: 'sourceWithdrawn',
      isGenuine: true,
    });
  });

  it('is the gravest one, so that a file that was altered and replaced is called altered', () => {
    const [replaced, altered] = [
      result('currentness', 'fail', 'superseded'),
      result('statement', 'fail', 'wrong-type'),
    ];
    expect(whyNot(replaced, altered)).toEqual({
      verdict: 'not-verified',
      cause: 'altered',
      isGenuine: false,
    });
  });

  it('is that of the failed check by which it is explained: of the gravest cause, and the first of these', () => {
    const [order, replaced] = [
      result('order', 'fail', 'order-falls'),
      result('currentness', 'fail', 'superseded'),
    ];
    const again = result('answers', 'fail', 'answer-too-early');
    expect(findGravest([...PASSED, replaced, order, again])).toBe(order);
    expect(findGravest([...PASSED, replaced])).toBe(replaced);
    expect(findGravest(PASSED)).toBeUndefined();
    expect(whyNot()).toEqual({ verdict: 'not-verified', cause: 'other', isGenuine: false });
  });

  it('calls no file genuine while a check that makes it so failed, was skipped or is missing', () => {
    const replaced = result('currentness', 'fail', 'superseded');
    for (const name of CHECKS.slice(0, 9)) {
      const without = PASSED.filter(({ check }) => check !== name);
      const given = [
        without,
        [...without, result(name, 'skipped', 'no-chain')],
        [...PASSED, result(name, 'fail')],
      ];
      for (const checks of given)
        expect(
          explainVerdict({ verdict: 'not-verified', checks: [...checks, replaced], unchecked: [] }),
          name,
        ).toMatchObject({ isGenuine: false });
    }
  });

  it('says what an unchecked file lacks', () => {
    const lack = (code: CheckResult['code']) =>
      explainVerdict({
        verdict: 'unchecked',
        checks: [...PASSED, result('finality', 'skipped', code)],
        unchecked: ['finality'],
      });
    expect(lack('not-final')).toEqual({ verdict: 'unchecked', lack: 'notFinal' });
    expect(lack('no-chain')).toEqual({ verdict: 'unchecked', lack: 'noChain' });
    expect(lack('rpc-unreachable')).toEqual({ verdict: 'unchecked', lack: 'silentChain' });
    expect(lack('engine-missing')).toEqual({ verdict: 'unchecked', lack: 'noEngine' });
    expect(lack('no-head')).toEqual({ verdict: 'unchecked', lack: 'unmet' });
  });

  it('is known for every code with which the verifier fails, and is never another verdict', async () => {
    const folder = new URL('../../../core/verify/', import.meta.url);
    const sources = await Promise.all(
      (await readdir(folder)).map((name) => readFile(new URL(name, folder), 'utf8')),
    );
    const codes = sources.join('').matchAll(/\bfail\(\s*'([a-z-]+)'/g);
    const unknown = [...new Set([...codes].map(([, code]) => code as CheckResult['code']))];
    expect(unknown.length).toBeGreaterThan(20);
    expect(unknown.filter((code) => causeOf({ check: 'answers', code }) === 'other')).toEqual([]);
    expect(CAUSES).toContain(causeOf({ check: 'order', code: 'internal' }));
    expect(whyNot(result('order', 'fail', 'internal'))).toMatchObject({
      verdict: 'not-verified',
      cause: 'other',
    });
  });
});
