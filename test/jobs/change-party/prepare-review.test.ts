import { Interface } from 'ethers';
import { describe, expect, it } from 'vitest';
import { partyRegistryAbi } from '../../../chain/generated/party-registry.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { hashParty } from '../../../core/parties/identifier.ts';
import { type ActionFields, startFields } from '../../../jobs/change-party/party-change.ts';
import { prepareReview } from '../../../jobs/change-party/prepare-review.ts';
import { encodeAction } from '../../../jobs/change-party/registrar-wallet.ts';
import type { ReviewPorts } from '../../../jobs/ports.ts';

const registry = new Interface(partyRegistryAbi);
const REGISTRY = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const KEY = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359';
const AUDITOR = 'urn:example.org:clear-assurance';
const OPEN = BigInt(Number.MAX_SAFE_INTEGER);

/** What a registry on a small chain answers, function by function; a call that changes something returns nothing, or is refused. */
const ANSWERS: Readonly<Record<string, (...values: readonly unknown[]) => unknown>> = {
  identifiers: (party) => (party === hashParty(AUDITOR) ? [AUDITOR] : []),
  keys: () => [KEY],
  keyWindows: () => [{ from: 5n, until: OPEN }],
  windows: (_party, role) => (Number(role) === 4 ? [{ from: 7n, until: OPEN }] : []),
  partyOf: () => `0x${'0'.repeat(64)}`,
  keyDelay: () => 86_400n,
};

/** Ports over that chain, whose newest block is of second 100. `refusal` is how the wallet fails calls that change something. */
function portsOf(refusal: object | null, more: Partial<ReviewPorts> = {}): ReviewPorts {
  const call = (data: Hex): string => {
    const { name, args } = registry.parseTransaction({ data })!;
    const answer = ANSWERS[name];
    if (answer !== undefined) return registry.encodeFunctionResult(name, [answer(...args)]);
    if (refusal !== null) throw refusal as Error;
    return '0x';
  };
  const answers: Readonly<Record<string, (first: unknown) => unknown>> = {
    eth_call: (asked) => call((asked as { data: Hex }).data),
    eth_getBlockByNumber: () => ({ timestamp: '0x64' }),
    eth_estimateGas: () => '0x5208',
    eth_gasPrice: () => '0x3',
  };
  return {
    account: {
      account: KEY,
      provider: {
        request: ({ method, params = [] }) => Promise.resolve().then(() => answers[method]!(params[0])),
      },
    },
    registry: REGISTRY,
    now: () => 90,
    findKeyHolders: () => Promise.resolve([]),
    ...more,
  };
}

const filled = (part: Partial<ActionFields>): ActionFields => ({
  ...startFields(),
  party: AUDITOR,
  key: KEY,
  ...part,
});

describe('the review of a change of a party', () => {
  it('has the call, the party as the chain has it, the later of both times, the delay and the fee', async () => {
    const fields = filled({ does: 'openRole', role: 'exchange' });
    const review = await prepareReview(fields, portsOf(null));
    expect(review).toMatchObject({
      call: encodeAction(fields, REGISTRY),
      party: hashParty(AUDITOR),
      state: { identifiers: [AUDITOR], roles: ['auditor'], keys: [{ key: KEY, from: 5 }] },
      ...{ now: 100, keyDelay: 86_400, fee: { gas: 21_000, price: 3 }, others: [] },
    });
  });

  it('of a new party has no state, and is by its identifier', async () => {
    const fields = filled({ does: 'registerParty', identifier: 'urn:example.org:new' });
    const review = await prepareReview(fields, portsOf(null, { now: () => 200 }));
    expect(review).toMatchObject({ party: hashParty('urn:example.org:new'), state: null, now: 200 });
  });

  it('says that the registry has no such party', async () => {
    const fields = filled({ does: 'addKey', party: 'urn:example.org:nobody' });
    expect(await prepareReview(fields, portsOf(null))).toBe('unknown-party');
  });

  it('names other parties with the key, of those that the server knows; null where it does not answer', async () => {
    const others = [AUDITOR, 'urn:example.org:other'].map((identifier) => ({
      party: hashParty(identifier),
      identifier,
    }));
    const fields = filled({ does: 'addKey' });
    const found = await prepareReview(
      fields,
      portsOf(null, { findKeyHolders: () => Promise.resolve(others) }),
    );
    expect(found).toMatchObject({ others: [{ identifier: 'urn:example.org:other', from: 5 }] });
    const unasked = portsOf(null, { findKeyHolders: () => Promise.reject(new Error('offline')) });
    expect(await prepareReview(fields, unasked)).toMatchObject({ others: null });
  });

  it('is refused for the reason of the contract, also where the wallet hides it', async () => {
    const data = registry.encodeErrorResult('RoleAlreadyOpen', [hashParty(AUDITOR), 4]);
    const fields = filled({ does: 'openRole', role: 'auditor' });
    for (const refusal of [{ code: 3, data }, { message: 'execution reverted' }])
      await expect(prepareReview(fields, portsOf(refusal))).rejects.toMatchObject({
        code: 'RoleAlreadyOpen',
      });
    const unforeseen = prepareReview(filled({ does: 'suspend' }), portsOf({ message: 'reverted' }));
    await expect(unforeseen).rejects.toMatchObject({ code: 'registry-refused' });
  });
});
