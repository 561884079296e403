import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { type Api, openApi } from '../../client/http/api.ts';
import { readOwnEngineDigest } from '../../client/policies/released-engines.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { retryRequest } from '../../client/http/retry-request.ts';
import { signIn } from '../../client/http/sign-in.ts';
import { bytesOf } from '../../core/encoding/hex.ts';
import { timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import type { LedgerHome } from '../stack/ledger-home.ts';
import type { KeyHolder, LocalKey } from '../stack/local-keys.ts';
import type { Stack } from '../stack/stack.ts';
import { type StoryRecords, playStory } from './story.ts';
import type { StoryRecord } from './story-record.ts';
import { writeProofs } from './proofs.ts';
import { formatRecordLine } from './record-line.ts';
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

/** Plays the worked example on a local ledger. An interrupted example continues where it stopped. */
export async function playExample(
  { url, domain }: Stack,
  keys: Readonly<Record<KeyHolder, LocalKey>>,
  home: LedgerHome,
  screen: Screen,
): Promise<StoryRecords> {
  const api = openApi(url);
  const engineDigest = await readOwnEngineDigest();
  return playStory({
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
    prove: async (records, last) => {
      screen.step('Waiting until the batch is final');
      await waitUntilVerifiable(api, last);
      await writeProofs(await openAs({ url, domain }, keys.company), home, records);
    },
  });
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
async function waitForState(api: Api, { id }: StoryRecord, states: readonly string[]): Promise<View> {
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
export async function openAs(
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
export async function waitUntilVerifiable(api: Api, record: StoryRecord): Promise<void> {
  const { anchor } = await waitForState(api, record, ['final']);
  for (;;) {
    const { chain } = await api.get('/v1/status', statusSchema);
    if ((chain?.final?.time ?? 0) > (anchor?.anchoredAt ?? 0)) return;
    await wait(POLL_MS);
  }
}
