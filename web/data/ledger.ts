import { type Api, openApi } from '../../client/http/api.ts';
import { openOperations } from '../../client/http/operations.ts';
import type { Operations } from '../../client/generated/openapi.ts';

/** Returns the connection to the ledger that serves this page; with the token of a session, on its behalf. */
export function openPortalApi(token?: string): Api {
  return openApi(location.origin, token === undefined ? {} : { token });
}

/**
 * Returns the operations of the ledger that serves this page; with the token of a session, also on what its parties may read. A record that is
 * read by its id is the one that was signed, and so are its entries: both are hashed again.
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
  return {
    ...operations,
    readRecord,
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

/** The public operations of the ledger that serves this page. */
export const ledger: Operations = openLedger();
