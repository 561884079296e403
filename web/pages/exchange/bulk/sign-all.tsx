import { Button, Progress, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { stateDecision } from '../../../../jobs/decide/decision-statement.ts';
import { registerDraft } from '../../../../jobs/register/register-draft.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { Notice } from '../../../components/notice.tsx';
import { RegisterFailure } from '../../../work/register-failure.tsx';
import { openPortalApi } from '../../../data/ledger.ts';
import type { ItemOf } from '../../../data/queries.ts';
import { titleOr } from '../../../data/record-title.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { draftAnswer } from '../../../work/draft-next.ts';
import type { VerdictRules } from '../../../work/use-verdict.ts';
import { useDecisionTexts } from '../decision-texts.ts';
import classes from '../exchange.module.css';
import { ReadyDisclosure } from './ready-disclosure.tsx';
import { type Finding, mayAccept } from './verify-all.ts';

/** How many disclosures are shown at a time: all must have been, before any is signed. */
const AT_A_TIME = 25;

/** What is kept of a disclosure that could be accepted when it was listed, and cannot any more. */
const CHANGED = 'changed';

interface SignAllProps {
  readonly session: PartySession;
  readonly rules: VerdictRules;
  /** Those that can be accepted. */
  readonly ready: readonly Finding[];
}

/** Signs acceptances one after another. */
function useSigning(
  { session, rules }: Omit<SignAllProps, 'ready'>,
  items: readonly ItemOf<'listRecords'>[],
) {
  const texts = useDecisionTexts();
  const queries = useQueryClient();
  const [registered, setRegistered] = useState<ReadonlySet<Hex>>(new Set());
  const [failures, setFailures] = useState<ReadonlyMap<Hex, unknown>>(new Map());
  const [isRunning, setRunning] = useState(false);
  const control = useRef<AbortController | null>(null);
  const fail = (id: Hex, why: unknown): void => setFailures((now) => new Map([...now, [id, why]]));
  const run = async (reason: string): Promise<void> => {
    setRunning(true);
    setFailures(new Map());
    const { signal } = (control.current = new AbortController());
    for (const item of items.filter(({ id }) => !registered.has(id))) {
      if (signal.aborted) break;
      try {
        if (await mayAccept(queries, { session, rules }, item)) {
          const title = texts.titleOf(titleOr(item.title, item.record.subject));
          await accept(session, item, { title, reason });
          setRegistered((now) => new Set([...now, item.id]));
        } else fail(item.id, CHANGED);
      } catch (error) {
        fail(item.id, error);
        // Who refuses one signature is not asked for the next.
        if (isWalletError(error)) break;
      }
    }
    setRunning(false);
    void queries.invalidateQueries({ queryKey: ['listRecords'] });
  };
  return { registered, failures, isRunning, run, stop: () => control.current?.abort() };
}

/** Signs and registers the acceptance of each disclosure, one after another; it can be stopped, and continues where it was. */
export function SignAll({ session, rules, ready }: SignAllProps) {
  const texts = useDecisionTexts();
  const format = useFormat();
  const [shown, setShown] = useState(AT_A_TIME);
  const [reason, setReason] = useState(texts.bulkDefault);
  const items = ready.map(({ proven }) => proven);
  const { registered, failures, isRunning, run, stop } = useSigning({ session, rules }, items);
  const left = items.length - registered.size;
  const unseen = Math.max(0, items.length - shown);
  return (
    <div className="stack">
      <ReadyList
        {...{ ready, registered, failures, shown, unseen }}
        onMore={() => setShown(shown + AT_A_TIME)}
      />
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
          <Button
            disabled={reason.trim() === '' || unseen > 0}
            loading={isRunning}
            onClick={() => void run(reason)}
          >
            {registered.size > 0 || failures.size > 0
              ? texts.goOn
              : texts.sign(items.length, format.number(items.length))}
          </Button>
        )}
        {isRunning && (
          <Button variant="default" onClick={stop}>
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

interface ReadyListProps extends Pick<ReturnType<typeof useSigning>, 'registered' | 'failures'> {
  readonly ready: readonly Finding[];
  /** How many are shown, and how many are not yet. */
  readonly shown: number;
  readonly unseen: number;
  readonly onMore: () => void;
}

/** What is accepted: all must have been shown, before any is signed. */
function ReadyList({ ready, registered, failures, shown, unseen, onMore }: ReadyListProps) {
  const texts = useDecisionTexts();
  const format = useFormat();
  return (
    <div>
      <h3>{texts.bulkReady(ready.length, format.number(ready.length))}</h3>
      <ul className={`plain ${classes['history']}`}>
        {ready.slice(0, shown).map((each) => (
          <li key={each.proven.id}>
            <ReadyDisclosure found={each} isRegistered={registered.has(each.proven.id)} />
            {failures.has(each.proven.id) && <NotSigned reason={failures.get(each.proven.id)} />}
          </li>
        ))}
      </ul>
      {unseen > 0 && (
        <div className="row">
          <Button variant="default" onClick={onMore}>
            {texts.showNext(format.number(Math.min(unseen, AT_A_TIME)), format.number(unseen))}
          </Button>
          <span className="quiet">{texts.seeAll}</span>
        </div>
      )}
    </div>
  );
}

/** Why a disclosure was not accepted. */
function NotSigned({ reason }: { reason: unknown }) {
  const texts = useDecisionTexts();
  if (reason !== CHANGED) return <RegisterFailure error={reason} />;
  return <Notice tone="unsure" role="alert" title={texts.changedSince} />;
}

function isWalletError(error: unknown): boolean {
  return error instanceof Error && error.name === 'WalletError';
}

/** Signs and registers the acceptance of a disclosure. @throws ApiError, WalletError */
async function accept(
  session: PartySession,
  answered: ItemOf<'listRecords'>,
  words: { readonly title: string; readonly reason: string },
): Promise<void> {
  const statement = stateDecision({ ...words, standard: '', outcome: 'accepted' }, {});
  const draft = await draftAnswer(session, 'decision', answered, statement);
  const ports = { api: openPortalApi(session.token), signer: session.signer, onRetry: () => {} };
  await registerDraft({ draft, withEntries: true }, ports);
}
