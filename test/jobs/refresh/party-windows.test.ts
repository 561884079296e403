import { describe, expect, it } from 'vitest';
import { recoverByNoble } from '../../../core/hashing/signature.ts';
import { ROLES } from '../../../core/records/kind.ts';
import { openWindows, signingOf } from '../../../jobs/refresh/party-windows.ts';
import { failAtBatch } from '../../../jobs/refresh/refresh-error.ts';
import { showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, readFacts, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';
import { signRecord } from '../../helpers/signed-record.ts';

const ledger = createLedger();
const company = registerParty(ledger, 'test:company', 'company');
const [first, second] = [signRecord({ by: company }), signRecord({ by: company, subject: 'other' })];
sealBatch(ledger, [first, second]);
const signings = [first, second].map((record) =>
  signingOf(TEST_DOMAIN, showRecord(ledger, record), recoverByNoble),
);

describe('the windows of a refreshed proof file', () => {
  it('are the key and the role of each signer, once, and each is asked for once', async () => {
    const asked: string[] = [];
    const { keyWindows, roleWindows } = readFacts(ledger.facts);
    const windows = openWindows({
      keyWindows: (party, key) => {
        asked.push(key);
        return keyWindows(party, key);
      },
      roleWindows,
    });
    const chosen = await windows.choose(signings);
    expect(chosen.map(({ role, key }) => role ?? key)).toEqual([company.key.address, ROLES.company]);
    expect(await windows.isAuthorised(signings[0]!)).toBe(true);
    expect(asked).toEqual([company.key.address]);
  });

  it('are none of a signer whom the registry does not know', async () => {
    const windows = openWindows(readFacts(createLedger().facts));
    expect(await windows.isAuthorised(signings[0]!)).toBe(false);
    expect(await windows.choose(signings)).toEqual([]);
  });
});

describe('a batch that a refresh cannot use', () => {
  it('is refused where the operator is at fault, and unchecked where another copy may help', () => {
    const fault = failAtBatch('records-differ', 3, 'another root.');
    expect(fault).toMatchObject({ code: 'records-differ', exit: 'refused' });
    expect(fault.message).toMatch(/^batch 3: another root\. Nothing was written\. Compare with another copy/);
    expect(failAtBatch('copy-lacks', 3, 'it is missing')).toMatchObject({ exit: 'unchecked' });
  });
});
