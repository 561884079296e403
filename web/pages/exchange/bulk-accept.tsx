import { Button, Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Hex } from '../../../core/encoding/hex.ts';
import { useRecordTexts } from '../../components/record-texts.ts';
import type { ItemOf } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import type { PartySession } from '../../session/require-session.tsx';
import { useCodeText } from '../../verification/words/code-texts.ts';
import type { VerdictRules } from '../../work/use-verdict.ts';
import { asProven, type Exception, findException, firstReason } from './choose-disclosures.ts';
import { useDecisionTexts } from './decision-texts.ts';
import classes from './exchange.module.css';
import { SignAll } from './sign-all.tsx';
import { useAllVerdicts } from './verify-all.ts';

interface BulkAcceptProps {
  readonly session: PartySession;
  readonly rules: VerdictRules;
  readonly items: readonly ItemOf<'listRecords'>[];
  readonly onClose: () => void;
}

/** Accepts several disclosures: those that are verified and assured; the others are listed with the reason why not. */
export function BulkAccept({ session, rules, items, onClose }: BulkAcceptProps) {
  const texts = useDecisionTexts();
  const format = useFormat();
  const { untitled } = useRecordTexts();
  const { verdicts, isDone } = useAllVerdicts(session, rules, items);
  const judged = items.map((item) => {
    const verdict = verdicts.get(item.id) ?? undefined;
    const proven = asProven(item, verdict);
    return {
      item: proven,
      title: proven.title ?? untitled,
      exception: findException(verdict, session.party),
      code: verdict === undefined ? null : firstReason(verdict),
    };
  });
  const ready = judged.filter(({ exception }) => exception === null);
  return (
    <section className="card stack" aria-labelledby="bulk">
      <div>
        <h2 id="bulk" tabIndex={-1} ref={focusOnce}>
          {texts.bulkTitle}
        </h2>
        <p className="quiet">{texts.bulkLead}</p>
      </div>
      {isDone ? (
        <>
          <Exceptions judged={judged.filter(({ exception }) => exception !== null)} />
          {ready.length === 0 ? (
            <p>{texts.bulkNone}</p>
          ) : (
            <SignAll session={session} items={ready.map(({ item }) => item)} />
          )}
        </>
      ) : (
        <div role="status">
          {texts.bulkVerifying(format.number(verdicts.size), format.number(items.length))}
          <Progress value={(100 * verdicts.size) / items.length} aria-hidden />
        </div>
      )}
      <div>
        <Button variant="default" onClick={onClose}>
          {isDone ? texts.close : texts.cancel}
        </Button>
      </div>
    </section>
  );
}

function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}

interface ExceptionsProps {
  readonly judged: readonly {
    readonly item: { readonly id: Hex };
    readonly title: string;
    readonly exception: Exception | null;
    readonly code: string | null;
  }[];
}

function Exceptions({ judged }: ExceptionsProps) {
  const texts = useDecisionTexts();
  const explain = useCodeText();
  if (judged.length === 0) return null;
  return (
    <div>
      <h3>{texts.exceptions}</h3>
      <ul className={classes['exceptions']}>
        {judged.map(({ item, title, exception, code }) => (
          <li key={item.id}>
            <Link to="/exchange/$id" params={{ id: item.id }}>
              {title}
            </Link>
            <div className={classes['small']}>
              {exception === null ? '' : texts.why[exception]}
              {exception === 'unverified' && code !== null && <> {explain(code)}</>}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
