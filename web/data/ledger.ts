import { openApi } from '../../client/http/api.ts';
import { openOperations } from '../../client/http/operations.ts';
import type { Operations } from '../../client/generated/openapi.ts';

/** Returns the operations of the ledger that serves this page; with the token of a session, also on what its parties may read. */
export function openLedger(token?: string): Operations {
  return openOperations(openApi(location.origin, token === undefined ? {} : { token }));
}

/** The public operations of the ledger that serves this page. */
export const ledger: Operations = openLedger();
