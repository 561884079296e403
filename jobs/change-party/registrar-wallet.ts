import * as z from 'zod';
import { REGISTRAR_ROLE, registryCalls as registry } from '../../chain/contracts/registry-call.ts';
import { askWallet, type WalletProvider } from '../../client/wallet/provider.ts';
import { WALLET_CODES, WalletError } from '../../client/wallet/wallet-error.ts';
import { bytesOf, type Hex, isHex } from '../../core/encoding/hex.ts';
import { hashSchema } from '../../core/encoding/schema.ts';
import { formatAddress, parseAddress } from '../../core/hashing/domain.ts';
import { hashParty, parseIdentifier } from '../../core/parties/identifier.ts';
import { ROLES } from '../../core/records/kind.ts';
import { askIsRegistrar, type RegistryPlace } from '../../client/wallet/connected-account.ts';
import type { WalletAccount } from '../ports.ts';
import type { ActionFields } from './party-change.ts';
import { decodeEffects, type Effect } from './effects.ts';
import { explainWalletError } from './wallet-refusal.ts';

/** A call of the registry as a wallet sends it. */
export interface RegistryCall {
  readonly to: string;
  readonly data: Hex;
  /** The function and its values, as the contract names them. */
  readonly name: string;
  readonly values: readonly (readonly [name: string, value: string])[];
}

/** Returns the call of an action. @throws BadInput for an identifier, party or address that is not one */
export function encodeAction(action: ActionFields, to: string): RegistryCall {
  const values = valuesOf(action);
  const { inputs } = registry.getFunction(action.does)!;
  return {
    to,
    data: registry.encodeFunctionData(action.does, values) as Hex,
    name: action.does,
    values: inputs.map(({ name }, index) => [name, String(values[index])] as const),
  };
}

function valuesOf(action: ActionFields): readonly (string | number)[] {
  switch (action.does) {
    case 'registerParty':
      return [
        parseIdentifier(action.identifier),
        parseAddress(action.key),
        action.roles.reduce((bits, role) => bits | ROLES[role], 0),
      ];
    case 'addIdentifier':
      return [partyOf(action.party), parseIdentifier(action.identifier)];
    case 'openRole':
    case 'closeRole':
      return [partyOf(action.party), ROLES[action.role]];
    case 'addKey':
    case 'closeKey':
      return [partyOf(action.party), parseAddress(action.key)];
    case 'suspend':
      return [partyOf(action.party)];
  }
}

/** Returns the id of a party that is typed as its id, or as its first identifier. @throws BadInput */
export function partyOf(text: string): Hex {
  return isHex(text, 32) ? text : hashParty(text);
}

const accountsSchema = z.array(z.string().regex(/^0x[0-9a-fA-F]{40}$/)).min(1);
const quantitySchema = z.union([z.string().regex(/^0x[0-9a-fA-F]{1,14}$/), z.number().int().nonnegative()]);
const dataSchema = z.string().regex(/^0x(?:[0-9a-f]{2})*$/);

/** An account of a wallet and what the registry says about it. */
export interface RegistrarAccount extends WalletAccount {
  readonly isRegistrar: boolean;
  /** The accounts that are registrars, as the events of the contract say; null where the wallet's chain does not list them. */
  readonly registrars: readonly string[] | null;
}

/** Connects a wallet on the chain of the ledger, and asks the registry whether its account is a registrar. @throws WalletError */
export async function connectRegistrar(
  provider: WalletProvider,
  place: RegistryPlace,
): Promise<RegistrarAccount> {
  const accounts = parseAnswer(accountsSchema, await askWallet(provider, 'eth_requestAccounts'));
  await switchTo(provider, place.chainId);
  return openAccount(provider, place, formatAddress(bytesOf(accounts[0]!.toLowerCase() as Hex)));
}

/** Returns an account of a wallet that is connected and on the chain of the ledger. @throws WalletError */
export async function openAccount(
  provider: WalletProvider,
  { registry: address }: RegistryPlace,
  account: string,
): Promise<RegistrarAccount> {
  const [isRegistrar, registrars] = await Promise.all([
    askIsRegistrar(provider, address, account),
    listRegistrars(provider, address),
  ]);
  return { provider, account, isRegistrar, registrars };
}

async function switchTo(provider: WalletProvider, chainId: number): Promise<void> {
  const read = async (): Promise<number> =>
    Number(parseAnswer(quantitySchema, await askWallet(provider, 'eth_chainId')));
  if ((await read()) === chainId) return;
  await askWallet(provider, 'wallet_switchEthereumChain', [{ chainId: `0x${chainId.toString(16)}` }]);
  if ((await read()) !== chainId) throw new WalletError('wallet-chain', WALLET_CODES['wallet-chain']);
}

/** Returns an answer of a wallet, checked. @throws WalletError */
export function parseAnswer<Out>(schema: z.ZodType<Out>, answer: unknown): Out {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new WalletError(
    'wallet-failed',
    `The wallet's answer cannot be read. ${WALLET_CODES['wallet-failed']}`,
  );
}

/** Asks the chain of a wallet for what a call would return now. @throws WalletError */
export async function callChain(provider: WalletProvider, transaction: object): Promise<string> {
  return parseAnswer(dataSchema, await askWallet(provider, 'eth_call', [transaction, 'latest']));
}

const logsSchema = z.array(z.object({ topics: z.array(z.string()).min(3) }));

/** Returns who is a registrar by the events of the contract; null where the chain of the wallet does not list them. */
async function listRegistrars(provider: WalletProvider, address: string): Promise<readonly string[] | null> {
  const [granted, revoked] = ['RoleGranted', 'RoleRevoked'].map((name) => registry.getEvent(name)!.topicHash);
  const topics = [[granted, revoked], REGISTRAR_ROLE];
  try {
    const asked = { address, fromBlock: '0x0', toBlock: 'latest', topics };
    const logs = logsSchema.parse(await askWallet(provider, 'eth_getLogs', [asked]));
    const registrars = new Set<string>();
    for (const {
      topics: [event, , who],
    } of logs) {
      const account = formatAddress(bytesOf(`0x${who!.slice(-40)}`));
      if (event === granted) registrars.add(account);
      else registrars.delete(account);
    }
    return [...registrars];
  } catch {
    return null;
  }
}

/** Asks the chain whether the registry would take a call now. @throws ChainRefusal with the reason of the contract; WalletError */
export async function tryCall(
  { provider, account }: WalletAccount,
  { to, data }: RegistryCall,
): Promise<void> {
  try {
    await callChain(provider, { from: account, to, data });
  } catch (error) {
    throw explainWalletError(error);
  }
}

/** Asks the wallet to send a call, and returns the hash of the transaction. @throws WalletError, ChainRefusal */
export async function sendCall(
  { provider, account }: WalletAccount,
  { to, data }: RegistryCall,
): Promise<Hex> {
  try {
    const hash = await askWallet(provider, 'eth_sendTransaction', [{ from: account, to, data }]);
    return parseAnswer(hashSchema, hash);
  } catch (error) {
    throw explainWalletError(error);
  }
}

const receiptSchema = z
  .object({
    status: quantitySchema,
    blockNumber: quantitySchema,
    logs: z.array(z.object({ address: z.string(), topics: z.array(z.string()), data: z.string() })).catch([]),
  })
  .nullable();

/** Where a transaction was mined, and what it did. */
export interface Receipt {
  readonly block: number;
  readonly succeeded: boolean;
  /** What the registry says that it did, in the order of its events. */
  readonly effects: readonly Effect[];
}

/** Returns the receipt of a transaction that was sent to a registry; null while it is not mined. @throws WalletError */
export async function readReceipt(
  { provider }: WalletAccount,
  { to }: RegistryCall,
  hash: Hex,
): Promise<Receipt | null> {
  const receipt = parseAnswer(receiptSchema, await askWallet(provider, 'eth_getTransactionReceipt', [hash]));
  if (receipt === null) return null;
  return {
    block: Number(receipt.blockNumber),
    succeeded: Number(receipt.status) === 1,
    effects: decodeEffects(receipt.logs.filter(({ address }) => address.toLowerCase() === to.toLowerCase())),
  };
}
