import { describe, expect, it } from 'vitest';
import { type Concluded, formatHeadline, formatVerdict } from '../../cli/output/verification/verdict-text.ts';
import { CHECKS, type CheckName } from '../../core/verify/policy.ts';
import type { CheckResult } from '../../core/verify/result.ts';
import { CHECK_WORDS } from '../../jobs/verify/check-words.ts';
import { CODE_MEANINGS } from '../../jobs/verify/code-meanings.ts';

const fail = (check: CheckName, code: CheckResult['code']): CheckResult => ({
  ...{ check, record: null, result: 'fail', code, basis: '' },
  ...{ expected: null, actual: null },
});

const conclude = (...checks: CheckResult[]): Concluded => ({
  ...{ verdict: 'not-verified', newest: 'required', checks, unchecked: [], notRequired: [] },
  ...{ at: null, hidesFigures: false, summary: null, latest: null },
});

const headlineOf = (...checks: CheckResult[]): string =>
  formatHeadline(conclude(...checks), 'en')
    .join('')
    .replaceAll(/\s+/g, ' ');

describe('the first line of a verdict', () => {
  it('names all checks that failed, and explains the one of the gravest cause', () => {
    const [replaced, own] = [fail('currentness', 'superseded'), fail('sources', 'own-source')];
    expect(headlineOf(replaced)).toBe(
      '✗ NOT VERIFIED: currentness — a newer version of this record is in the ledger',
    );
    expect(headlineOf(replaced, own)).toBe(
      '✗ NOT VERIFIED: currentness, sources — an assurance or decision names a source of its own party',
    );
  });

  it('explains altered figures with what to do, and a value that the protocol refuses with what it is', () => {
    expect(headlineOf(fail('entries', 'proof-root'))).toContain('Do not use them');
    expect(headlineOf(fail('format', 'json-bom'))).toContain('the text begins with a byte order mark');
  });

  it('is missing where no check failed: the second library disagrees, which the last line says', () => {
    expect(headlineOf()).toBe('');
    expect(formatVerdict(conclude(), 'en')).toBe('✗ NOT VERIFIED: inclusion');
  });

  it('is in the language of its reader, with the names that a policy has', () => {
    const failed = conclude(fail('currentness', 'superseded'), fail('entries', 'proof-root'));
    expect(formatHeadline(failed, 'zh-CN').join('').replaceAll(/\s+/g, '')).toBe(
      '✗验证未通过：“为最新版本”（currentness）、“所示数据与签名时一致”（entries）——所示数据并非所签署的数据。请勿使用。',
    );
    const unchecked = conclude({ ...fail('anchor', 'no-chain'), result: 'skipped' });
    expect(formatVerdict({ ...unchecked, verdict: 'unchecked', unchecked: ['anchor'] }, 'zh-CN')).toBe(
      '– 尚未核实：必需但无法检查：“批次已上链”（anchor）',
    );
  });
});

describe('the words of a verification', () => {
  it('are sentences in each language for each code, and a name and a sentence for each check', () => {
    const { en, 'zh-CN': chinese } = CODE_MEANINGS;
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(en).sort());
    for (const [code, text] of Object.entries(chinese))
      expect([code, text]).toEqual([code, expect.stringMatching(/[\u4e00-\u9fff].*[。？]$/u)]);
    for (const [code, text] of Object.entries(en))
      expect([code, text]).toEqual([code, expect.stringMatching(/^(?!.*[\u2e80-\uffef])[A-Z`].*\.$/u)]);
    for (const words of [CHECK_WORDS.en, CHECK_WORDS['zh-CN']]) {
      expect(Object.keys(words)).toEqual(CHECKS);
      for (const { name, rests } of Object.values(words))
        expect(`${name} ${rests}`).toMatch(/\S [\s\S]+[.。]$/u);
    }
  });
});
