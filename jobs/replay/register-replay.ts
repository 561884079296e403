import type { Hex } from '../../core/encoding/hex.ts';
import { isEqualJson } from '../../core/encoding/json.ts';
import { KINDS, REPLAY_SUBJECT } from '../../core/records/kind.ts';
import type { Api } from '../../client/http/api.ts';
import type { ApiError } from '../../client/http/api-error.ts';
import {
  fetchRecord,
  fetchStreamPlace,
  placeAfter,
  type StreamPlace,
} from '../../client/http/fetch-records.ts';
import { createDraft, signDraft, submissionOf } from '../register/draft.ts';
import { registerSubmission } from '../register/register-submission.ts';
import { checkReplayer, type Replayer } from './check-replayer.ts';
import { ReplayError } from './replay-error.ts';
import type { ReplayReport } from './run-replay.ts';

/** A registered replay. */
export interface RegisteredReplay {
  readonly id: Hex;
  readonly number: number;
  readonly header: Hex;
  /** The name of the party. */
  readonly by: string;
  /** False if the newest replay of the party says the same already. */
  readonly created: boolean;
}

/**
 * Signs and registers the record of a replay (§7): the heads of this batch are what the records of all batches up to it give.
 * `onRetry` gets each temporary failure.
 * @throws ReplayError `not-replayed`, `replayer-refused`; ApiError
 */
export async function registerReplay(
  api: Api,
  report: ReplayReport,
  by: Replayer,
  onRetry: (error: ApiError, pause: number) => void,
): Promise<RegisteredReplay> {
  const { number, header, chainId, ledger } = report;
  if (report.verdict !== 'replayed' || number === 0)
    throw new ReplayError(
      'not-replayed',
      `Nothing is registered: the replay of batches 1 to ${number} of ${report.latest} ended with ${report.verdict}. Only a replay to the newest final batch without a fault is registered.`,
    );
  await checkReplayer(api, by);
  const replay = { number, header };
  const stream = { party: by.party, kind: KINDS[by.kind], subject: REPLAY_SUBJECT };
  const newest = await fetchStreamPlace(api, stream);
  if (newest !== null && (await states(api, newest, replay)))
    return { id: newest.record, ...replay, by: by.name, created: false };
  const draft = createDraft({
    domain: { chainId, ledger },
    record: { ...stream, ...placeAfter(newest), sources: [] },
    statement: { title: REPLAY_SUBJECT, period: '', standard: '', replay },
    entries: [],
    secret: null,
    public: false,
  });
  const { id } = await registerSubmission(api, submissionOf(signDraft(draft, by.privateKey), false), onRetry);
  return { id, ...replay, by: by.name, created: true };
}

async function states(api: Api, { record }: StreamPlace, replay: object): Promise<boolean> {
  const { statement } = await fetchRecord(api, record);
  return isEqualJson(statement['replay'], replay);
}
