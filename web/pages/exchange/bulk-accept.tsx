import { Button, Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Hex } from '../../../core/encoding/hex.ts';
import { useRecordTexts } from '../../components/record-texts.ts';
import type { ItemOf } from '../../data/queries.ts';
import { titleOr } from '../../data/record-title.ts';
import { useFormat } from '../../language/format.ts';
import type { PartySession } from '../../session/require-session.tsx';
import { useCodeText } from '../../verification/words/code-texts.ts';
import type { VerdictRules } from '../../work/use-verdict.ts';
import type { Exception } from './choose-disclosures.ts';
import { useDecisionTexts } from './decision-texts.ts';
import classes from './exchange.module.css';
import type { OwnDecisions } from './known-verdicts.ts';
import { SignAll } from './sign-all.tsx';
import { useFindings } from './verify-all.ts';
import { focusNew } from '../../components/page-focus.ts';

interface BulkAcceptProps {
  readonly session: PartySession;
  readonly rules: VerdictRules;
  readonly decisions: OwnDecisions;
  readonly items: readonly ItemOf<'listRecords'>[];
  readonly onClose: () => void;
}

/** Accepts several disclosures: those that are verified and assured; the others are listed with the reason why not. */
export function BulkAccept({ session, rules, decisions, items, onClose }: BulkAcceptProps) {
  const texts = useDecisionTexts();
  const format = useFormat();
  const { untitled } = useRecordTexts();
  const { findings, done } = useFindings({ session, rules, decisions, items });
  const isDone = done === items.length;
  const judged = !isDone
    ? []
    : items.map((item) => {
        const found = findings.get(item.id) ?? { proven: item, exception: 'failed' as const, code: null };
        return { ...found, item: found.proven, title: titleOr(found.proven.title, untitled) };
      });
  const ready = judged.filter(({ exception }) => exception === null);
  return (
    <section className="card stack" aria-labelledby="bulk">
      <div>
        <h2 id="bulk" tabIndex={-1} ref={focusNew}>
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
          {texts.bulkVerifying(format.number(done), format.number(items.length))}
          <Progress value={(100 * done) / items.length} aria-hidden />
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

/** How many disclosures are listed; the others are counted. */
const MOST_LISTED = 100;

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
  const format = useFormat();
  if (judged.length === 0) return null;
  return (
    <div>
      <h3>{texts.exceptions}</h3>
      <ul className="marked">
        {judged.slice(0, MOST_LISTED).map(({ item, title, exception, code }) => (
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
      {judged.length > MOST_LISTED && (
        <p className="quiet">{texts.more(format.number(judged.length - MOST_LISTED))}</p>
      )}
    </div>
  );
}
