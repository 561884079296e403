import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Policy } from '../../core/verify/policy.ts';
import { openLocalReplay } from '../replay/local-replay.ts';
import { printProgress } from '../output/print.ts';
import type { CommonOptions } from '../terminal/command-context.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { LEDGER_FOLDER } from './ledger-file.ts';
import { parseThreads } from './threads.ts';
import { choosePolicy, type VerifyPolicyOptions } from './verify-policy.ts';

/** Options of a command that replays a ledger. */
export interface ReplayedLedgerOptions extends CommonOptions, VerifyPolicyOptions {
  readonly publication: string;
  readonly state?: string;
  readonly fresh?: boolean;
  readonly threads?: string;
}

/** A ledger that a command replays: by which policy, from which publication, and what that needs of this machine. */
export interface ReplayedLedger {
  readonly policy: Policy;
  /** Where the policy comes from, for people. */
  readonly source: string;
  readonly publication: string;
  readonly isFresh: boolean;
  readonly local: ReturnType<typeof openLocalReplay>;
}

/** Reads the options of a command that replays a ledger. `folder` has its state where none is named. @throws as `choosePolicy`; UsageError `option` */
export async function readReplayedLedger(
  terminal: Terminal,
  options: ReplayedLedgerOptions,
  folder: 'replay' | 'refresh',
): Promise<ReplayedLedger> {
  const { policy, source } = await choosePolicy(terminal, options);
  const { chainId, ledger, rpc } = policy;
  if (rpc.urls.length === 0)
    throw new UsageError('option', 'no endpoint of the chain is known: give one with --rpc');
  const { publication, state = `${LEDGER_FOLDER}/${folder}/${chainId}-${ledger}`, fresh, threads } = options;
  return {
    policy,
    source,
    publication: /^https?:\/\//.test(publication) ? publication : resolve(terminal.cwd, publication),
    isFresh: fresh === true,
    local: openLocalReplay({
      state: resolve(terminal.cwd, state),
      threads: threads === undefined ? availableParallelism() : parseThreads(threads),
      onWarning: (text) => printProgress(terminal, options.json, text),
    }),
  };
}
