import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { type Hex, isHex } from '../../../core/encoding/hex.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import { Notice } from '../../components/notice.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Failure, Loading } from '../../components/states.tsx';
import { newestQuery, recordQuery } from '../../data/queries.ts';
import { DocumentsSection } from '../../documents/documents-section.tsx';
import { useFormat } from '../../language/format.ts';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { useVerdict, useVerdictRules } from '../../work/use-verdict.ts';
import { useAssureTexts } from './paper/assure-texts.ts';
import { type AuditWork, useAuditWork } from './paper/audit-store.ts';
import { OpinionSection } from './opinion/opinion-section.tsx';
import { Overview } from './overview.tsx';
import { placeInQueue } from './paper/place-in-queue.ts';
import { ownOpinionQuery } from './paper/own-opinions.ts';
import classes from './paper/auditor.module.css';
import { PrintPaper } from './paper/print-paper.tsx';
import { usePrintTexts } from './paper/print-texts.ts';
import { usePrinting } from './paper/use-printing.ts';
import type { DoneWork } from './opinion/cautions.ts';
import { ProofSection } from './proof-section.tsx';
import type { Judged } from '../../verification/verdict/report.tsx';
import type { Recomputation } from './recompute/recomputation.ts';
import { FiguresSection } from './recompute/figures-section.tsx';
import { type Material, titleOf } from './recompute/material.ts';
import { RowsSection } from './recompute/rows-section.tsx';
import { useMaterial, useMaterialDocuments, useRecompute } from './recompute/use-recompute.ts';
import { SamplesSection } from './sampling/samples-section.tsx';

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
  const { data, error, isPending, refetch } = useQuery(recordQuery(id));
  if (isPending) return <Loading />;
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <div className="stack">
      <div className={classes['screen']}>
        <PageHeading
          title={texts.heading(titleOf(data))}
          lead={
            <Link to="/auditor" search={placeInQueue(data.record.kind)}>
              {texts.back}
            </Link>
          }
          actions={
            <>
              <Button component={Link} to={`/records/${id}`} variant="default">
                {texts.openRecord}
              </Button>
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
  const own = useQuery(ownOpinionQuery(session.party, view.record));
  const material = useMaterial(session, view.id);
  const whole = material.data?.closed.length === 0 ? material.data : undefined;
  const documents = useMaterialDocuments(session, whole);
  const recomputed = useRecompute(session, view.id, {
    material: whole,
    documents,
    engines: rules?.word.sources,
  });
  const [work, changeWork] = useAuditWork(session.party, view.id);
  const isPrinting = usePrinting();
  const done = collectWork(verdict.data, recomputed.data, material.data, work);
  return (
    <>
      {isPrinting && <PrintPaper party={session.party} view={view} own={own.data ?? null} done={done} />}
      <div className={`stack ${classes['screen']}`}>
        <Notices view={view} />
        <Overview verdict={verdict} recomputed={recomputed} work={work} own={own.data ?? null} view={view} />
        <ProofSection verdict={verdict} />
        {material.isPending && <Loading label={texts.openMaterial} />}
        {material.error !== null && (
          <Failure error={material.error} onRetry={() => void material.refetch()} />
        )}
        {material.data !== undefined && <Closed material={material.data} />}
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
            />
          </>
        )}
        {own.data !== undefined && (
          <OpinionSection session={session} view={view} own={own.data} done={done} />
        )}
      </div>
    </>
  );
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

/** What an auditor must know before the work begins: the record is not final, or not the newest version. */
function Notices({ view: { id, record, state } }: { view: RecordView }) {
  const texts = useAssureTexts();
  const format = useFormat();
  const { party, kind, subject, sequence } = record;
  const { data } = useQuery(newestQuery({ party, kind: nameOfKind(kind), subject }));
  const isEarly = state !== 'final' && state !== 'anchored';
  const isOld = data != null && data.sequence > sequence && data.record !== id;
  return (
    <>
      {isEarly && <Notice tone="unsure" title={texts.early} />}
      {isOld && (
        <Notice tone="unsure" title={texts.newer(format.number(data.sequence))}>
          <div className="row">
            <Link to="/auditor/$id" params={{ id: data.record }}>
              {texts.openNewer}
            </Link>
            <Link
              to="/streams/$party/$kind/$"
              params={{ party, kind: nameOfKind(kind), _splat: subject }}
              search={{ a: sequence, b: data.sequence }}
            >
              {texts.compare}
            </Link>
          </div>
        </Notice>
      )}
    </>
  );
}

function Closed({ material: { closed, isFile } }: { material: Material }) {
  const texts = useAssureTexts();
  if (isFile)
    return (
      <Notice title={texts.fromFile}>
        <p>{texts.fromFileLead}</p>
      </Notice>
    );
  if (closed.length === 0) return null;
  return (
    <Notice tone="unsure" title={texts.closed}>
      <p>{texts.closedAdvice}</p>
      <ul>
        {closed.map(({ id, title }) => (
          <li key={id}>
            <Link to="/records/$id" params={{ id }}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
