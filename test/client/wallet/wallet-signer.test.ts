import { secp256k1 } from '@noble/curves/secp256k1.js';
import { Signature, TypedDataEncoder, verifyTypedData } from 'ethers';
import { describe, expect, it } from 'vitest';
import { signerOfKey } from '../../../client/keys/signer.ts';
import { findWallets, type FoundWallet } from '../../../client/wallet/find-wallets.ts';
import { typedDataOf } from '../../../client/wallet/typed-data.ts';
import { openWallet } from '../../../client/wallet/wallet-signer.ts';
import { formatHex, type Hex, ZERO_HASH } from '../../../core/encoding/hex.ts';
import { hashPersonalText } from '../../../core/hashing/personal-text.ts';
import { recoverAddress } from '../../../core/hashing/signature.ts';
import { digestRecord, type LedgerRecord } from '../../../core/records/record.ts';
import { makeKey, TEST_DOMAIN } from '../../helpers/registry.ts';
import { openTestWallet, ProviderError, type TestWalletOptions } from '../../helpers/test-wallet.ts';

const KEY = makeKey('wallet');
const PRIVATE = formatHex(KEY.privateKey);
const RECORD: LedgerRecord = {
  party: `0x${'01'.repeat(32)}`,
  kind: 2,
  subject: 'inventory/2023 ü 钢',
  sequence: Number.MAX_SAFE_INTEGER,
  previous: `0x${'02'.repeat(32)}`,
  entries: `0x${'03'.repeat(32)}`,
  sources: [`0x${'04'.repeat(32)}`, `0x${'05'.repeat(32)}`],
  statement: `0x${'06'.repeat(32)}`,
};
const SIGNED = { domain: TEST_DOMAIN, record: RECORD };
const DIGEST = digestRecord(TEST_DOMAIN, RECORD);

const walletOf = (options: TestWalletOptions = {}): ReturnType<typeof openTestWallet> =>
  openTestWallet(PRIVATE, { chainId: TEST_DOMAIN.chainId, ...options });

/** Returns a wallet that gives another form of its own signature of a record. */
const reshape = (change: (signature: Hex) => unknown): ReturnType<typeof openTestWallet> =>
  walletOf({
    meddle: async (method, params) =>
      method === 'eth_signTypedData_v4'
        ? change((await walletOf().request({ method, params })) as Hex)
        : undefined,
  });

/** Returns a wallet that refuses one method with a code. */
const refusing = (refused: string, code: number): ReturnType<typeof openTestWallet> =>
  walletOf({
    meddle: (method) => {
      if (method === refused) throw new ProviderError(code, 'the words of the wallet');
    },
  });

describe('typedDataOf', () => {
  it.each([
    ['with sources', RECORD],
    ['without sources', { ...RECORD, sequence: 1, previous: ZERO_HASH, sources: [] }],
  ])('gives a record %s the digest that ethers computes from the JSON', (_, record) => {
    const { types, domain, message } = typedDataOf({ domain: TEST_DOMAIN, record });
    const { EIP712Domain, Record } = types;
    expect(EIP712Domain.map(({ name }) => name)).toEqual(Object.keys(domain));
    const members = { Record: [...Record] };
    expect(TypedDataEncoder.hash(domain, members, message)).toBe(digestRecord(TEST_DOMAIN, record));
  });
});

describe('openWallet', () => {
  it('signs a record as the key in this process does, and ethers verifies it', async () => {
    const signer = await openWallet(walletOf());
    expect(signer.address).toBe(KEY.address);
    const signature = await signer.signRecord(SIGNED);
    expect(signature).toBe(await signerOfKey(KEY).signRecord(SIGNED));
    const { types, domain, message } = typedDataOf(SIGNED);
    expect(verifyTypedData(domain, { Record: [...types.Record] }, message, signature)).toBe(KEY.address);
  });

  it('signs a text in any script as the key in this process does', async () => {
    const text = 'localhost wants you to sign in\n碳';
    const signature = await (await openWallet(walletOf())).signText(text);
    expect(recoverAddress(hashPersonalText(text), signature)).toBe(KEY.address);
    expect(signature).toBe(await signerOfKey(KEY).signText(text));
  });

  it.each<[string, (signature: Hex) => unknown]>([
    ['v 0 or 1', (hex) => `${hex.slice(0, -2)}0${Number.parseInt(hex.slice(-2), 16) - 27}`],
    ['64 bytes of EIP-2098', (hex) => Signature.from(hex).compactSerialized],
    ['upper-case digits', (hex) => `0x${hex.slice(2).toUpperCase()}`],
    [
      'a high s',
      (hex) => {
        const s = (secp256k1.Point.Fn.ORDER - BigInt(`0x${hex.slice(66, 130)}`))
          .toString(16)
          .padStart(64, '0');
        return `${hex.slice(0, 66)}${s}${hex.endsWith('1b') ? '1c' : '1b'}`;
      },
    ],
  ])('takes a signature with %s, and gives it in the form of the protocol', async (_, change) => {
    const signature = await (await openWallet(reshape(change))).signRecord(SIGNED);
    expect(recoverAddress(DIGEST, signature)).toBe(KEY.address);
    expect(signature).toMatch(/^0x[0-9a-f]{128}1[bc]$/);
  });

  it.each<[string, (signature: Hex) => unknown]>([
    ['of another key', () => signerOfKey(makeKey('other')).signRecord(SIGNED)],
    ['that is too long, as those of contracts', (hex) => `${hex}00`],
    ['with an unknown v', (hex) => `${hex.slice(0, -2)}25`],
    ['of zeros', () => `0x${'00'.repeat(64)}1b`],
    ['that is not a text', () => 7],
  ])('refuses a signature %s', async (_, change) => {
    const signer = await openWallet(reshape(change));
    await expect(signer.signRecord(SIGNED)).rejects.toMatchObject({
      name: 'WalletError',
      code: 'wallet-signature',
    });
  });

  it.each([
    ['the user refuses to connect', 'eth_requestAccounts', 4001, 'wallet-refused'],
    ['the user refuses to sign', 'eth_signTypedData_v4', 4001, 'wallet-refused'],
    ['another request is open', 'eth_requestAccounts', -32002, 'wallet-busy'],
    ['the account is not connected', 'eth_signTypedData_v4', 4100, 'wallet-account'],
    ['it cannot sign typed data', 'eth_signTypedData_v4', -32601, 'wallet-unsupported'],
    ['it is offline', 'eth_chainId', 4900, 'wallet-disconnected'],
    ['it fails', 'eth_signTypedData_v4', -32603, 'wallet-failed'],
  ])('says what to do where %s', async (_, method, code, expected) => {
    const signed = openWallet(refusing(method, code)).then((signer) => signer.signRecord(SIGNED));
    await expect(signed).rejects.toMatchObject({ code: expected });
    await expect(signed).rejects.toThrow(/\. .*The wallet says: the words of the wallet/);
  });

  it('refuses a wallet without the account that must sign, and names the accounts that it gives', async () => {
    const { address } = makeKey('other');
    await expect(openWallet(walletOf(), { address })).rejects.toMatchObject({ code: 'wallet-account' });
    await expect(openWallet(walletOf(), { address })).rejects.toThrow(KEY.address);
    const locked = walletOf({ meddle: (method) => (method === 'eth_requestAccounts' ? [] : undefined) });
    await expect(openWallet(locked)).rejects.toMatchObject({ code: 'wallet-account' });
  });

  it('switches to the chain of the ledger, or adds it, before it signs', async () => {
    const known = await openWallet(walletOf({ chainId: 5, known: [TEST_DOMAIN.chainId] }));
    expect(recoverAddress(DIGEST, await known.signRecord(SIGNED))).toBe(KEY.address);
    const chain = {
      chainName: 'Test',
      rpcUrls: ['http://127.0.0.1:8545'],
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    };
    const added = await openWallet(walletOf({ chainId: 5 }), { chain });
    expect(recoverAddress(DIGEST, await added.signRecord(SIGNED))).toBe(KEY.address);
  });

  it('refuses to sign on another chain', async () => {
    const unknown = await openWallet(walletOf({ chainId: 5 }));
    await expect(unknown.signRecord(SIGNED)).rejects.toMatchObject({ code: 'wallet-chain' });
    const stubborn = walletOf({
      chainId: 5,
      meddle: (method) => (method === 'wallet_switchEthereumChain' ? null : undefined),
    });
    const stays = await openWallet(stubborn);
    await expect(stays.signRecord(SIGNED)).rejects.toThrow(`expected chain ${TEST_DOMAIN.chainId}, got 5`);
  });
});

describe('findWallets', () => {
  const announce = (detail: unknown): Event => new CustomEvent('eip6963:announceProvider', { detail });
  const info = { uuid: 'a', name: 'First', icon: 'data:image/png;base64,AA==', rdns: 'org.example' };

  it('lists those that announce themselves, at once and later, each once', () => {
    const window = new EventTarget();
    window.addEventListener('eip6963:requestProvider', () =>
      window.dispatchEvent(announce({ info, provider: walletOf() })),
    );
    let found: readonly FoundWallet[] = [];
    const stop = findWallets(window, (wallets) => (found = wallets));
    expect(found.map(({ name }) => name)).toEqual(['First']);
    window.dispatchEvent(announce({ info, provider: walletOf() }));
    window.dispatchEvent(announce({ info: { ...info, uuid: 'b', name: 'Second' }, provider: walletOf() }));
    expect(found.map(({ name }) => name)).toEqual(['First', 'Second']);
    stop();
    window.dispatchEvent(announce({ info: { ...info, uuid: 'c' }, provider: walletOf() }));
    expect(found).toHaveLength(2);
  });

  it('takes no script as a picture, and ignores what is not a wallet', () => {
    const window = new EventTarget();
    let found: readonly FoundWallet[] = [];
    findWallets(window, (wallets) => (found = wallets));
    expect(found).toEqual([]);
    for (const detail of [null, { info }, { info: { ...info, name: '' }, provider: walletOf() }])
      window.dispatchEvent(announce(detail));
    expect(found).toEqual([]);
    window.dispatchEvent(announce({ info: { ...info, icon: 'javascript:alert(1)' }, provider: walletOf() }));
    expect(found[0]).toMatchObject({ name: 'First', icon: null });
  });

  it('finds the wallet of a page that does not announce itself', () => {
    let found: readonly FoundWallet[] = [];
    findWallets(Object.assign(new EventTarget(), { ethereum: walletOf() }), (wallets) => (found = wallets));
    expect(found).toMatchObject([{ uuid: 'window.ethereum', rdns: null }]);
  });
});
