import { Button, Progress, Textarea } from '@mantine/core';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { openApi } from '../../../client/http/api.ts';
import { signDraftBy, submissionOf } from '../../../client/records/draft.ts';
import { registerSubmission } from '../../../client/records/register-submission.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Failure } from '../../components/states.tsx';
import type { ItemOf } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import type { PartySession } from '../../session/require-session.tsx';
import type { Judged } from '../../verification/verdict/report.tsx';
import { draftAnswer } from '../../work/answer-draft.ts';
import { type VerdictRules, verdictQuery } from '../../work/use-verdict.ts';
import { useDecisionTexts } from './decision-texts.ts';
import classes from './exchange.module.css';
import { findDecision, listOpinions } from './verdict-cells.tsx';

interface BulkAcceptProps {
  readonly session: PartySession;
  readonly rules: VerdictRules;
  readonly items: readonly ItemOf<'listRecords'>[];
  readonly onClose: () => void;
}

/** Why a disclosure is not accepted together with others. */
type Exception = 'decided' | 'unverified' | 'unassured' | 'failed';

/** Accepts several disclosures: those that are verified and assured; the others are listed with the reason why not. */
export function BulkAccept({ session, rules, items, onClose }: BulkAcceptProps) {
  const texts = useDecisionTexts();
  const format = useFormat();
  const found = useQueries({ queries: items.map(({ id }) => verdictQuery(session, id, rules)) });
  const done = found.filter(({ isPending }) => !isPending).length;
  const { untitled } = useRecordTexts();
  const judged = items.map((item, index) => ({
    item,
    title: item.title ?? untitled,
    exception: findException(found[index]?.data, session.party),
  }));
  const ready = judged.filter(({ exception }) => exception === null);
  return (
    <section className="card stack" aria-labelledby="bulk">
      <div>
        <h2 id="bulk">{texts.bulkTitle}</h2>
        <p className="quiet">{texts.bulkLead}</p>
      </div>
      {done < items.length ? (
        <div role="status">
          {texts.bulkVerifying(format.number(done), format.number(items.length))}
          <Progress value={(100 * done) / items.length} aria-hidden />
        </div>
      ) : (
        <>
          <Exceptions judged={judged} />
          {ready.length === 0 ? (
            <p>{texts.bulkNone}</p>
          ) : (
            <SignAll session={session} items={ready.map(({ item }) => item)} />
          )}
        </>
      )}
      <div>
        <Button variant="default" onClick={onClose}>
          {texts.close}
        </Button>
      </div>
    </section>
  );
}

/** Returns why a disclosure is not accepted together with others; null if it can be. */
function findException(judged: Judged | undefined, party: Hex): Exception | null {
  if (judged === undefined) return 'failed';
  if (findDecision(judged, party)?.counts === true) return 'decided';
  if (judged.outcome.verdict !== 'verified') return 'unverified';
  const opinions = listOpinions(judged);
  const isAssured = opinions.length > 0 && opinions.every(({ says }) => says === 'unqualified');
  return isAssured ? null : 'unassured';
}

interface ExceptionsProps {
  readonly judged: readonly {
    readonly item: { readonly id: Hex };
    readonly title: string;
    readonly exception: Exception | null;
  }[];
}

function Exceptions({ judged }: ExceptionsProps) {
  const texts = useDecisionTexts();
  const exceptions = judged.filter(({ exception }) => exception !== null);
  if (exceptions.length === 0) return null;
  return (
    <div>
      <h3>{texts.exceptions}</h3>
      <ul className={classes['exceptions']}>
        {exceptions.map(({ item, title, exception }) => (
          <li key={item.id}>
            <Link to="/exchange/$id" params={{ id: item.id }}>
              {title}
            </Link>
            : {exception === null ? '' : texts.why[exception]}
          </li>
        ))}
      </ul>
    </div>
  );
}

function SignAll({ session, items }: { session: PartySession; items: readonly ItemOf<'listRecords'>[] }) {
  const texts = useDecisionTexts();
  const format = useFormat();
  const queries = useQueryClient();
  const [reason, setReason] = useState(texts.bulkDefault);
  const [registered, setRegistered] = useState<ReadonlySet<Hex>>(new Set());
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const mayGoOn = useRef(true);
  const run = async (): Promise<void> => {
    setRunning(true);
    setError(null);
    mayGoOn.current = true;
    try {
      for (const item of items.filter(({ id }) => !registered.has(id))) {
        if (!mayGoOn.current) break;
        await accept(session, item, { title: texts.titleOf(item.title ?? item.record.subject), reason });
        setRegistered((now) => new Set([...now, item.id]));
      }
    } catch (failure) {
      setError(failure);
    } finally {
      setRunning(false);
      void queries.invalidateQueries();
    }
  };
  const left = items.length - registered.size;
  return (
    <div className="stack">
      <p>{texts.bulkReady(format.number(items.length))}</p>
      <Textarea
        label={texts.bulkReason}
        description={texts.reasonHelp}
        autosize
        minRows={2}
        value={reason}
        error={reason.trim() === '' ? texts.needReason : null}
        onChange={({ target }) => setReason(target.value)}
      />
      <p className="quiet">{texts.wallet}</p>
      <div className="row">
        <Button disabled={left === 0 || reason.trim() === ''} loading={isRunning} onClick={() => void run()}>
          {registered.size > 0 ? texts.goOn : texts.sign(format.number(items.length))}
        </Button>
        {isRunning && (
          <Button variant="default" onClick={() => (mayGoOn.current = false)}>
            {texts.stop}
          </Button>
        )}
        <span role="status">
          {registered.size > 0 && texts.signing(format.number(registered.size), format.number(items.length))}
        </span>
      </div>
      {error !== null && <Failure error={error} onRetry={() => void run()} />}
    </div>
  );
}

/** Signs and registers the acceptance of a disclosure. @throws ApiError, WalletError */
async function accept(
  session: PartySession,
  answered: ItemOf<'listRecords'>,
  { title, reason }: { readonly title: string; readonly reason: string },
): Promise<void> {
  const statement = { title, period: '', standard: '', outcome: 'accepted', reason };
  const draft = await draftAnswer(session, { kind: 'decision', answered, statement });
  const signed = await signDraftBy(draft, session.signer);
  await registerSubmission(
    openApi(location.origin, { token: session.token }),
    submissionOf(signed, true),
    () => {},
  );
}
