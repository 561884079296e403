import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import * as z from 'zod';
import { type Api, openApi } from '../../client/http/api.ts';
import { fetchStreamPlace } from '../../client/http/fetch-records.ts';
import { openLocalReplay } from '../../cli/replay/local-replay.ts';
import { registerReplay } from '../../jobs/replay/register-replay.ts';
import { ReplayError } from '../../jobs/replay/replay-error.ts';
import { chainOfPolicy, type ReplayReport, runReplay } from '../../jobs/replay/run-replay.ts';
import { bytesOf, type Hex } from '../../core/encoding/hex.ts';
import { hashSchema, timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { isReplay, KINDS, REPLAY_SUBJECT } from '../../core/records/kind.ts';
import { recordSchema } from '../../core/records/record-schema.ts';
import { parsePolicy } from '../../core/verify/policy.ts';
import { type NextStep, startLoop } from '../../runtime/loop.ts';
import { ACTORS } from './actors.ts';
import type { LedgerHome } from './ledger-home.ts';
import type { LocalKey } from './local-keys.ts';
import { fetchStatus } from '../../client/http/fetch-status.ts';

/** A replay that the regulator registered. */
interface Registered {
  readonly id: Hex;
  /** The batch that it replayed. */
  readonly number: number;
  /** Unix seconds. */
  readonly acceptedAt: number;
}

/** The regulator of a local ledger. It recomputes all heads from the publication and the chain, and registers that it did (protocol §7). */
export interface Regulator {
  /** Registers a replay of the newest final batch, unless its newest replay is of batch `from` or a later one. Returns the id of its newest. */
  replay(from: number): Promise<Hex>;
  /** From now on registers a replay whenever final batches hold more than replays, and once a day on a quiet ledger. */
  follow(): void;
}

/** The ledger that the regulator replays, and the key with which it signs. */
export interface RegulatorOptions {
  readonly url: string;
  readonly home: LedgerHome;
  readonly publication: string;
  readonly key: LocalKey;
  readonly log: Logger;
}

/** Errors after which a replay begins with the first batch again. */
const START_OVER: readonly string[] = ['state-differs', 'state-damaged'];
const LOOK_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Seconds after which a replay is registered even if nothing happened: its heads must not become too old for a policy. */
const DAY = 86_400;

const PARTY = hashParty(ACTORS.regulator.identifier);
const replaySchema = z.object({
  id: hashSchema,
  acceptedAt: timeSchema,
  statement: z.object({ replay: z.object({ number: uintSchema(1) }) }),
});
const lineSchema = z.object({ record: recordSchema });

/** Opens the regulator of a local ledger. What stops its following is added to `undo`. */
export function openRegulator(
  { url, home, publication, key, log }: RegulatorOptions,
  undo: (() => Promise<void>)[],
): Regulator {
  const api = openApi(url);
  const by = {
    party: PARTY,
    name: ACTORS.regulator.identifier,
    kind: 'decision' as const,
    privateKey: bytesOf(key.privateKey),
  };
  const register = async (): Promise<Hex> => {
    const report = await replayLedger(home, publication);
    return (await registerReplay(api, report, by, () => {})).id;
  };
  return {
    async replay(from) {
      const newest = await findNewest(api);
      return newest !== null && newest.number >= from ? newest.id : register();
    },
    follow() {
      let seen = 0;
      const step = async (): Promise<NextStep> => {
        const { final, now } = await fetchStatus(api);
        const newest = await findNewest(api);
        const isOld = newest !== null && now - newest.acceptedAt > DAY;
        if (final > (newest?.number ?? 0) && (final > seen || isOld)) {
          if (isOld || (await hasOtherRecords(api, newest?.number ?? 0, final))) await register();
          seen = final;
        }
        return 'after-pause';
      };
      const onError = (err: unknown): void =>
        log.warn({ err }, 'The regulator could not replay the ledger. It tries again.');
      const loop = startLoop({ step, pollMs: LOOK_MS, longestPauseMs: LONGEST_PAUSE_MS, onError });
      undo.push(() => loop.stop());
    },
  };
}

/** Returns the newest replay that the regulator registered; null before the first. */
async function findNewest(api: Api): Promise<Registered | null> {
  const stream = { party: PARTY, kind: KINDS.decision, subject: REPLAY_SUBJECT };
  const place = await fetchStreamPlace(api, stream);
  if (place === null) return null;
  const { id, acceptedAt, statement } = await api.get(`/v1/records/${place.record}`, replaySchema);
  return { id, acceptedAt, number: statement.replay.number };
}

/**
 * Tells whether a batch after `after`, up to `until`, holds another record than a replay. Without this, the batch of each replay would
 * cause the next replay, without end.
 */
async function hasOtherRecords(api: Api, after: number, until: number): Promise<boolean> {
  for (let number = after + 1; number <= until; number++)
    for await (const { record } of api.getLines(`/v1/batches/${number}/records`, lineSchema))
      if (!isReplay(record)) return true;
  return false;
}

/** Replays the ledger as the policy of this machine reads the chain. A chain that lost its last blocks in a crash is replayed from the start. */
async function replayLedger(home: LedgerHome, publication: string): Promise<ReplayReport> {
  const chain = chainOfPolicy(parsePolicy(await readFile(home.policyFile)));
  const local = openLocalReplay({ state: join(home.folder, 'regulator'), threads: 1, onWarning: () => {} });
  const run = (isFresh: boolean): Promise<ReplayReport> =>
    runReplay({ chain, publication, isFresh }, { ...local, onProgress: () => {} });
  try {
    return await run(false);
  } catch (error) {
    if (error instanceof ReplayError && START_OVER.includes(error.code)) return run(true);
    throw error;
  }
}
