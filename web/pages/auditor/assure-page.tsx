import { Button } from '@mantine/core';
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { type Hex, isHex } from '../../../core/encoding/hex.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { Unread } from '../../components/states.tsx';
import { recordQuery } from '../../data/queries.ts';
import { titleOf } from '../../data/record-title.ts';
import { DocumentsSection } from '../../documents/documents-section.tsx';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { useVerdict, useVerdictRules } from '../../work/use-verdict.ts';
import { useAssureTexts } from './shared/assure-texts.ts';
import { type AuditWork, freezeWork, useAuditWork } from './shared/audit-store.ts';
import { ClosedNotice, EarlyNotice, NewerNotice, useNewer } from './assure-notices.tsx';
import { OpinionSection } from './opinion/opinion-section.tsx';
import type { Prepared } from './opinion/write-paper.ts';
import { Overview } from './overview.tsx';
import { placeInQueue } from './shared/place-in-queue.ts';
import type { OwnOpinion } from '../../../jobs/assure/own-opinions.ts';
import { ownOpinionQuery } from './shared/own-opinions.ts';
import classes from './shared/auditor.module.css';
import { PrintPaper } from './paper/print-paper.tsx';
import { usePrintTexts } from './paper/print-texts.ts';
import { usePrinting } from './paper/use-printing.ts';
import type { DoneWork } from './opinion/done-work.ts';
import { ProofSection } from './proof-section.tsx';
import { Restatement } from './restatement.tsx';
import { useHeadline } from '../../verification/verdict/headline.ts';
import type { Judged } from '../../verification/verdict/report.tsx';
import type { Recomputation } from '../../../jobs/reperform/recomputation.ts';
import { FiguresSection } from './recompute/figures-section.tsx';
import type { Material } from '../../../jobs/reperform/material.ts';
import { RowsSection } from './recompute/rows-section.tsx';
import { useMaterial, useMaterialDocuments, useRecompute } from './recompute/use-recompute.ts';
import { SamplesSection } from './sampling/samples-section.tsx';
import { LinkButton } from '../../components/link-button.tsx';

/** The working paper of one result or disclosure: verified and computed again here, sampled, then assured with a signature. */
export function AssurePage() {
  const texts = useAssureTexts();
  const { id } = useParams({ from: '/auditor/$id' });
  if (isHex(id, 32)) return <Found id={id} key={id} />;
  return (
    <>
      <PageHeading title={texts.plain} lead={texts.badId} />
      <Link to="/auditor">{texts.back}</Link>
    </>
  );
}

function Found({ id }: { id: Hex }) {
  const texts = useAssureTexts();
  const print = usePrintTexts();
  const query = useQuery(recordQuery(id));
  const { data } = query;
  if (data === undefined) return <Unread query={query} heading={texts.plain} />;
  return (
    <div className="stack">
      <div className={classes['screen']}>
        <PageHeading
          outside={titleOf(data)}
          title={texts.heading}
          lead={
            <Link to="/auditor" search={placeInQueue(data.record.kind)}>
              {texts.back}
            </Link>
          }
          actions={
            <>
              <LinkButton to="/records/$id" params={{ id }} variant="default">
                {texts.openRecord}
              </LinkButton>
              <Button variant="default" onClick={() => window.print()}>
                {print.print}
              </Button>
            </>
          }
        />
      </div>
      <RequireSession roles={['auditor']}>
        {(session) => <Assure key={session.party} session={session} view={data} />}
      </RequireSession>
    </div>
  );
}

function Assure({ session, view }: { session: PartySession; view: RecordView }) {
  const texts = useAssureTexts();
  const queries = useQueryClient();
  const rules = useVerdictRules();
  const verdict = useVerdict(session, view.id, rules);
  const own = useQuery(ownOpinionQuery(session.party, view));
  const material = useMaterial(session, view.id);
  // Undefined while a part of the material is closed to the auditor: then nothing is computed again or sampled.
  const whole = material.data?.closed.length === 0 ? material.data : undefined;
  const documents = useMaterialDocuments(session, whole);
  const recomputed = useRecompute(session, view.id, {
    material: whole,
    documents,
    engines: rules?.word.sources,
  });
  const [work, changeWork] = useAuditWork(session.party, view.id);
  const [prepared, setPrepared] = useState<Prepared | null>(null);
  const newer = useNewer(view);
  useVerifyAgain(verdict, rules !== undefined && newer !== null ? newer.record : null);
  const done = collectWork(verdict.data, recomputed.data, material.data, work);
  return (
    <>
      <Printed session={session} view={view} own={own.data ?? null} done={done} verdict={verdict.data} />
      <div className={`stack ${classes['screen']}`}>
        <EarlyNotice view={view} />
        {newer !== null && <NewerNotice view={view} newer={newer} />}
        <Restatement view={view} />
        <Overview verdict={verdict} recomputed={recomputed} work={work} own={own.data ?? null} view={view} />
        <ProofSection verdict={verdict} isComputed={recomputed.data !== undefined} />
        {material.data === undefined && <Unread query={material} label={texts.openMaterial} />}
        {material.data !== undefined && <ClosedNotice id={view.id} material={material.data} />}
        {whole !== undefined && (
          <>
            <DocumentsSection
              documents={documents}
              command={`ledger reperform ${view.id} --key auditor.key.json`}
            />
            <FiguresSection
              material={whole}
              recomputed={recomputed}
              onStop={() => void queries.cancelQueries({ queryKey: ['private', 'recomputed'] })}
            />
            <RowsSection recomputed={recomputed} />
            <SamplesSection
              party={session.party}
              view={view}
              material={whole}
              work={work}
              onWork={changeWork}
              isPrepared={prepared !== null}
            />
          </>
        )}
        {own.data !== undefined && (
          <OpinionSection
            session={session}
            view={view}
            own={own.data}
            done={done}
            prepared={prepared}
            onPrepared={setPrepared}
            onSigned={(basis) => changeWork((now) => freezeWork(now, basis))}
          />
        )}
      </div>
    </>
  );
}

interface PrintedProps {
  readonly session: PartySession;
  readonly view: RecordView;
  readonly own: OwnOpinion | null;
  readonly done: DoneWork;
  readonly verdict: Judged | undefined;
}

/** The working paper, while the page is printed. */
function Printed({ session, view, own, done, verdict }: PrintedProps) {
  const isPrinting = usePrinting();
  const headline = useHeadline();
  const signed = useSigned(done.work);
  if (!isPrinting) return null;
  const proof = verdict === undefined ? null : headline(verdict.outcome);
  return <PrintPaper party={session.party} view={view} own={own} signed={signed} done={done} proof={proof} />;
}

/** Reads the opinion that was signed on the work; null where none was, or until it is read. */
function useSigned({ signed }: AuditWork): RecordView | null {
  const { data } = useQuery({
    ...recordQuery(signed?.opinion ?? '0x'),
    enabled: signed !== undefined,
  });
  return data ?? null;
}

/** Verifies the proof again when a newer version appears: the record then is no longer the newest. */
function useVerifyAgain({ refetch }: UseQueryResult<Judged>, newer: Hex | null): void {
  useEffect(() => {
    if (newer !== null) void refetch({ cancelRefetch: false });
  }, [newer, refetch]);
}

function collectWork(
  verdict: Judged | undefined,
  recomputation: Recomputation | undefined,
  material: Material | undefined,
  work: AuditWork,
): DoneWork {
  return {
    verdict: verdict?.outcome.verdict ?? null,
    recomputation: recomputation ?? null,
    material: material ?? null,
    work,
  };
}
