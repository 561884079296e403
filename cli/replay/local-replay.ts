import { openRecover } from '../../chain/keys/native-signatures.ts';
import type { Recover } from '../../core/hashing/signature.ts';
import type { ReplayPorts } from '../../jobs/replay/replay-ports.ts';
import { openLinePool } from './line-pool.ts';
import { openStateFolder } from './state-folder.ts';

/** How a replay runs on this machine. */
export interface LocalReplay {
  /** The folder of the state. */
  readonly state: string;
  readonly threads: number;
  /** Gets a warning that the native library of signatures is missing. */
  readonly onWarning: (text: string) => void;
}

/** Returns what a replay needs of this machine: a folder for its state, threads, and the native library of signatures. */
export function openLocalReplay({
  state,
  threads,
  onWarning,
}: LocalReplay): Pick<ReplayPorts, 'openState' | 'openLines'> & { readonly recover: Recover } {
  const recover = openRecover({ warn: (_fields, text) => onWarning(text) });
  return {
    recover,
    openState: (domain, isFresh) => openStateFolder(state, domain, isFresh),
    openLines: (domain) => openLinePool(domain, threads, recover),
  };
}
