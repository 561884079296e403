import { type Api, openApi } from '../../client/http/api.ts';
import { openOperations } from '../../client/http/operations.ts';
import type { Operations } from '../../client/generated/openapi.ts';

/** Returns the connection to the ledger that serves this page; with the token of a session, on its behalf. */
export function openPortalApi(token?: string): Api {
  return openApi(location.origin, token === undefined ? {} : { token });
}

/**
 * Returns the operations of the ledger that serves this page; with the token of a session, also on what its parties may read. A record that is
 * read by its id is the one that was signed.
 */
export function openLedger(token?: string): Operations {
  const operations = openOperations(openPortalApi(token));
  return {
    ...operations,
    readRecord: async (given) => {
      // Hashing is loaded with the first record, not with the first page.
      const [view, { checkRecord }] = await Promise.all([
        operations.readRecord(given),
        import('./check-record.ts'),
      ]);
      checkRecord(given.id, view);
      return view;
    },
  };
}

/** The public operations of the ledger that serves this page. */
export const ledger: Operations = openLedger();
