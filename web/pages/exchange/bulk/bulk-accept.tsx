import { Button, Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRecordTexts } from '../../../components/record-texts.ts';
import type { ItemOf } from '../../../data/queries.ts';
import { titleOr } from '../../../data/record-title.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import type { VerdictRules } from '../../../work/use-verdict.ts';
import { focusNew } from '../../../components/page-focus.ts';
import { CautionList } from '../caution-list.tsx';
import { useDecisionTexts } from '../decision-texts.ts';
import classes from '../exchange.module.css';
import type { OwnDecisions } from '../known-verdicts.ts';
import { SignAll } from './sign-all.tsx';
import { type Finding, findNothing, useFindings } from './verify-all.ts';
import { OutsideText } from '../../../components/outside-text.tsx';

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
  const { findings, done } = useFindings({ session, rules, decisions, items });
  const isDone = done === items.length;
  const judged = isDone ? items.map((item) => findings.get(item.id) ?? findNothing(item)) : [];
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
            <SignAll session={session} rules={rules} ready={ready} />
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

function Exceptions({ judged }: { judged: readonly Finding[] }) {
  const texts = useDecisionTexts();
  const { untitled } = useRecordTexts();
  const format = useFormat();
  if (judged.length === 0) return null;
  return (
    <div>
      <h3>{texts.exceptions}</h3>
      <ul className="marked">
        {judged.slice(0, MOST_LISTED).map(({ proven: { id, title }, exception }) => (
          <li key={id}>
            <Link to="/exchange/$id" params={{ id }}>
              <OutsideText text={titleOr(title, untitled)} />
            </Link>
            <div className={classes['small']}>
              {typeof exception === 'string' && texts.why[exception]}
              {typeof exception === 'object' && exception !== null && <CautionList cautions={exception} />}
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
