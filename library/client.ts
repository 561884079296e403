/**
 * Builds, signs and registers records of a carbon ledger, and reads what it holds. Runs in Node.js 20 or newer and in browsers. Importing
 * it loads no module of Node.js.
 *
 * What a server answers is its word. The types of answers come from the OpenAPI document of the ledger. At run time the client checks
 * what it relies on itself: receipts, record ids, pages and sessions. It does not verify proof files: `carbon-ledger/verify` does.
 *
 * @packageDocumentation
 */
import type {
  Factor,
  NewWebhook,
  Operations,
  RecordSummary,
  StreamSummary,
  Party,
  Batch,
  Impact,
  LedgerEvent,
  Webhook,
  WebhookState,
  WebhookWithSecret,
} from '../client/generated/openapi.ts';
import type { SubmissionResult } from '../jobs/register/register-submissions.ts';
import { ApiError } from '../client/http/api-error.ts';
import { type Api, openApi } from '../client/http/api.ts';
import { type EventOptions, followEvents } from '../client/http/events.ts';
import { fetchLedger } from '../client/http/fetch-domain.ts';
import { fetchProof, type WaitState, waitForState } from '../client/http/fetch-proof.ts';
import { checkRecordId } from '../client/http/check-record.ts';
import {
  type DocumentName,
  type DocumentTarget,
  fetchDocument,
  sendDocument,
} from '../client/http/transfer-document.ts';
import { openOperations } from '../client/http/operations.ts';
import { addWebhook, changeWebhookState } from '../client/http/webhooks.ts';
import { openWorkClient, type WorkClient } from '../client/http/work.ts';
import { readPages } from '../client/http/pages.ts';
import { openSession } from '../client/http/sign-in.ts';
import { openPrivateKey } from '../client/keys/private-key.ts';
import { type Signer, signerOfKey } from '../client/keys/signer.ts';
import {
  type BoundSubmission,
  type Registered,
  registerSubmission,
} from '../jobs/register/register-submission.ts';
import { BadInput } from '../core/errors.ts';
import type { ImportedProcesses, ProcessRequest } from '../jobs/import/read-processes.ts';
import { checkRows } from '../jobs/import/dataset-rows.ts';
import {
  createDraft as createDraftWith,
  type Draft,
  type DraftParts,
  type SignedDraft,
  signDraft as signDraftWith,
} from '../jobs/register/draft.ts';
import { type DraftSketch, draftRecord, openDraftPorts } from '../jobs/register/draft-record.ts';
import { KINDS } from '../core/records/kind.ts';
import type { Hex } from '../core/encoding/hex.ts';
import type { JsonObject } from '../core/encoding/json.ts';
import type { Domain } from '../core/hashing/domain.ts';

export type * from '../client/generated/openapi.ts';
export type { BulkResult } from '../jobs/register/register-lines.ts';
export type { SubmissionResult } from '../jobs/register/register-submissions.ts';
export { ApiError } from '../client/http/api-error.ts';
export type { EventOptions } from '../client/http/events.ts';
export type { WaitState } from '../client/http/fetch-proof.ts';
export type { DocumentName, DocumentTarget } from '../client/http/transfer-document.ts';
export type { ComputedUnit, HeldUnit, LeasedUnit, WorkClient } from '../client/http/work.ts';
export { placeAfter, type StreamPlace } from '../client/http/fetch-records.ts';
export { discloseFigure, type ShownFigure } from '../jobs/disclose/disclosed-figure.ts';
export type {
  ImportedProcesses,
  LeftOutCount,
  ProcessRequest,
  ProcessSource,
} from '../jobs/import/read-processes.ts';
export { type DatasetCode, type DatasetProblem, RowsRefused } from '../jobs/import/rows-refused.ts';
export {
  type Draft,
  type DraftParts,
  type DraftSubmission,
  formatDraft,
  idOfDraft,
  parseDraft,
  parseSignedDraft,
  signDraftBy,
  type SignedDraft,
  submissionOf,
} from '../jobs/register/draft.ts';
export { KeyFileError, type KeyFile, type OnKeyProgress } from '../chain/keys/key-file.ts';
export {
  type DrawnRow,
  drawSample,
  parseSamplePlan,
  type Sample,
  type SamplePlan,
} from '../jobs/sample/draw-sample.ts';
export {
  checkSamples,
  nameWorkingPaper,
  parseWorkingPaper,
  type WorkingPaper,
} from '../jobs/sample/working-paper.ts';
export { createKeyFile, type NewKeyFile, openKeyBytes, readKeyBytes } from '../client/keys/key-bytes.ts';
export { type RecordToSign, type Signer } from '../client/keys/signer.ts';
export { findWallets, type FoundWallet, type WalletWindow } from '../client/wallet/find-wallets.ts';
export type { WalletProvider } from '../client/wallet/provider.ts';
export { typedDataOf, type TypedRecord } from '../client/wallet/typed-data.ts';
export { WALLET_CODES, type WalletCode, WalletError } from '../client/wallet/wallet-error.ts';
export { type ChainToAdd, openWallet, type WalletChoice } from '../client/wallet/wallet-signer.ts';
export { type DraftSketch, SketchError } from '../jobs/register/draft-record.ts';
export type { BoundSubmission, Registered } from '../jobs/register/register-submission.ts';
export { SALT_MODES, saltEntries, type SaltedEntries, type SaltMode } from '../jobs/register/salts.ts';
export { type Hex, isHex, ZERO_HASH } from '../core/encoding/hex.ts';
export type { Json, JsonObject } from '../core/encoding/json.ts';
export { BadInput } from '../core/errors.ts';
export type { BadInputCode } from '../core/error-codes.ts';
export type { Domain } from '../core/hashing/domain.ts';
export { hashParty } from '../core/parties/identifier.ts';
export type { UnsaltedEntry } from '../core/records/entry.ts';
export { type Kind, type KindName, KINDS } from '../core/records/kind.ts';

/** How a client asks the server. */
export interface ClientOptions {
  /** Token of a session; `signIn` gets one. */
  readonly token?: string;
  /** Milliseconds that the server has for an answer; 60,000 if not given. Bulk registration and lines of a batch have no such limit. */
  readonly timeout?: number;
  /** Called after a temporary failure of a registration, before the next attempt; the pause is in milliseconds. */
  readonly onRetry?: (error: ApiError, pause: number) => void;
}

/** What an auditor, exchange or regulator says about a record. */
export interface AnswerSketch {
  readonly party: string;
  readonly kind: 'assurance' | 'decision';
  /** Without `answers`, which is the record. */
  readonly statement: JsonObject;
}

/** Which record is proven, and what of it is shown: the parameters of `readBundle`. */
export type ProofRequest = Parameters<Operations['readBundle']>[0];

/** The parameters of a list: without a cursor, since all pages are read. `limit` is the size of a page. */
export type Filter<Name extends keyof Operations> = Omit<
  NonNullable<Parameters<Operations[Name]>[0]>,
  'cursor'
>;

/**
 * A client of one ledger. It has a method for each operation of the OpenAPI document, under its `operationId`.
 *
 * Every method throws ApiError: `code` is that of the server (docs/errors.md), or `server-unreachable`, `server-answer`, `receipt`,
 * `other-signature`; `isTemporary` says whether the same call may succeed later. A parameter that is missing is a BadInput `missing-member`.
 */
export interface Client extends Operations {
  /** The server, without a trailing slash. */
  readonly url: string;

  /**
   * Returns the chain and the address of the ledger, for which records are signed. It is the word of the server: compare the address
   * with one that you trust.
   * @throws ApiError `not-ready` while the server has not read the chain
   */
  readDomain(): Promise<Domain>;

  /**
   * Signs in with a signer, such as a wallet, or with a private key: 32 bytes, or lower-case 0x hex. Returns a client with the session,
   * which reads private entries and manages grants. The key stays where it is.
   * @throws BadInput `hex-syntax`; WalletError; ApiError `not-ready` while the server has not read the chain
   */
  signIn(key: Signer | Uint8Array | string): Promise<Client>;

  /**
   * Returns the unsigned draft of the next version in a stream: a dataset, a result, a disclosure, or, with `change` in its statement, a
   * withdrawal. It asks the server for the ledger and the newest version; entries get their salts here.
   * @throws BadInput; SketchError without a subject, or where there is nothing to withdraw; RowsRefused for rows of a dataset; ApiError
   */
  draftNext(sketch: DraftSketch): Promise<Draft>;

  /**
   * Returns the unsigned draft of the next answer of a party to a record: an assurance, a decision, or a withdrawal of its own.
   * @throws BadInput; ApiError
   */
  draftAnswer(sketch: AnswerSketch, record: Hex): Promise<Draft>;

  /**
   * Registers a submission, or a signed draft without its secret, and checks that the receipt is for it. A temporary failure is tried
   * again, 8 times in all with pauses of up to 15 seconds: the ledger takes a record once. Keep the receipt: it is the operator's signed
   * promise to anchor the record in time.
   * @throws ApiError `receipt` if the receipt is for another record, `other-signature` if the ledger had the record with another signature
   */
  registerRecord(submission: BoundSubmission): Promise<Registered>;

  /**
   * Registers any number of records over one connection, in a browser a hundred at a time, and yields the result of each, in order, with checked receipts. After a cut
   * connection it continues where it stopped, as long as attempts make progress. A refused submission has a result with an `error`; the
   * others are not affected. The submissions are read once, and only those without a result are kept in memory.
   * @throws ApiError `receipt` if a receipt is for another record; the error of the source of submissions
   */
  registerRecords<Of extends BoundSubmission>(
    submissions: AsyncIterable<Of> | Iterable<Of>,
  ): AsyncGenerator<SubmissionResult<Of>>;

  /**
   * Returns the proof file of a record, as bytes to write to a `*.carbon-proof.json` file unchanged. Signed in, it shows the private
   * entries that you may read.
   * @throws ApiError while the record is not anchored yet: see `waitFor`
   */
  readProof(request: ProofRequest): Promise<Uint8Array>;

  /**
   * Waits until a record is final, or anchored, as the server reports it.
   * @throws ApiError `wait-timeout` after `seconds`, 900 if not given; `record-rejected`
   */
  waitFor(id: Hex, state?: WaitState, seconds?: number): Promise<void>;

  /**
   * Sends a document that an entry of a record of your party names, by its SHA-256 (64 hex digits) and size; signed in. `open` is the
   * document as a blob, which browsers need, or gives its bytes from an offset on. After a cut connection it continues. Returns false if
   * the server had it before.
   */
  sendDocument(
    document: DocumentName,
    open: ((from: number) => AsyncIterable<Uint8Array>) | Blob,
    onBytes?: (arrived: number) => void,
  ): Promise<boolean>;

  /**
   * Reads a document by its SHA-256 (64 hex digits) into a target, and continues after a cut connection. Compare the hash of what arrived:
   * what a server sends is not trusted.
   */
  readDocument(sha256: string, target: DocumentTarget): Promise<void>;

  /** Adds a webhook; signed in. Its secret is in this answer alone. */
  addWebhook(webhook: NewWebhook): Promise<WebhookWithSecret>;

  /** Pauses a webhook, or lets it go on; signed in. */
  changeWebhookState(parameters: { readonly id: string } & WebhookState): Promise<Webhook>;

  /** Work that parties ask pools for, and units that a worker leases; signed in. */
  readonly work: WorkClient;

  /** Yields all records of `listRecords`, the newest first; with `party`, those of one party. */
  records(filter?: Filter<'listRecords'>): AsyncGenerator<RecordSummary>;
  /** Yields all streams of a party, by kind and subject. */
  streamsOfParty(filter: Filter<'listStreamsOfParty'>): AsyncGenerator<StreamSummary>;
  /** Yields all versions in a stream, by sequence. */
  versions(filter: Filter<'readStream'>): AsyncGenerator<RecordSummary>;
  /** Yields all dependents of a record. */
  dependents(filter: Filter<'readImpact'>): AsyncGenerator<Impact['dependents']['items'][number]>;
  /** Yields all parties, by identifier. */
  parties(filter?: Filter<'listParties'>): AsyncGenerator<Party>;
  /** Yields all batches, the newest first. */
  batches(filter?: Filter<'listBatches'>): AsyncGenerator<Batch>;
  /** Yields all factors that `searchFactors` finds in starter data and records, the best matches first; signed in, private ones too. */
  factors(filter: Filter<'searchFactors'>): AsyncGenerator<Factor>;

  /**
   * Yields what happens in the ledger as it happens, until the signal of the options is aborted. After a cut connection it continues by
   * itself behind the last event: none is missing, and none comes twice. Keep the `id` of the last event to continue later.
   * @throws ApiError `events-lost` if the cursor is from another ledger, or from before its database was restored
   */
  events(options?: EventOptions): AsyncGenerator<LedgerEvent>;
}

/**
 * Returns a client of the ledger whose server is at a URL. It opens no connection yet.
 * @throws ApiError `server-url`
 * @example
 * ```ts
 * const ledger = openClient('https://ledger.example.org');
 * for await (const { id, title } of ledger.records({ party: 'lei:529900T8BM49AURSDO55' })) console.log(id, title);
 * ```
 */
export function openClient(url: string, options: ClientOptions = {}): Client {
  const api = openApi(parseServerUrl(url), options);
  const operations = openOperations(api);
  const { onRetry = () => {} } = options;
  return {
    ...operations,
    ...openLists(operations),
    url: api.url,
    async readRecord({ id }) {
      const view = await operations.readRecord({ id });
      checkRecordId(api, id, view.record);
      return view;
    },
    readDomain: async () => (await fetchLedger(api)).domain,
    draftNext: (sketch) => draftNext(api, sketch),
    draftAnswer: (sketch, answers) => draftNext(api, { ...sketch, answers }),
    async signIn(key) {
      const signer = openSigner(key);
      const { domain, now } = await fetchLedger(api);
      const place = { chainId: domain.chainId, now };
      const { token } = await openSession(api, signer, place);
      return openClient(url, { ...options, token });
    },
    async readProof({ id, ...query }) {
      return (await fetchProof(api, id, query, onRetry)).bytes;
    },
    events: (eventOptions) => followEvents(api.url, eventOptions),
    waitFor: (id, state = 'final', seconds = 900) =>
      waitForState(api, id, state, {
        until: Date.now() + 1000 * seconds,
        now: Date.now,
        report: () => {},
      }),
    sendDocument: (document, open, onBytes = () => {}) =>
      sendDocument(api, document, open, { onBytes, onRetry }),
    readDocument: (sha256, target) => fetchDocument(api, sha256, target, { onBytes: () => {}, onRetry }),
    addWebhook: (webhook) => addWebhook(api, webhook),
    changeWebhookState: (change) => changeWebhookState(api, change),
    work: openWorkClient(
      () => Promise.resolve(api),
      () => {},
    ),
    registerRecord: (submission) => registerSubmission(api, submission, onRetry),
    async *registerRecords(submissions) {
      if (!(Symbol.iterator in submissions || Symbol.asyncIterator in submissions))
        throw new BadInput('wrong-type', 'expected a list of submissions: registerRecord takes a single one');
      const { registerSubmissions } = await import('../jobs/register/register-submissions.ts');
      yield* registerSubmissions(api, submissions, onRetry);
    },
  };
}

/**
 * Returns the rows of a file of a life-cycle database, of openLCA or brightway, and what was left out: entries of a dataset.
 * @throws an error with `code` and `details` where the file has a problem; BadInput for another format
 */
export async function readProcesses(request: ProcessRequest): Promise<ImportedProcesses> {
  const job = await import('../jobs/import/read-processes.ts');
  return job.readProcesses(request);
}

async function draftNext(api: Api, sketch: DraftSketch): Promise<Draft> {
  if (sketch.kind === 'dataset') checkRows(sketch.entries ?? []);
  return draftRecord(sketch, openDraftPorts(api));
}

type Lists = Pick<
  Client,
  'records' | 'streamsOfParty' | 'versions' | 'dependents' | 'parties' | 'batches' | 'factors'
>;

function openLists(ask: Operations): Lists {
  return {
    records: (filter) => readPages((cursor) => ask.listRecords({ ...filter, cursor })),
    streamsOfParty: (filter) => readPages((cursor) => ask.listStreamsOfParty({ ...filter, cursor })),
    versions: (filter) => readPages(async (cursor) => (await ask.readStream({ ...filter, cursor })).records),
    dependents: (filter) =>
      readPages(async (cursor) => (await ask.readImpact({ ...filter, cursor })).dependents),
    parties: (filter) => readPages((cursor) => ask.listParties({ ...filter, cursor })),
    batches: (filter) => readPages((cursor) => ask.listBatches({ ...filter, cursor })),
    factors: (filter) => readPages((cursor) => ask.searchFactors({ ...filter, cursor })),
  };
}

/**
 * Returns an unsigned draft from its parts, after checking it; the rows of a dataset as `ledger record build` does.
 * @throws BadInput; RowsRefused with a code of docs/datasets.md
 */
export function createDraft(parts: DraftParts): Draft {
  if (parts.record.kind === KINDS.dataset) checkRows(parts.entries);
  return createDraftWith(parts);
}

/**
 * Returns the signer of a private key: 32 bytes, or lower-case 0x hex. A signer, which may be a wallet instead, is returned as it is.
 * @throws BadInput `hex-syntax`
 */
export function openSigner(key: Signer | Uint8Array | string): Signer {
  const isKey = typeof key === 'string' || key instanceof Uint8Array;
  return isKey ? signerOfKey(openPrivateKey(key)) : key;
}

/** Returns the draft signed with a private key: 32 bytes, or lower-case 0x hex. @throws BadInput `hex-syntax` */
export function signDraft(draft: Draft, key: Uint8Array | string): SignedDraft {
  return signDraftWith(draft, openPrivateKey(key).privateKey);
}

function parseServerUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') return text;
  throw new ApiError(400, 'server-url', `expected the http or https URL of a ledger, got ${text}`);
}
