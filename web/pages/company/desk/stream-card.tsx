import { wordOf } from '../../../language/word-of.ts';
import { Link } from '@tanstack/react-router';
import { KINDS } from '../../../../core/records/kind.ts';
import { Moment } from '../../../components/moment.tsx';
import { PartyName } from '../../../components/record/party-name.tsx';
import { KindTag, StateTag } from '../../../components/record/record-tags.tsx';
import { useRecordTexts } from '../../../components/record-texts.ts';
import { Failure, Loading } from '../../../components/states.tsx';
import { toneOfAnswer } from '../../../components/record/answer-tone.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { Tag } from '../../../components/tag.tsx';
import { useFormat } from '../../../language/format.ts';
import { useStatementTexts } from '../../../work/statement-texts.ts';
import { useCompanyTexts } from './company-texts.ts';
import type { Answer, Standing } from '../../../../jobs/follow/standing.ts';
import classes from '../shared/company.module.css';
import { titleOf } from '../../../data/record-title.ts';
import { LongText, OutsideText } from '../../../components/outside-text.tsx';

/** One stream of the company: its newest version, what others say about it, and what can be done. */
export function StreamCard({ standing, error }: { standing: Standing | undefined; error: Error | null }) {
  const texts = useCompanyTexts();
  const words = useRecordTexts();
  if (standing === undefined)
    return <li className={classes['stream']}>{error === null ? <Loading /> : <Failure error={error} />}</li>;
  const { view, answers, flags, isWithdrawn } = standing;
  const { id, record, state, acceptedAt } = view;
  const isStale = flags.includes('stale');
  return (
    <li className={classes['stream']} data-flag={flags.length > 0}>
      <div>
        <h3>
          <Link to="/company/records/$id" params={{ id }}>
            <OutsideText text={titleOf(view, words.untitled)} />
          </Link>
        </h3>
        <div className="quiet">
          <OutsideText text={record.subject} /> · {words.version(record.sequence)} ·{' '}
          <Moment at={acceptedAt} />
        </div>
        <div className={`row ${classes['tags']}`}>
          <KindTag kind={record.kind} />
          <StateTag state={state} />
          {isWithdrawn && <Tag tone="bad">{texts.withdrawn}</Tag>}
          {isStale && <Tag tone="unsure">{texts.stale}</Tag>}
        </div>
        {isStale && (
          <p className={classes['advice']}>
            {record.kind === KINDS.disclosure ? texts.staleDisclosure : texts.staleAdvice}
          </p>
        )}
        {answers.map((answer) => (
          <AnswerLine key={answer.id} answer={answer} />
        ))}
      </div>
      <Actions standing={standing} />
    </li>
  );
}

/** What can be done with a stream; what its notices call for stands out. */
function Actions({ standing: { view, flags, isWithdrawn, newerSource } }: { standing: Standing }) {
  const texts = useCompanyTexts();
  const { id, record, state } = view;
  const isStale = flags.includes('stale');
  const isReady = state === 'anchored' || state === 'final';
  return (
    <div className={`row ${classes['actions']}`}>
      {record.kind === KINDS.result && isReady && !isWithdrawn && (
        <>
          <LinkButton
            to="/company/disclose/$id"
            params={{ id }}
            search={{}}
            variant="default"
            size="compact-sm"
          >
            {texts.disclose}
          </LinkButton>
          <LinkButton
            to="/company/compute"
            search={{ from: id }}
            variant={isStale ? 'filled' : 'default'}
            size="compact-sm"
          >
            {texts.restate}
          </LinkButton>
        </>
      )}
      {record.kind === KINDS.disclosure && isStale && (
        <LinkButton
          to="/company/disclose/$id"
          params={{ id: newerSource! }}
          search={{ subject: record.subject }}
          size="compact-sm"
        >
          {texts.discloseAgain}
        </LinkButton>
      )}
      <LinkButton to="/company/records/$id" params={{ id }} variant="default" size="compact-sm">
        {texts.manage}
      </LinkButton>
    </div>
  );
}

function AnswerLine({ answer: { id, party, says, reason, earlier } }: { answer: Answer }) {
  const texts = useCompanyTexts();
  const { values } = useStatementTexts();
  const format = useFormat();
  return (
    <div className={classes['tags']}>
      <div className="row">
        <Tag tone={toneOfAnswer(says)}>
          {earlier === null ? wordOf(values, says) : texts.queriedOn(format.number(earlier))}
        </Tag>
        <PartyName id={party} />
        <Link to="/records/$id" params={{ id }}>
          {texts.read}
        </Link>
      </div>
      {reason !== '' && (
        <div className="quiet">
          <LongText text={reason} />
        </div>
      )}
      {earlier !== null && <div className="quiet">{texts.stillOpen}</div>}
    </div>
  );
}
