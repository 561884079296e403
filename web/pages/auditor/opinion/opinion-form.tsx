import { Button, Checkbox, NativeSelect, Radio, Textarea, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { StreamPlace } from '../../../../client/http/fetch-records.ts';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import { nameOfKind } from '../../../../core/records/kind.ts';
import { Form } from '../../../components/form.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Failure } from '../../../components/states.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { readNewest } from '../../../work/next-place.ts';
import { useAssureTexts } from '../shared/assure-texts.ts';
import { draftAnswer } from '../../../work/answer-draft.ts';
import classes from '../shared/auditor.module.css';
import { type Caution, type DoneWork, listCautions } from './cautions.ts';
import { useOpinionTexts } from './opinion-texts.ts';
import { type Opinion, OPINIONS, statementOf } from './opinion-statement.ts';
import { keepOpinion, type KeptOpinion, readKeptOpinion } from './kept-opinion.ts';
import { type Prepared, writePaper } from './write-paper.ts';
import { titleOf } from '../../../data/record-title.ts';

interface OpinionFormProps {
  readonly session: PartySession;
  readonly view: RecordView;
  readonly done: DoneWork;
  readonly onReady: (prepared: Prepared) => void;
}

const EMPTY: Opinion = {
  ...{ opinion: 'unqualified', level: 'limited', standard: 'ISO 14064-3:2019' },
  ...{ scope: '', materiality: '', findings: '', hasPaper: true },
};

/** Asks for an opinion and says what speaks against it. An unqualified one against which something speaks must be confirmed. */
export function OpinionForm({ session, view, done, onReady }: OpinionFormProps) {
  const texts = useOpinionTexts();
  const [{ opinion, isChosen }, setKept] = useState<KeptOpinion>(
    () => readKeptOpinion(session.party, view.id) ?? { opinion: EMPTY, isChosen: false },
  );
  const [isSure, setSure] = useState(false);
  const [newer, setNewer] = useState<StreamPlace | null>(null);
  const [isOldMeant, setOldMeant] = useState(false);
  const [isTried, setTried] = useState(false);
  const { error, attempt } = useAttempt();
  const change = (part: Partial<Opinion>): void => {
    const next = { opinion: { ...opinion, ...part }, isChosen: isChosen || part.opinion !== undefined };
    setKept(next);
    keepOpinion(session.party, view.id, next);
  };
  const cautions = listCautions(done);
  const isBlind = cautions.some(({ code }) => code === 'notSeen');
  const mustConfirm = isChosen && (isBlind || (opinion.opinion === 'unqualified' && cautions.length > 0));
  const isModified = opinion.opinion !== 'unqualified';
  const missing = (value: string): string | null => (isTried && value.trim() === '' ? texts.required : null);
  const build = async (): Promise<void> => {
    setTried(true);
    const { scope, standard, findings } = opinion;
    const isMissing = [scope, standard, ...(isModified ? [findings] : [])].some((text) => text.trim() === '');
    if (!isChosen || isMissing || (mustConfirm && !isSure)) return;
    await attempt(async () => {
      // The page may be older than what others have registered since.
      const { party, kind, subject, sequence } = view.record;
      const newest = await readNewest(session.ledger, { party, kind: nameOfKind(kind), subject });
      const isOld = newest !== null && newest.sequence > sequence;
      setNewer(isOld ? newest : null);
      if (isOld && !isOldMeant) return;
      const about = { record: view.id, party: session.party, notes: findings.trim() };
      const paper = opinion.hasPaper ? writePaper(about, done) : null;
      const statement = statementOf(opinion, view, { title: texts.titleOf(titleOf(view)), paper });
      const draft = await draftAnswer(session, { kind: 'assurance', answered: view, statement });
      const { samples } = done.work;
      onReady({ draft, paper, basis: { sha256: paper?.sha256 ?? null, verdict: done.verdict, samples } });
    });
  };
  return (
    <Form className="card stack" noValidate onSubmit={build} aria-labelledby="opinion">
      <Radio.Group
        label={texts.opinion}
        value={isChosen ? opinion.opinion : null}
        error={isTried && !isChosen ? texts.choose : null}
        onChange={(chosen) => change({ opinion: chosen })}
      >
        <div className={classes['fields']}>
          {OPINIONS.map((each) => (
            <Radio
              key={each}
              value={each}
              label={texts.opinions[each]}
              description={texts.opinionHelp[each]}
            />
          ))}
        </div>
      </Radio.Group>
      <Fields opinion={opinion} change={change} missing={missing} />
      <Cautions cautions={cautions} isGrave={mustConfirm} />
      {mustConfirm && (
        <Checkbox
          label={isModified ? texts.sureModified : texts.sure}
          checked={isSure}
          error={isTried && !isSure ? (isModified ? texts.sureModifiedMissing : texts.sureMissing) : null}
          onChange={({ target }) => setSure(target.checked)}
        />
      )}
      <Checkbox
        label={texts.paper}
        description={texts.paperHelp}
        checked={opinion.hasPaper}
        onChange={({ target }) => change({ hasPaper: target.checked })}
      />
      {newer !== null && <NewerVersion newer={newer} isMeant={isOldMeant} onMeant={setOldMeant} />}
      {error !== null && <Failure error={error} />}
      <div>
        <Button type="submit" size="md">
          {texts.next}
        </Button>
      </div>
    </Form>
  );
}

interface NewerVersionProps {
  readonly newer: StreamPlace;
  readonly isMeant: boolean;
  readonly onMeant: (isMeant: boolean) => void;
}

/** Says that a newer version was registered meanwhile, and asks whether this one is meant all the same. */
function NewerVersion({ newer, isMeant, onMeant }: NewerVersionProps) {
  const texts = useOpinionTexts();
  const assure = useAssureTexts();
  const format = useFormat();
  return (
    <Notice tone="unsure" role="alert" title={assure.newer(format.number(newer.sequence))}>
      <div className="stack">
        <Link to="/auditor/$id" params={{ id: newer.record }}>
          {assure.openNewer}
        </Link>
        <Checkbox
          label={texts.meansThis}
          checked={isMeant}
          onChange={({ target }) => onMeant(target.checked)}
        />
      </div>
    </Notice>
  );
}

interface FieldsProps {
  readonly opinion: Opinion;
  readonly change: (part: Partial<Opinion>) => void;
  readonly missing: (value: string) => string | null;
}

function Fields({ opinion, change, missing }: FieldsProps) {
  const texts = useOpinionTexts();
  const isModified = opinion.opinion !== 'unqualified';
  return (
    <>
      <div className={classes['fields']}>
        <NativeSelect
          label={texts.level}
          value={opinion.level}
          data={(['limited', 'reasonable'] as const).map((value) => ({ value, label: texts.levels[value] }))}
          onChange={({ target }) => change({ level: target.value as Opinion['level'] })}
        />
        <TextInput
          label={texts.standard}
          placeholder={texts.standardHelp}
          required
          value={opinion.standard}
          error={missing(opinion.standard)}
          onChange={({ target }) => change({ standard: target.value })}
        />
        <TextInput
          label={texts.materiality}
          placeholder={texts.materialityHelp}
          value={opinion.materiality}
          onChange={({ target }) => change({ materiality: target.value })}
        />
      </div>
      <Textarea
        label={texts.scope}
        description={texts.scopeHelp}
        required
        autosize
        minRows={2}
        value={opinion.scope}
        error={missing(opinion.scope)}
        onChange={({ target }) => change({ scope: target.value })}
      />
      <Textarea
        label={isModified ? texts.basis : texts.findings}
        description={isModified ? texts.basisHelp : texts.findingsHelp}
        required={isModified}
        autosize
        minRows={3}
        value={opinion.findings}
        error={isModified ? missing(opinion.findings) : null}
        onChange={({ target }) => change({ findings: target.value })}
      />
    </>
  );
}

function Cautions({ cautions, isGrave }: { cautions: readonly Caution[]; isGrave: boolean }) {
  const texts = useOpinionTexts();
  const format = useFormat();
  if (cautions.length === 0) return null;
  return (
    <Notice tone={isGrave ? 'bad' : 'unsure'} isLive title={texts.cautions}>
      <ul className="marked">
        {cautions.map((caution) => (
          <li key={caution.code}>
            {'count' in caution
              ? texts.caution[caution.code](format.number(caution.count))
              : texts.caution[caution.code]}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
