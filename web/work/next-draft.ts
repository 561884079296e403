import { createDraft, type Draft } from '../../jobs/register/draft.ts';
import { type DraftSketch, partsOfSketch } from '../../jobs/register/next-draft.ts';
import type { PartySession } from '../session/require-session.tsx';
import { readNewest } from './next-place.ts';

/** What the party that is signed in wants to say in a record: a dataset, a result or a disclosure. */
export type OwnSketch = Omit<DraftSketch, 'party'>;

/** Returns the unsigned draft of the next version in a stream of the party. Its entries get their salts here. @throws BadInput, ApiError */
export async function draftNext({ party, domain, ledger }: PartySession, sketch: OwnSketch): Promise<Draft> {
  const { kind, subject } = sketch;
  const newest = await readNewest(ledger, { party, kind, subject });
  return createDraft(partsOfSketch({ ...sketch, party }, { domain, newest }));
}
