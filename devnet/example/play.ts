import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { type Api, openApi } from '../../client/http/api.ts';
import { readOwnEngineDigest } from '../../client/policies/released-engines.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { retryRequest } from '../../client/http/retry-request.ts';
import { signIn } from '../../client/http/sign-in.ts';
import { bytesOf } from '../../core/encoding/hex.ts';
import { timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import { ACTORS } from '../stack/actors.ts';
import type { LedgerHome } from '../stack/ledger-home.ts';
import type { KeyHolder, LocalKey } from '../stack/local-keys.ts';
import type { Regulator } from '../stack/regulator.ts';
import type { Stack } from '../stack/stack.ts';
import { type StoryRecords, playStory } from './story.ts';
import type { StoryRecord } from './story-record.ts';
import { writeProofs } from './proofs.ts';
import { formatRecordLine, shortenId } from './record-line.ts';
import type { Screen } from '../terminal/screen.ts';

const ATTEMPTS = 8;
const POLL_MS = 250;

const acceptedSchema = z.object({ state: z.string() });
const viewSchema = z.object({
  state: z.string(),
  batch: z.object({ number: uintSchema(1) }).nullable(),
  anchor: z.object({ anchoredAt: timeSchema, block: uintSchema() }).nullable(),
  rejected: z.object({ code: z.string(), message: z.string() }).nullable(),
});

type View = z.infer<typeof viewSchema>;

/**
 * Plays the worked example on a local ledger and writes its proof files. An interrupted example continues where it stopped.
 *
 * The regulator replays twice: before and after the restatement. A proof file shows what was the newest as of the newest replayed batch. So
 * those of the first version are written after the restatement, while its batch is not replayed.
 */
export async function playExample(
  { url, domain, regulator }: Stack,
  keys: Readonly<Record<KeyHolder, LocalKey>>,
  home: LedgerHome,
  screen: Screen,
): Promise<StoryRecords> {
  const api = openApi(url);
  const engineDigest = await readOwnEngineDigest();
  const write = async (records: Partial<StoryRecords>): Promise<void> =>
    writeProofs(await openAs({ url, domain }, keys.company), home, records);
  const records = await playStory({
    domain,
    keys,
    folder: `${home.example}/records`,
    engineDigest,
    register: async (record, actor) => {
      screen.step(`Registering ${record.statement['title'] as string}`);
      await register(api, record);
      screen.line(formatRecordLine(record, actor));
    },
    settle: async (records) => {
      screen.step('Waiting until the batch is anchored');
      await Promise.all(records.map((record) => waitForState(api, record, ['anchored', 'final'])));
    },
    prove: async (first, last) => {
      screen.step('Waiting until the batch is final');
      await waitUntilVerifiable(api, last);
      if (regulator === null) await write(first);
      else await replayUpTo(api, regulator, last, screen);
    },
  });
  screen.step('Waiting until the last batch is final');
  await waitUntilVerifiable(api, records['inventory-restated']);
  if (regulator !== null) {
    const { 'grid-factors-2023': _, 'inventory-restated': restated, ...first } = records;
    await waitUntilVerifiable(api, await replayUpTo(api, regulator, records.decision, screen));
    await write(first);
    const replay = await replayUpTo(api, regulator, restated, screen);
    await waitUntilVerifiable(api, replay);
    screen.line(`All heads recomputed by ${ACTORS.regulator.identifier}, replay ${shortenId(replay.id)}`);
  }
  await write(records);
  return records;
}

/** Has the regulator replay a ledger up to the batch of a record, unless it did. Returns the record of its newest replay. */
async function replayUpTo(
  api: Api,
  regulator: Regulator,
  last: StoryRecord,
  screen: Screen,
): Promise<Pick<StoryRecord, 'id'>> {
  screen.step('The regulator replays the ledger');
  const { batch } = await waitForState(api, last, ['final']);
  return { id: await regulator.replay(batch!.number) };
}

/** Registers a record. Tries again while its party cannot write yet: a new party can write once its registration is final. */
async function register(api: Api, record: StoryRecord): Promise<void> {
  const { record: fields, statement, signature, entries } = record;
  const body = { record: fields, statement, signature, entries, public: record.public };
  for (;;) {
    try {
      await retryRequest(
        ATTEMPTS,
        () => api.post('/v1/records', body, acceptedSchema),
        () => {},
      );
      return;
    } catch (error) {
      const waits =
        error instanceof ApiError &&
        ['unknown-key', 'waiting-key', 'waiting-role', 'role-may-not-write'].includes(error.code);
      if (!waits) throw error;
      await wait(POLL_MS);
    }
  }
}

/** Waits until a record is in one of these states. @throws Error if it is rejected */
async function waitForState(
  api: Api,
  { id }: Pick<StoryRecord, 'id'>,
  states: readonly string[],
): Promise<View> {
  for (;;) {
    const view = await retryRequest(
      ATTEMPTS,
      () => api.get(`/v1/records/${id}`, viewSchema),
      () => {},
    );
    if (view.rejected !== null) throw new Error(`record ${id} was rejected: ${view.rejected.message}`);
    if (states.includes(view.state)) return view;
    await wait(POLL_MS);
  }
}

/** Signs in to the ledger's HTTP interface with a key. */
async function openAs(
  { url, domain }: Pick<Stack, 'url' | 'domain'>,
  { address, privateKey }: LocalKey,
): Promise<Api> {
  return signIn(
    openApi(url),
    { address, privateKey: bytesOf(privateKey) },
    { chainId: domain.chainId, now: Date.now() },
  );
}

const statusSchema = z.object({
  sealed: uintSchema(),
  queue: z.object({ waiting: uintSchema() }),
  chain: z.object({ final: z.object({ time: timeSchema }).nullable() }).nullable(),
});

/** Returns whether nothing was ever registered. */
export async function isEmpty({ url }: Stack): Promise<boolean> {
  const { sealed, queue } = await openApi(url).get('/v1/status', statusSchema);
  return sealed === 0 && queue.waiting === 0;
}

/** Waits until a record can be verified: until a block later than its anchoring is final (§11, authority). */
async function waitUntilVerifiable(api: Api, record: Pick<StoryRecord, 'id'>): Promise<void> {
  const { anchor } = await waitForState(api, record, ['final']);
  for (;;) {
    const { chain } = await api.get('/v1/status', statusSchema);
    if ((chain?.final?.time ?? 0) > (anchor?.anchoredAt ?? 0)) return;
    await wait(POLL_MS);
  }
}
