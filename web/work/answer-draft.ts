import type { RecordView } from '../../client/generated/openapi.ts';
import { createDraft, type Draft } from '../../jobs/register/draft.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { KINDS } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import type { PartySession } from '../session/require-session.tsx';
import { readNextPlace } from './next-place.ts';

/** An answer before it is built: an assurance or a decision, and its statement without `answers`. */
interface AnswerParts {
  readonly kind: 'assurance' | 'decision';
  readonly answered: Pick<RecordView, 'id' | 'record'>;
  readonly statement: JsonObject;
}

/** Returns the draft of an answer, as the next version of its party's answers to the stream. @throws ApiError, BadInput */
export async function draftAnswer(
  { party, domain, ledger }: PartySession,
  { kind, answered, statement }: AnswerParts,
): Promise<Draft> {
  const subject = hashStream(answered.record).slice(2);
  const place = await readNextPlace(ledger, { party, kind, subject });
  return createDraft({
    domain,
    record: { party, kind: KINDS[kind], subject, ...place, sources: [answered.id] },
    statement: { ...statement, answers: answered.id },
    entries: [],
    secret: null,
    public: true,
  });
}
