import { type Api, openApi } from '../../client/http/api.ts';
import { openOperations } from '../../client/http/operations.ts';
import type { Operations, RecordSummary } from '../../client/generated/openapi.ts';

/** Returns the connection to the ledger that serves this page; with the token of a session, on its behalf. */
export function openPortalApi(token?: string): Api {
  return openApi(location.origin, token === undefined ? {} : { token });
}

/**
 * Returns the operations of the ledger that serves this page; with the token of a session, also on what its parties may read. A record that is
 * read by its id is the one that was signed, and so are its entries: both are hashed again. So are the records of lists: one that differs
 * is marked (`ListedRecord`).
 */
export function openLedger(token?: string): Operations {
  const api = openPortalApi(token);
  const operations = openOperations(api);
  // Hashing is loaded with the first record, not with the first page.
  const loadChecks = () => import('../../client/http/check-record.ts');
  const readRecord: Operations['readRecord'] = async (given) => {
    const [view, { checkRecord }] = await Promise.all([operations.readRecord(given), loadChecks()]);
    checkRecord(api, given.id, view);
    return view;
  };
  const checkPage = async <Page extends { readonly items: readonly RecordSummary[] }>(
    page: Page,
  ): Promise<Page> => {
    const { checkListed } = await loadChecks();
    return { ...page, items: page.items.map((item) => checkListed(api, item)) };
  };
  return {
    ...operations,
    readRecord,
    listRecords: async (given) => checkPage(await operations.listRecords(given)),
    listRecordsOfBatch: async (given) => checkPage(await operations.listRecordsOfBatch(given)),
    readStream: async (given) => {
      const stream = await operations.readStream(given);
      return { ...stream, records: await checkPage(stream.records) };
    },
    readRecordEntries: async (given) => {
      const [answer, { record }, { checkEntries }] = await Promise.all([
        operations.readRecordEntries(given),
        readRecord(given),
        loadChecks(),
      ]);
      checkEntries(given.id, record, answer.entries);
      return answer;
    },
  };
}

/** The public operations of the ledger that serves this page, whose answers are not hashed: hashing is no part of the first view. */
export const wordOfLedger: Operations = openOperations(openPortalApi());

/** The public operations of the ledger that serves this page. */
export const ledger: Operations = openLedger();
