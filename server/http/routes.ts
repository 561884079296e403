import { listBatches, readBatch, readBatchRecords } from './batch-routes.ts';
import { registerRecords } from './bulk-route.ts';
import { readBundle } from './bundle-route.ts';
import { grantReading, readGrants, revokeReading } from './grant-routes.ts';
import { listParties, listRecordsOfParty, listStreamsOfParty, readParty } from './party-routes.ts';
import { listRecords, readRecord, readRecordEntries, registerRecord } from './record-routes.ts';
import type { Route } from './route.ts';
import { giveNonce, signIn, signOut } from './session-routes.ts';
import { showHealth, showReadiness, showStatus } from './status-routes.ts';
import { readImpact } from './impact-route.ts';
import { readStream } from './stream-routes.ts';

/** What a process without the role `api` serves. */
export const OPERATION_ROUTES: readonly Route[] = [showStatus, showHealth, showReadiness];

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
  listRecordsOfParty,
  listStreamsOfParty,
  listBatches,
  readBatch,
  readBatchRecords,
  giveNonce,
  signIn,
  signOut,
  readGrants,
  grantReading,
  revokeReading,
  ...OPERATION_ROUTES,
];
