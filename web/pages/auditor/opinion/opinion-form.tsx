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
import { LEVELS } from '../../../../jobs/register/stated-members.ts';
import { useAssureTexts } from '../shared/assure-texts.ts';
import { draftAnswer, draftPorts } from '../../../work/draft-next.ts';
import classes from '../shared/auditor.module.css';
import { type Caution, listCautions, mustConfirm } from '../../../../jobs/assure/cautions.ts';
import { type DoneWork, findingsOf } from './done-work.ts';
import { useOpinionTexts } from './opinion-texts.ts';
import {
  GIVEN_OPINIONS,
  isModified,
  listMissingWords,
  stateOpinion,
} from '../../../../jobs/assure/opinion-statement.ts';
import { keepOpinion, type KeptOpinion, type Opinion, readKeptOpinion } from './kept-opinion.ts';
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

/** What of an opinion was confirmed or tried. */
interface Confirmed {
  readonly isSure: boolean;
  /** Whether the version that is shown is meant, although it was replaced. */
  readonly isOldMeant: boolean;
  readonly isTried: boolean;
}

/** The opinion that is written, kept in the tab, and what makes the draft of its record. */
function useOpinion({ session, view, done, onReady }: OpinionFormProps) {
  const texts = useOpinionTexts();
  const [{ opinion, isChosen }, setKept] = useState<KeptOpinion>(
    () => readKeptOpinion(session.party, view.id) ?? { opinion: EMPTY, isChosen: false },
  );
  const [confirmed, setConfirmed] = useState<Confirmed>({ isSure: false, isOldMeant: false, isTried: false });
  const [newer, setNewer] = useState<StreamPlace | null>(null);
  const { error, attempt } = useAttempt();
  const change = (part: Partial<Opinion>): void => {
    const next = { opinion: { ...opinion, ...part }, isChosen: isChosen || part.opinion !== undefined };
    setKept(next);
    keepOpinion(session.party, view.id, next);
  };
  const confirm = (part: Partial<Confirmed>): void => setConfirmed((before) => ({ ...before, ...part }));
  const cautions = listCautions(findingsOf(done));
  const isUnsure = isChosen && mustConfirm(opinion.opinion, cautions);
  const missing = listMissingWords(opinion);
  const build = async (): Promise<void> => {
    confirm({ isTried: true });
    if (!isChosen || missing.length > 0 || (isUnsure && !confirmed.isSure)) return;
    await attempt(async () => {
      // The page may be older than what others have registered since.
      const { party, kind, subject, sequence } = view.record;
      const newest = await draftPorts(session).readNewest({ party, kind: nameOfKind(kind), subject });
      const isOld = newest !== null && newest.sequence > sequence;
      setNewer(isOld ? newest : null);
      if (isOld && !confirmed.isOldMeant) return;
      const about = { record: view.id, party: session.party, notes: opinion.findings.trim() };
      const paper = opinion.hasPaper ? writePaper(about, done) : null;
      const own = { title: texts.titleOf(titleOf(view)), members: paper?.members ?? {} };
      const draft = await draftAnswer(session, 'assurance', view, stateOpinion(opinion, view.statement, own));
      const { samples } = done.work;
      onReady({ draft, paper, basis: { sha256: paper?.sha256 ?? null, verdict: done.verdict, samples } });
    });
  };
  return { opinion, isChosen, change, confirmed, confirm, cautions, isUnsure, missing, newer, error, build };
}

/** Asks for an opinion and says what speaks against it. An unqualified one against which something speaks must be confirmed. */
export function OpinionForm(props: OpinionFormProps) {
  const texts = useOpinionTexts();
  const { opinion, isChosen, change, confirmed, confirm, cautions, isUnsure, missing, newer, error, build } =
    useOpinion(props);
  const { isTried, isSure } = confirmed;
  return (
    <Form className="card stack" noValidate onSubmit={build} aria-labelledby="opinion">
      <Radio.Group
        label={texts.opinion}
        value={isChosen ? opinion.opinion : null}
        error={isTried && !isChosen ? texts.choose : null}
        onChange={(chosen) => change({ opinion: chosen })}
      >
        <div className={classes['fields']}>
          {GIVEN_OPINIONS.map((each) => (
            <Radio
              key={each}
              value={each}
              label={texts.opinions[each]}
              description={texts.opinionHelp[each]}
            />
          ))}
        </div>
      </Radio.Group>
      <Fields opinion={opinion} change={change} missing={isTried ? missing : []} />
      <Cautions cautions={cautions} isGrave={isUnsure} />
      {isUnsure && (
        <Sure
          isModified={isModified(opinion.opinion)}
          isSure={isSure}
          isMissing={isTried && !isSure}
          onSure={(next) => confirm({ isSure: next })}
        />
      )}
      <Checkbox
        label={texts.paper}
        description={texts.paperHelp}
        checked={opinion.hasPaper}
        onChange={({ target }) => change({ hasPaper: target.checked })}
      />
      {newer !== null && (
        <NewerVersion
          newer={newer}
          isMeant={confirmed.isOldMeant}
          onMeant={(isOldMeant) => confirm({ isOldMeant })}
        />
      )}
      {error !== null && <Failure error={error} />}
      <div>
        <Button type="submit" size="md">
          {texts.next}
        </Button>
      </div>
    </Form>
  );
}

interface SureProps {
  readonly isModified: boolean;
  readonly isSure: boolean;
  readonly isMissing: boolean;
  readonly onSure: (isSure: boolean) => void;
}

function Sure({ isModified: isModifiedOne, isSure, isMissing, onSure }: SureProps) {
  const texts = useOpinionTexts();
  const asked = isModifiedOne ? texts.sureModifiedMissing : texts.sureMissing;
  return (
    <Checkbox
      label={isModifiedOne ? texts.sureModified : texts.sure}
      checked={isSure}
      error={isMissing ? asked : null}
      onChange={({ target }) => onSure(target.checked)}
    />
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
  /** The words that are missing, once that is shown. */
  readonly missing: ReturnType<typeof listMissingWords>;
}

function Fields({ opinion, change, missing }: FieldsProps) {
  const texts = useOpinionTexts();
  const needsBasis = isModified(opinion.opinion);
  const faultOf = (name: (typeof missing)[number]): string | null =>
    missing.includes(name) ? texts.required : null;
  return (
    <>
      <div className={classes['fields']}>
        <NativeSelect
          label={texts.level}
          value={opinion.level}
          data={LEVELS.map((value) => ({ value, label: texts.levels[value] }))}
          onChange={({ target }) => change({ level: target.value as Opinion['level'] })}
        />
        <TextInput
          label={texts.standard}
          placeholder={texts.standardHelp}
          required
          value={opinion.standard}
          error={faultOf('standard')}
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
        error={faultOf('scope')}
        onChange={({ target }) => change({ scope: target.value })}
      />
      <Textarea
        label={needsBasis ? texts.basis : texts.findings}
        description={needsBasis ? texts.basisHelp : texts.findingsHelp}
        required={needsBasis}
        autosize
        minRows={3}
        value={opinion.findings}
        error={faultOf('findings')}
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
