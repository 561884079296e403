import { setTimeout as pause } from 'node:timers/promises';
import { totalmem } from 'node:os';
import type { Logger } from 'pino';
import { openApi, type Api } from '../../client/http/api.ts';
import { signIn } from '../../client/http/sign-in.ts';
import { openWorkClient } from '../../client/http/work.ts';
import { bytesOf } from '../../core/encoding/hex.ts';
import { signerOfKey } from '../../client/keys/signer.ts';
import { engineFolder } from '../../cli/engines/engine-folder.ts';
import { openUnitsInThreads } from '../../cli/threads/open-units.ts';
import { servePool } from '../../jobs/work/serve-pool.ts';
import { startLoop } from '../../runtime/loop.ts';
import { ACTORS } from './actors.ts';
import type { LocalKey } from './local-keys.ts';
import type { Undo } from './stack.ts';

/** The ledger whose work is computed, and the key of the pool. */
export interface LocalPoolOptions {
  readonly url: string;
  readonly chainId: number;
  readonly key: LocalKey;
  readonly log: Logger;
}

/** Milliseconds between two looks for work, and the longest pause while the server refuses, as before it has read the pool's key. */
const [LOOK, LONGEST] = [1_000, 10_000];

/** Starts the pool of a local ledger: one worker of its operator. What stops it is added to `undo`. */
export function startLocalPool({ url, chainId, key, log }: LocalPoolOptions, undo: Undo): void {
  const stopping = new AbortController();
  const signer = signerOfKey({ address: key.address, privateKey: bytesOf(key.privateKey) });
  const openOwnApi = (): Promise<Api> => signIn(openApi(url), signer, { chainId, now: Date.now() });
  const say = (text: string): void => log.info({}, text);
  const work = openWorkClient(openOwnApi, say);
  const loop = startLoop({
    pollMs: LOOK,
    longestPauseMs: LONGEST,
    async step() {
      await servePool(
        {
          pool: ACTORS.operator.identifier,
          worker: 'local',
          memory: totalmem() / 2,
          threads: 1,
          untilEmpty: true,
        },
        {
          ...{ work, say, openApi: openOwnApi, engines: engineFolder, now: () => performance.now() },
          openUnits: (opened) => openUnitsInThreads(opened, { threads: 1, locate: refuseDocument }),
          wait: (milliseconds) => pause(milliseconds),
        },
        stopping.signal,
      );
      return 'after-pause';
    },
    onError: (error, failures) => {
      if (failures > 3)
        log.warn({ err: error }, 'The worker of this ledger cannot take work. It tries again.');
    },
  });
  undo.push(() => {
    stopping.abort();
    return loop.stop();
  });
}

/** The worker of this ledger keeps no documents: who asks computes these units. */
function refuseDocument(): Promise<never> {
  return Promise.reject(new Error('the worker of npm start reads no documents'));
}
