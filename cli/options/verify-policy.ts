import { relative } from 'node:path';
import { readChainId } from '../../chain/rpc/chain-id.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { parseAddress } from '../../core/hashing/domain.ts';
import { parseNumber } from './domain-options.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { findLedgerPath } from './ledger-file.ts';
import { readEngineDigests } from '../../client/policies/released-engines.ts';
import { createPolicy } from '../../client/policies/new-policy.ts';
import { readPolicy } from './policy-file.ts';
import { parseRpcUrls, type RpcOptions } from './rpc-options.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** By which rules `verify` judges: never by anything in the bundle (§11). */
export interface VerifyPolicyOptions extends RpcOptions {
  readonly policy?: string;
  readonly ledger?: string;
  readonly chainId?: string;
}

/** A policy, and where it comes from in words. */
export interface ChosenPolicy {
  readonly policy: Policy;
  readonly source: string;
}

/**
 * Returns the policy to judge by: that of `--policy`; else of the flags, where `--rpc` and `--ledger` name everything; else
 * that of `.carbon-ledger/policy.json`. Flags beside a policy replace what they name.
 * @throws UsageError `no-ledger`, `option`, `file-unreadable`; BadInput; ReaderError where the chain must be asked which it is
 */
export async function choosePolicy(terminal: Terminal, options: VerifyPolicyOptions): Promise<ChosenPolicy> {
  const complete = options.rpc !== undefined && options.ledger !== undefined;
  const path = options.policy ?? (complete ? null : findLedgerPath(terminal, 'policy.json'));
  if (path === null) return { policy: await policyOfFlags(options), source: 'the flags of this command' };
  const policy = overridePolicy(await readPolicy(terminal, path), options);
  const found = options.policy === undefined ? ', found by itself' : '';
  return {
    policy,
    source: `${relative(terminal.cwd, path).startsWith('..') ? path : relative(terminal.cwd, path) || path}${found}`,
  };
}

async function policyOfFlags({ rpc = [], ledger, chainId }: VerifyPolicyOptions): Promise<Policy> {
  if (ledger === undefined) {
    throw new UsageError(
      'no-ledger',
      'no policy is known: give --policy, or --rpc and --ledger (see ledger policy init)',
    );
  }
  const urls = parseRpcUrls(rpc);
  return createPolicy({
    chainId: await findChainId(urls, chainId),
    ledger,
    urls,
    engines: await readEngineDigests(),
  });
}

async function findChainId(urls: readonly string[], chainId: string | undefined): Promise<number> {
  if (chainId !== undefined) return parseNumber(chainId, '--chain-id');
  const [url] = urls;
  if (url === undefined) throw new UsageError('option', '--ledger without --rpc wants --chain-id beside it');
  return readChainId(url);
}

/** A policy's pins are about its own contracts: another ledger has none. */
function overridePolicy(policy: Policy, { rpc, ledger, chainId }: VerifyPolicyOptions): Policy {
  const urls = rpc === undefined ? policy.rpc.urls : parseRpcUrls(rpc);
  const changed = { ...policy, rpc: { ...policy.rpc, urls } };
  const chain = chainId === undefined ? policy.chainId : parseNumber(chainId, '--chain-id');
  const address = ledger === undefined ? policy.ledger : parseAddress(ledger);
  if (chain === policy.chainId && address === policy.ledger) return changed;
  return { ...changed, chainId: chain, ledger: address, codeHash: null, registry: null, faults: null };
}
