import { describe, expect, it } from 'vitest';
import { createPolicy } from '../../jobs/verify/new-policy.ts';
import { type ChosenPolicy, nameEndpoints, wordsOf } from '../../web/verification/policy/chosen-policy.ts';
import type { Judged } from '../../web/verification/verdict/report.tsx';
import { formatVerdictJson } from '../../web/verification/verdict/verdict-json.ts';

const withUrls = (...urls: string[]) =>
  createPolicy({ chainId: 1, ledger: '0x0000000000000000000000000000000000000000', urls });
const ofServer: ChosenPolicy = {
  policy: withUrls('https://node.example/'),
  ...({ ledgerFrom: 'server', endpointsFrom: 'server', policyFile: null } as const),
};

describe('who named the endpoints of a policy', () => {
  it('is the server until the user adds one, even if the address of the ledger was compared', () => {
    const compared: ChosenPolicy = { ...ofServer, ledgerFrom: 'user' };
    expect(wordsOf(compared).endpointsFrom).toBe('server');
    expect(nameEndpoints({ ...compared.policy, maxAge: 60 }, compared)).toBe('server');
    expect(nameEndpoints(withUrls('https://node.example/', 'https://own.example/'), compared)).toBe('user');
    expect(nameEndpoints(withUrls('https://own.example/'), ofServer)).toBe('user');
    expect(nameEndpoints(withUrls('https://own.example/'), null)).toBe('user');
  });
});

describe('the verdict as JSON', () => {
  it('says which file it is about, when and by which policy it was judged, and gives no path of an endpoint away', () => {
    const judged = {
      ...{ name: 'a.carbon-proof.json', size: 9, checkedAt: 1_700_000_000, changed: null },
      outcome: { verdict: 'verified', sha256: 'ab', checks: [], bundle: { records: [] } },
      ...ofServer,
      policy: withUrls('https://node.example/v3/a-secret'),
    } as unknown as Judged;
    const text = formatVerdictJson(judged);
    expect(text).not.toContain('a-secret');
    expect(JSON.parse(text)).toMatchObject({
      verdict: 'verified',
      file: { name: 'a.carbon-proof.json', sha256: 'ab' },
      checkedAt: 1_700_000_000,
      policy: { rpc: { urls: ['https://node.example/'] } },
      ...{ ledgerFrom: 'server', endpointsFrom: 'server', policyFile: null },
    });
    expect(text).not.toContain('"bundle"');
    const now = {
      outcome: { ...judged.outcome, verdict: 'not-verified', sha256: 'cd' },
      checkedAt: 1_700_000_009,
    };
    expect(
      JSON.parse(formatVerdictJson(judged, now as Parameters<typeof formatVerdictJson>[1])),
    ).toMatchObject({
      ...{ verdict: 'not-verified', file: { name: null, sha256: 'cd' }, checkedAt: 1_700_000_009 },
    });
  });
});
