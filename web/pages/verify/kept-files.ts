import { type Opened, openNothing } from '../../verification/verifier/use-verifications.ts';

interface Kept {
  readonly token: string | undefined;
  readonly record: string | undefined;
  readonly opened: Opened;
}

let kept: Kept | null = null;

/**
 * Returns the files that were open on the page Verify in this tab. They are kept in memory only, until who is signed in changes, or the
 * page is asked for another record.
 */
export function keepOpened(token: string | undefined, record: string | undefined): Opened {
  const isSame = kept?.token === token && (record === undefined || kept?.record === record);
  if (kept === null || !isSame) kept = { token, record, opened: openNothing() };
  return kept.opened;
}
