import { Button, Progress, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { signDraftBy, submissionOf } from '../../../client/records/draft.ts';
import { registerSubmission } from '../../../client/records/register-submission.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Failure } from '../../components/states.tsx';
import { openPortalApi } from '../../data/ledger.ts';
import type { ItemOf } from '../../data/queries.ts';
import { titleOr } from '../../data/record-title.ts';
import { useFormat } from '../../language/format.ts';
import type { PartySession } from '../../session/require-session.tsx';
import { draftAnswer } from '../../work/answer-draft.ts';
import { useDecisionTexts } from './decision-texts.ts';

/** How many disclosures are listed, besides those that failed; the others are counted. */
const MOST_LISTED = 100;

interface SignAllProps {
  readonly session: PartySession;
  readonly items: readonly ItemOf<'listRecords'>[];
}

/** Signs and registers the acceptance of each disclosure, one after another; it can be stopped, and continues where it was. */
export function SignAll({ session, items }: SignAllProps) {
  const texts = useDecisionTexts();
  const format = useFormat();
  const queries = useQueryClient();
  const { untitled } = useRecordTexts();
  const [reason, setReason] = useState(texts.bulkDefault);
  const [registered, setRegistered] = useState<ReadonlySet<Hex>>(new Set());
  const [failures, setFailures] = useState<ReadonlyMap<Hex, unknown>>(new Map());
  const [isRunning, setRunning] = useState(false);
  const stop = useRef<AbortController | null>(null);
  const run = async (): Promise<void> => {
    setRunning(true);
    setFailures(new Map());
    const control = new AbortController();
    stop.current = control;
    for (const item of items.filter(({ id }) => !registered.has(id))) {
      if (control.signal.aborted) break;
      try {
        await accept(session, item, {
          title: texts.titleOf(titleOr(item.title, item.record.subject)),
          reason,
        });
        setRegistered((now) => new Set([...now, item.id]));
      } catch (error) {
        setFailures((now) => new Map([...now, [item.id, error]]));
        // Who refuses one signature is not asked for the next.
        if (isWalletError(error)) break;
      }
    }
    setRunning(false);
    void queries.invalidateQueries({ queryKey: ['listRecords'] });
  };
  const left = items.length - registered.size;
  return (
    <div className="stack">
      <div>
        <h3>{texts.bulkReady(items.length, format.number(items.length))}</h3>
        <ul className="marked">
          {items
            .filter(({ id }, index) => index < MOST_LISTED || failures.has(id))
            .map(({ id, title }) => (
              <li key={id}>
                {titleOr(title, untitled)} {registered.has(id) && <span aria-hidden>✓</span>}
                {failures.has(id) && <Failure error={failures.get(id)} />}
              </li>
            ))}
        </ul>
        {items.length > MOST_LISTED && (
          <p className="quiet">{texts.more(format.number(items.length - MOST_LISTED))}</p>
        )}
      </div>
      <Textarea
        label={texts.bulkReason}
        description={texts.reasonHelp}
        autosize
        minRows={2}
        value={reason}
        disabled={isRunning}
        error={reason.trim() === '' ? texts.needReason : null}
        onChange={({ target }) => setReason(target.value)}
      />
      <p className="quiet">{texts.wallet}</p>
      {registered.size > 0 && <Progress value={(100 * registered.size) / items.length} aria-hidden />}
      <div className="row">
        {left > 0 && (
          <Button disabled={reason.trim() === ''} loading={isRunning} onClick={() => void run()}>
            {registered.size > 0 || failures.size > 0
              ? texts.goOn
              : texts.sign(items.length, format.number(items.length))}
          </Button>
        )}
        {isRunning && (
          <Button variant="default" onClick={() => stop.current?.abort()}>
            {texts.stop}
          </Button>
        )}
        <span role="status">
          {registered.size > 0 && texts.signing(format.number(registered.size), format.number(items.length))}
          {left === 0 && ` ${texts.bulkDone}`}
        </span>
        {left === 0 && (
          <Link to="/records" search={{ kind: 'decision', party: session.party }}>
            {texts.ownDecisions}
          </Link>
        )}
      </div>
    </div>
  );
}

function isWalletError(error: unknown): boolean {
  return error instanceof Error && error.name === 'WalletError';
}

/** Signs and registers the acceptance of a disclosure. @throws ApiError, WalletError */
async function accept(
  session: PartySession,
  answered: ItemOf<'listRecords'>,
  { title, reason }: { readonly title: string; readonly reason: string },
): Promise<void> {
  const statement = { title, period: '', standard: '', outcome: 'accepted', reason: reason.trim() };
  const draft = await draftAnswer(session, { kind: 'decision', answered, statement });
  const signed = await signDraftBy(draft, session.signer);
  await registerSubmission(openPortalApi(session.token), submissionOf(signed, true), () => {});
}
