import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { Kind } from '../../../../core/records/kind.ts';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { saveFile } from '../../../components/save-file.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { useLeaveQuestion } from '../../../work/leave-question.ts';
import { ReviewAndSign } from '../../../work/review-and-sign.tsx';
import { NewerNotice, useNewer } from '../assure-notices.tsx';
import classes from '../shared/auditor.module.css';
import type { SignedWork } from '../shared/audit-store.ts';
import type { OwnOpinion } from '../shared/own-opinions.ts';
import type { DoneWork } from './done-work.ts';
import { keepOpinion } from './kept-opinion.ts';
import { placeInQueue } from '../shared/place-in-queue.ts';
import { OpinionForm } from './opinion-form.tsx';
import { useOpinionTexts } from './opinion-texts.ts';
import { OwnOpinionCard } from './own-opinion-card.tsx';
import type { Prepared, WrittenPaper } from './write-paper.ts';

interface OpinionSectionProps {
  readonly session: PartySession;
  readonly view: RecordView;
  readonly own: OwnOpinion | null;
  readonly done: DoneWork;
  /** What is ready to be signed; null while it is written. */
  readonly prepared: Prepared | null;
  readonly onPrepared: (prepared: Prepared | null) => void;
  /** Called with what an opinion was signed on. */
  readonly onSigned: (signed: SignedWork) => void;
}

/** The opinion of the user's party: given, replaced or withdrawn with a signature. */
export function OpinionSection(props: OpinionSectionProps) {
  const { session, view, own, done, prepared, onPrepared, onSigned } = props;
  const texts = useOpinionTexts();
  const newer = useNewer(view);
  const stands = own !== null && own.opinion !== 'withdrawn' && own.answers === view.id;
  return (
    <section className={classes['section']} aria-labelledby="opinion">
      <header>
        <h2 id="opinion" tabIndex={-1}>
          {texts.title}
        </h2>
        <p className="quiet">{texts.lead}</p>
      </header>
      {/* The form keeps what was written while the review is shown. */}
      <div className="stack" hidden={prepared !== null}>
        {newer !== null && <NewerNotice view={view} newer={newer} />}
        {own !== null && <OwnOpinionCard session={session} view={view} own={own} onReady={onPrepared} />}
        {stands ? (
          <details>
            <summary>{texts.another}</summary>
            <OpinionForm session={session} view={view} done={done} onReady={onPrepared} />
          </details>
        ) : (
          <OpinionForm session={session} view={view} done={done} onReady={onPrepared} />
        )}
      </div>
      {prepared !== null && (
        <Review
          answered={view.record.kind}
          session={session}
          prepared={prepared}
          onBack={() => onPrepared(null)}
          onRegistered={(opinion) => {
            keepOpinion(session.party, view.id, null);
            if (prepared.basis !== null) onSigned({ opinion, ...prepared.basis });
          }}
        />
      )}
    </section>
  );
}

interface ReviewProps {
  /** The kind of the record that the opinion is about. */
  readonly answered: Kind;
  readonly session: PartySession;
  readonly prepared: Prepared;
  readonly onBack: () => void;
  readonly onRegistered: (opinion: Hex) => void;
}

function Review({ answered, session, prepared: { draft, paper }, onBack, onRegistered }: ReviewProps) {
  const texts = useOpinionTexts();
  const [isDone, setDone] = useState(false);
  const [isSaved, setSaved] = useState(false);
  // The paper is nowhere else: without it nobody can show later what the opinion depends on.
  useLeaveQuestion(!isDone || (paper !== null && !isSaved));
  const finish = ({ id }: { readonly id: Hex }): void => {
    setDone(true);
    onRegistered(id);
  };
  return (
    <>
      {paper !== null && <PaperCard paper={paper} isSaved={isSaved} onSaved={() => setSaved(true)} />}
      <ReviewAndSign session={session} draft={draft} onBack={onBack} hasBack={false} onRegistered={finish}>
        {() => (
          <LinkButton to="/auditor" search={placeInQueue(answered)} variant="default">
            {texts.backToQueue}
          </LinkButton>
        )}
      </ReviewAndSign>
      <div>
        <Button variant="default" onClick={onBack}>
          {isDone ? texts.title : texts.change}
        </Button>
      </div>
    </>
  );
}

interface PaperCardProps {
  readonly paper: WrittenPaper;
  readonly isSaved: boolean;
  readonly onSaved: () => void;
}

function PaperCard({ paper: { text, sha256 }, isSaved, onSaved }: PaperCardProps) {
  const texts = useOpinionTexts();
  return (
    <div className="card">
      <p>{texts.paperFirst}</p>
      <div className="row">
        <Button
          variant="default"
          onClick={() => {
            saveFile(`working-paper-${sha256.slice(0, 12)}.json`, 'application/json', text);
            onSaved();
          }}
        >
          {texts.savePaper}
        </Button>
        <span role="status">{isSaved && texts.paperSaved}</span>
      </div>
    </div>
  );
}
