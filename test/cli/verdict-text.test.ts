import { describe, expect, it } from 'vitest';
import { type Concluded, formatHeadline, formatVerdict } from '../../cli/output/verification/verdict-text.ts';
import type { CheckName } from '../../core/verify/policy.ts';
import type { CheckResult } from '../../core/verify/result.ts';

const fail = (check: CheckName, code: CheckResult['code']): CheckResult => ({
  ...{ check, record: null, result: 'fail', code, basis: '' },
  ...{ expected: null, actual: null },
});

const conclude = (...checks: CheckResult[]): Concluded => ({
  ...{ verdict: 'not-verified', newest: 'required', checks, unchecked: [], notRequired: [] },
  ...{ at: null, hidesFigures: false, summary: null, latest: null },
});

const headlineOf = (...checks: CheckResult[]): string =>
  formatHeadline(conclude(...checks))
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
    expect(formatVerdict(conclude())).toBe('✗ NOT VERIFIED: inclusion');
  });
});
