import { describe, expect, it } from 'vitest';
import { mayHoldKey } from '../../web/verification/policy/endpoint-key.ts';
import { WALLET_URL } from '../../jobs/verify/policy-fields.ts';

describe('the address of an endpoint', () => {
  it.each([
    'https://mainnet.provider.example/v3/0123456789abcdef0123456789abcdef',
    'https://eth-mainnet.provider.example/v2/abcDEFghiJKLmnoPQRstuVWXyz_-0123',
    'https://eth.provider.example/6b9f3e0c-5b0e-4c57-9d0b-6f1f7a2c9b11',
    'https://quick-red-fox.chain.provider.example/8c1f0d5a77e2b34c9a6e/',
    'https://6b9f3e0c5b0e4c579d0b6f1f7a2c9b11.eth.provider.example/',
    'https://user:password@node.example/',
    'https://user@node.example/',
    'https://node.example/?key=a',
    'https://node.example/rpc?dkey=a',
    'https://node.example/#a',
    'not an address',
  ])('%s may hold a key', (url) => {
    expect(mayHoldKey(url)).toBe(true);
  });

  it.each([
    'https://node.example.org',
    'https://node.example.org/',
    'https://ethereum-mainnet-rpc.publicnode.example/',
    'https://rpc.example.org/eth/mainnet',
    'https://rpc.example.org/v1',
    'https://archive.rpc-node-two.example.org:8545/ethereum-sepolia-testnet',
    'http://127.0.0.1:8545/',
    'http://192.168.100.200:18545',
    'http://[2001:db8:1234:5678:9abc:def0:1234:5678]:8545/',
    WALLET_URL,
  ])('%s holds none', (url) => {
    expect(mayHoldKey(url)).toBe(false);
  });
});
