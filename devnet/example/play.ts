import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { type Api, openApi } from '../../client/http/api.ts';
import { OPERATIONS } from '../../client/generated/openapi.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { formatPath } from '../../client/http/operations.ts';
import { retryRequest } from '../../client/http/retry-request.ts';
import { signIn } from '../../client/http/sign-in.ts';
import { signerOfKey } from '../../client/keys/signer.ts';
import { bytesOf } from '../../core/encoding/hex.ts';
import { timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { ACTORS, type ActorName } from '../stack/actors.ts';
import type { LedgerHome } from '../stack/ledger-home.ts';
import type { KeyHolder, LocalKey } from '../stack/local-keys.ts';
import type { Regulator } from '../stack/regulator.ts';
import type { Stack } from '../stack/stack.ts';
import { playActFive } from './act-five.ts';
import { showActFive } from './act-five-text.ts';
import { playActFour } from './act-four.ts';
import { showActFour } from './act-four-text.ts';
import { playActThree } from './act-three.ts';
import { showActThree } from './act-three-text.ts';
import { playActTwo } from './act-two.ts';
import { showActTwo } from './act-two-text.ts';
import type { Stage as PlayStage } from './stage.ts';
import { playStory } from './story.ts';
import type { StoryRecord } from './story-record.ts';
import { type ProvenRecords, writeProofs } from './proofs.ts';
import { formatRecordLine, shortenId } from './record-line.ts';
import type { Screen } from '../terminal/screen.ts';
import { fetchStatus } from '../../client/http/fetch-status.ts';

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
 * Plays the five acts of the worked example on a local ledger and writes their proof files. An interrupted example continues where it
 * stopped.
 *
 * The regulator replays twice: before the restatement, and after act five. A proof file shows what was the newest as of the newest replayed batch. So
 * those of the first version are written after the restatement, while its batch is not replayed.
 */
export async function playExample(
  { url, domain, regulator }: Stack,
  keys: Readonly<Record<KeyHolder, LocalKey>>,
  home: LedgerHome,
  screen: Screen,
): Promise<void> {
  const api = openApi(url);
  const write = async (records: ProvenRecords): Promise<void> =>
    writeProofs(await openAs({ url, domain }, keys.company), home, records);
  const stage = openStage(api, screen, { domain, keys, folder: `${home.example}/records` });
  screen.heading('Ten records: signed by their parties, batched, anchored on the chain');
  const year = await playStory({
    ...stage,
    prove: async (first, last) => {
      screen.step('Waiting until the batch is final');
      await waitUntilVerifiable(api, last);
      if (regulator === null) await write(first);
      else await replayUpTo(api, regulator, last, screen);
    },
  });
  const company = await openAs({ url, domain }, keys.company);
  await grant(company, { ...year }, [
    ...['activity', 'inventory', 'inventory-restated', 'disclosure'].map(
      (name) => [name, 'auditor'] as const,
    ),
    ['disclosure', 'exchange'],
  ]);
  screen.heading('Act two, for whom emissions are produced: four records more');
  const actTwo = await playActTwo(stage);
  showActTwo(actTwo, screen);
  screen.heading('Act three, how a plant works: seven records more');
  const actThree = await playActThree(stage, year.gwps);
  showActThree(actThree, screen);
  screen.heading('Act four, what a product emits: six records more');
  const actFour = await playActFour(stage, actThree);
  showActFour(actFour, screen);
  screen.heading('Act five, one view over all: seventeen records more');
  const actFive = await playActFive(stage, { china: actTwo['china-accounts'], gwps: actFour['gwps-ar6'] });
  showActFive(actFive, screen);
  const last = actFive['panorama-wind-solar'];
  screen.step('Waiting until the last batch is final');
  await waitUntilVerifiable(api, last);
  if (regulator !== null) {
    const { 'grid-factors-2023': _, 'inventory-restated': __, ...first } = year;
    await waitUntilVerifiable(api, await replayUpTo(api, regulator, year.decision, screen));
    await write(first);
    const replay = await replayUpTo(api, regulator, last, screen);
    await waitUntilVerifiable(api, replay);
    screen.line(`All heads recomputed by ${ACTORS.regulator.identifier}, replay ${shortenId(replay.id)}`);
  }
  await grant(company, { ...actFour }, [['bar-disclosure', 'customer']]);
  await write({ ...year, ...actTwo, ...actThree, ...actFour, ...actFive });
}

/** Returns the stage that all acts are played on: it registers records, and shows what it does. */
function openStage(
  api: Api,
  screen: Screen,
  place: Pick<PlayStage, 'domain' | 'keys' | 'folder'>,
): PlayStage {
  return {
    ...place,
    register: async (record, actor) => {
      screen.step(`Registering ${record.statement['title'] as string}`);
      await register(api, record);
      screen.line(formatRecordLine(record, actor));
    },
    settle: async (records) => {
      screen.step('Waiting until the batch is anchored');
      await Promise.all(records.map((record) => waitForState(api, record, ['anchored', 'final'])));
    },
  };
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

/** Lets others read records of the company: their figures are private. */
async function grant(
  company: Api,
  records: Readonly<Record<string, StoryRecord>>,
  grants: readonly (readonly [name: string, reader: ActorName])[],
): Promise<void> {
  for (const [name, reader] of grants) {
    const path = formatPath(OPERATIONS.grantReading.path, {
      id: records[name]!.id,
      party: hashParty(ACTORS[reader].identifier),
    });
    await company.send('PUT', path, z.unknown());
  }
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
  return signIn(openApi(url), signerOfKey({ address, privateKey: bytesOf(privateKey) }), {
    chainId: domain.chainId,
    now: Date.now(),
  });
}

/** Returns whether nothing was ever registered. */
export async function isEmpty({ url }: Stack): Promise<boolean> {
  const { sealed, queue } = await fetchStatus(openApi(url));
  return sealed === 0 && queue.waiting === 0;
}

/** Waits until a record can be verified: until a block later than its anchoring is final (§11, authority). */
async function waitUntilVerifiable(api: Api, record: Pick<StoryRecord, 'id'>): Promise<void> {
  const { anchor } = await waitForState(api, record, ['final']);
  for (;;) {
    const { chain } = await fetchStatus(api);
    if ((chain?.final?.time ?? 0) > (anchor?.anchoredAt ?? 0)) return;
    await wait(POLL_MS);
  }
}
