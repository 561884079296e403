import { relative } from 'node:path';
import { readChainId } from '../../chain/rpc/chain-id.ts';
import { parsePolicy, type Policy } from '../../core/verify/policy.ts';
import { parseAddress } from '../../core/hashing/domain.ts';
import { parseNumber } from './domain-options.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { findLedgerPath } from './ledger-file.ts';
import { readEngineDigests } from '../engines/engine-folder.ts';
import { changeLedger, createPolicy } from '../../jobs/verify/new-policy.ts';
import { noticeWait } from '../../jobs/verify/watched-reader.ts';
import { printProgress } from '../output/print.ts';
import { parseRpcUrls, type RpcOptions } from './rpc-options.ts';
import type { CommonOptions } from '../terminal/command-context.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Options that choose the rules of `verify`; nothing in the proof file does (§11). */
export interface VerifyPolicyOptions extends RpcOptions {
  readonly policy?: string;
  readonly ledger?: string;
  readonly chainId?: string;
}

/** A policy, and a text that says where it comes from. */
export interface ChosenPolicy {
  readonly policy: Policy;
  readonly source: string;
}

/**
 * Returns the policy to use: from `--policy`; else from `--rpc` and `--ledger` if both are given; else from
 * `.carbon-ledger/policy.json`. Other options override the members that they name.
 * @throws UsageError `no-ledger`, `option`, `file-unreadable`; BadInput; ReaderError if the endpoint must report its chain and can't
 */
export async function choosePolicy(
  terminal: Terminal,
  options: VerifyPolicyOptions & CommonOptions,
): Promise<ChosenPolicy> {
  const complete = options.rpc !== undefined && options.ledger !== undefined;
  const path = options.policy ?? (complete ? null : findLedgerPath(terminal, 'policy.json'));
  if (path === null)
    return { policy: await policyOfFlags(terminal, options), source: '--rpc and --ledger, without a policy' };
  const policy = overridePolicy(await readPolicy(terminal, path), options);
  const found = options.policy === undefined ? ' (found automatically)' : '';
  return {
    policy,
    source: `${relative(terminal.cwd, path).startsWith('..') ? path : relative(terminal.cwd, path) || path}${found}`,
  };
}

async function policyOfFlags(
  terminal: Terminal,
  { rpc = [], ledger, chainId, json }: VerifyPolicyOptions & CommonOptions,
): Promise<Policy> {
  if (ledger === undefined) {
    throw new UsageError(
      'no-ledger',
      'no policy is known: give a file with --policy, or --rpc and --ledger (ledger policy init writes a policy)',
    );
  }
  const urls = parseRpcUrls(rpc);
  return createPolicy({
    chainId: await noticeWait(findChainId(urls, chainId), () => sayWaiting(terminal, json, urls.slice(0, 1))),
    ledger,
    urls,
    engines: await readEngineDigests(),
  });
}

async function findChainId(urls: readonly string[], chainId: string | undefined): Promise<number> {
  if (chainId !== undefined) return parseNumber(chainId, '--chain-id');
  const [url] = urls;
  if (url === undefined) throw new UsageError('option', '--ledger without --rpc also needs --chain-id');
  return readChainId(url);
}

/** Says on standard error, but not with --json, which endpoints are waited for: host and port, as the rest may hold a secret. */
export function sayWaiting(terminal: Terminal, json: boolean | undefined, urls: readonly string[]): void {
  const hosts = urls.map((url) => new URL(url).host);
  printProgress(terminal, json, `waiting for ${[...new Set(hosts)].join(', ')} …`);
}

/** Returns a policy with the options applied. */
function overridePolicy(policy: Policy, { rpc, ledger, chainId }: VerifyPolicyOptions): Policy {
  const urls = rpc === undefined ? policy.rpc.urls : parseRpcUrls(rpc);
  const named = {
    chainId: chainId === undefined ? policy.chainId : parseNumber(chainId, '--chain-id'),
    ledger: ledger === undefined ? policy.ledger : parseAddress(ledger),
  };
  return { ...changeLedger(policy, named), rpc: { ...policy.rpc, urls } };
}

/** Returns the policy in a file. @throws UsageError `file-unreadable`; BadInput */
export async function readPolicy(terminal: Terminal, path: string): Promise<Policy> {
  const bytes = await readBytes(terminal, path);
  return readNaming(path, () => parsePolicy(bytes));
}
