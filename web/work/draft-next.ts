import type { RecordView } from '../../client/generated/openapi.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { DraftPorts } from '../../jobs/ports.ts';
import type { Draft } from '../../jobs/register/draft.ts';
import {
  draftRecord,
  type DraftSketch,
  openDraftPorts,
  subjectOfAnswers,
} from '../../jobs/register/draft-record.ts';
import { openPortalApi } from '../data/ledger.ts';
import type { PartySession } from '../session/require-session.tsx';

/** Returns what a new record of a party that is signed in has to know of the ledger: it is signed where the session was opened. */
export function draftPorts({ domain, ledger, token }: PartySession): DraftPorts {
  return {
    ...openDraftPorts(openPortalApi(token)),
    readDomain: () => Promise.resolve(domain),
    readRecord: (id) => ledger.readRecord({ id }),
  };
}

/** What the party that is signed in wants to say in a record. */
export type OwnSketch = Omit<DraftSketch, 'party'>;

/** Returns the unsigned draft of the next version in a stream of the party. @throws BadInput, ApiError */
export function draftNext(session: PartySession, sketch: OwnSketch): Promise<Draft> {
  return draftRecord({ ...sketch, party: session.party }, draftPorts(session));
}

/** Returns the unsigned draft of the party's next answer to a record, given its statement without `answers`. @throws BadInput, ApiError */
export function draftAnswer(
  session: PartySession,
  kind: 'assurance' | 'decision',
  { id, record }: Pick<RecordView, 'id' | 'record'>,
  statement: JsonObject,
): Promise<Draft> {
  const sketch = { kind, subject: subjectOfAnswers(record), answers: id, statement, public: true };
  return draftNext(session, sketch);
}
