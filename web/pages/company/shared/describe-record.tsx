import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { StreamPlace } from '../../../../client/http/fetch-records.ts';
import type { Draft } from '../../../../jobs/register/draft.ts';
import type { JsonObject } from '../../../../core/encoding/json.ts';
import { Form } from '../../../components/form.tsx';
import { Failure } from '../../../components/states.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { draftNext, type OwnSketch } from '../../../work/draft-next.ts';
import { RecordFields } from './record-fields.tsx';
import { useRecordWordsTexts } from './record-words-texts.ts';
import { faultsOf, type RecordWords, statementOf } from './record-words.ts';
import { useEarlier } from './use-earlier.ts';

interface DescribeRecordProps {
  readonly session: PartySession;
  readonly kind: 'dataset' | 'result' | 'disclosure';
  readonly title: string;
  readonly words: RecordWords;
  readonly onWords: (words: RecordWords) => void;
  /** Returns what the record holds, with the statement that its words give; null where something is missing still. */
  readonly sketch: (statement: JsonObject) => Pick<OwnSketch, 'statement' | 'entries' | 'sources'> | null;
  readonly onDraft: (draft: Draft) => void;
  /** Shown above the fields. */
  readonly children?: ReactNode;
  /** Shown below the fields: with the version that the record replaces, and whether the user has tried to go on. */
  readonly below?: (about: {
    readonly earlier: StreamPlace | null | undefined;
    readonly isTried: boolean;
  }) => ReactNode;
}

/** Asks what a record of the company is called, and builds the draft that its user then reads and signs. */
export function DescribeRecord(props: DescribeRecordProps) {
  const { session, kind, title, words, onWords, sketch, onDraft, children, below } = props;
  const texts = useRecordWordsTexts();
  const [isTried, setTried] = useState(false);
  const { isBusy, error, attempt } = useAttempt();
  const { earlier, readEarlier } = useEarlier(session, kind, words.subject);
  const build = (): Promise<void> => {
    setTried(true);
    return attempt(async () => {
      const hasEarlier = (await readEarlier()) !== null;
      const parts = sketch(statementOf(words, hasEarlier));
      if (parts === null || faultsOf(words, hasEarlier).size > 0) return;
      onDraft(await draftNext(session, { kind, subject: words.subject, public: words.isPublic, ...parts }));
    });
  };
  return (
    <Form className="card stack" noValidate onSubmit={build} aria-labelledby="describe">
      <h2 id="describe">{title}</h2>
      {children}
      <RecordFields
        session={session}
        kind={kind}
        words={words}
        earlier={earlier}
        isTried={isTried}
        onChange={(part) => onWords({ ...words, ...part })}
      />
      {below?.({ earlier, isTried })}
      {error !== null && <Failure error={error} />}
      <div>
        <Button type="submit" loading={isBusy}>
          {texts.next}
        </Button>
      </div>
    </Form>
  );
}
