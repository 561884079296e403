import { listBatches, listRecordsOfBatch, readBatch, readBatchRecords } from './batches.ts';
import { registerRecords } from './bulk.ts';
import { readBundle } from './bundle.ts';
import { readDocument, sendDocument } from './documents.ts';
import { searchFactorRows } from './factors.ts';
import { grantReading, listGrantsReceived, readGrants, revokeReading } from './grants.ts';
import { listParties, listStreamsOfParty, readParty } from './parties.ts';
import { listRecords, readRecord, readRecordEntries, registerRecord } from './records.ts';
import type { Route } from '../route.ts';
import { search } from './search.ts';
import { followEvents, listEvents } from './events.ts';
import { giveNonce, signIn, signOut } from './sessions.ts';
import { showHealth, showReadiness, showStatus } from './status.ts';
import { readImpact } from './impact.ts';
import { readStream } from './streams.ts';
import { listWebhookAttempts, repeatWebhookAttempt, testWebhook } from './webhook-deliveries.ts';
import {
  addWebhook,
  changeWebhookState,
  listOwnWebhooks,
  readWebhook,
  removeWebhook,
  rotateWebhookSecret,
} from './webhooks.ts';
import {
  askForWork,
  changeWorkState,
  listOwnWork,
  listWorkResults,
  readWork,
  readWorkResult,
} from './work.ts';
import { deliverUnit, failUnit, leaseWork, renewWork } from './work-leases.ts';

/** What every process serves. */
export const OPERATION_ROUTES: readonly Route[] = [showStatus, showHealth, showReadiness];

/** What a process with the role `work` serves. */
export const WORK_ROUTES: readonly Route[] = [
  askForWork,
  listOwnWork,
  leaseWork,
  readWork,
  changeWorkState,
  listWorkResults,
  readWorkResult,
  renewWork,
  deliverUnit,
  failUnit,
];

/** Every route, in the order of the document. */
export const ROUTES: readonly Route[] = [
  registerRecord,
  registerRecords,
  listRecords,
  readRecord,
  readRecordEntries,
  readBundle,
  readImpact,
  readStream,
  listParties,
  readParty,
  listStreamsOfParty,
  listBatches,
  readBatch,
  readBatchRecords,
  listRecordsOfBatch,
  search,
  searchFactorRows,
  followEvents,
  listEvents,
  giveNonce,
  signIn,
  signOut,
  readGrants,
  grantReading,
  revokeReading,
  listGrantsReceived,
  sendDocument,
  readDocument,
  addWebhook,
  listOwnWebhooks,
  readWebhook,
  removeWebhook,
  changeWebhookState,
  rotateWebhookSecret,
  testWebhook,
  listWebhookAttempts,
  repeatWebhookAttempt,
  ...WORK_ROUTES,
  ...OPERATION_ROUTES,
];
