import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import { nameOfKind } from '../../../../core/records/kind.ts';
import { Facts } from '../../../components/facts.tsx';
import { Form } from '../../../components/form.tsx';
import { Failure } from '../../../components/states.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import { recordQuery } from '../../../data/queries.ts';
import { titleOf } from '../../../data/record-title.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { isModified } from '../../../../jobs/assure/opinion-statement.ts';
import { draftAnswer } from '../../../work/draft-next.ts';
import { StatementFacts } from '../../../work/statement-facts.tsx';
import { useStatementTexts } from '../../../work/statement-texts.ts';
import type { OwnOpinion } from '../shared/own-opinions.ts';
import type { Prepared } from './write-paper.ts';
import { useOpinionTexts } from './opinion-texts.ts';

interface OwnOpinionCardProps {
  readonly session: PartySession;
  readonly view: RecordView;
  readonly own: OwnOpinion;
  readonly onReady: (prepared: Prepared) => void;
}

/** The opinion that the user's party gave, and a form to withdraw it. */
export function OwnOpinionCard({ session, view, own, onReady }: OwnOpinionCardProps) {
  const texts = useOpinionTexts();
  const { members, values } = useStatementTexts();
  const words: Readonly<Record<string, string>> = values;
  const { data: answered = null } = useQuery({
    ...recordQuery(own.answers ?? view.id),
    enabled: own.answers !== null,
  });
  const member = (name: string): string => textOf(own.view, name);
  const isWithdrawn = own.opinion === 'withdrawn';
  return (
    <div className="card stack">
      <div>
        <h3>{isWithdrawn ? texts.wasWithdrawn : texts.stands(words[own.opinion] ?? own.opinion)}</h3>
        {!isWithdrawn && own.answers !== view.id && (
          <>
            <p>{texts.aboutOther}</p>
            {answered !== null && <OtherVersion view={view} answered={answered} />}
          </>
        )}
      </div>
      <Facts
        facts={[
          [members.level, words[member('level')] ?? member('level')],
          [members.standard, member('standard')],
          [members.scope, member('scope')],
          ...(member('reason') === ''
            ? []
            : [[isModified(own.opinion) ? texts.basis : members.reason, member('reason')] as const]),
        ]}
      />
      <details>
        <summary>{texts.allSigned}</summary>
        <StatementFacts statement={own.view.statement} />
      </details>
      <Link to="/records/$id" params={{ id: own.id }}>
        {texts.openOpinion}
      </Link>
      {!isWithdrawn && answered !== null && (
        <Withdrawal session={session} answered={answered} onReady={onReady} />
      )}
    </div>
  );
}

/** Returns a text of a statement; empty where it has none of this name. */
function textOf({ statement }: RecordView, name: string): string {
  const value = statement[name];
  return typeof value === 'string' ? value : '';
}

function OtherVersion({ view: { record }, answered }: { view: RecordView; answered: RecordView }) {
  const texts = useOpinionTexts();
  return (
    <div className="row">
      <Link to="/auditor/$id" params={{ id: answered.id }}>
        {texts.openOther}
      </Link>
      <Link
        to="/streams/$party/$kind/$"
        params={{ party: record.party, kind: nameOfKind(record.kind), _splat: record.subject }}
        search={{ a: answered.record.sequence, b: record.sequence }}
      >
        {texts.compareOther}
      </Link>
    </div>
  );
}

interface WithdrawalProps {
  readonly session: PartySession;
  readonly answered: RecordView;
  readonly onReady: (prepared: Prepared) => void;
}

function Withdrawal({ session, answered, onReady }: WithdrawalProps) {
  const texts = useOpinionTexts();
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const { error, attempt } = useAttempt();
  const build = async (): Promise<void> => {
    setTried(true);
    if (reason.trim() === '') return;
    const title = texts.withdrawalOf(titleOf(answered));
    const statement = { title, opinion: 'withdrawn', reason: reason.trim() };
    await attempt(async () => {
      const draft = await draftAnswer(session, 'assurance', answered, statement);
      onReady({ draft, paper: null, basis: null });
    });
  };
  return (
    <Form className="stack" noValidate onSubmit={build}>
      <p>{texts.replaceLead}</p>
      <Textarea
        label={texts.withdrawReason}
        autosize
        minRows={2}
        value={reason}
        error={isTried && reason.trim() === '' ? texts.withdrawMissing : null}
        onChange={({ target }) => setReason(target.value)}
      />
      {error !== null && <Failure error={error} />}
      <div>
        <Button type="submit" variant="default">
          {texts.withdraw}
        </Button>
      </div>
    </Form>
  );
}
