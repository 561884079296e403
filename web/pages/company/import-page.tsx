import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { askCycle } from '../../../jobs/import/product-processes.ts';
import { beginWork, useKeptWork } from '../../work/kept-work.ts';
import { ReviewAndSign } from '../../work/review-and-sign.tsx';
import { AlreadyRegistered } from './import/already-registered.tsx';
import { CheckTable } from './import/check-table.tsx';
import { EnterPlant } from './import/enter-plant.tsx';
import { EnterProduct } from './import/enter-product.tsx';
import { ChooseTable } from './import/choose-table.tsx';
import {
  type ComputeState,
  COMPUTATION_WORK,
  NO_COMPUTATION,
  pathOfComputation,
} from './compute/compute-state.ts';
import {
  type Entered,
  IMPORT_WORK,
  type ImportState,
  type ImportStepProps,
  NO_IMPORT,
} from './import/import-state.ts';
import { useImportTexts } from './import/import-texts.ts';
import { MapColumns } from './import/map-columns.tsx';
import { OtherSheets } from './import/other-sheets.tsx';
import { DescribeDataset } from './import/describe-dataset.tsx';

/** From a table to a registered dataset. */
export function ImportPage() {
  const texts = useImportTexts();
  const [sitting, setSitting] = useState(0);
  return (
    <div className="stack">
      <PageHeading title={texts.title} lead={texts.lead} actions={<Link to="/company">{texts.back}</Link>} />
      <RequireSession roles={['company', 'provider']}>
        {(session) => (
          <Import
            key={`${session.party} ${sitting}`}
            session={session}
            onNext={() => setSitting(sitting + 1)}
          />
        )}
      </RequireSession>
    </div>
  );
}

interface ImportProps {
  readonly session: PartySession;
  /** Called when another import was begun on this page. */
  readonly onNext: () => void;
}

function Import({ session, onNext }: ImportProps) {
  const { subject = '' } = useSearch({ from: '/company/import' });
  const path = subject === '' ? '/company/import' : `/company/import?subject=${encodeURIComponent(subject)}`;
  const initial: ImportState = { ...NO_IMPORT, words: { ...NO_IMPORT.words, subject } };
  const {
    state,
    change: onChange,
    finish,
  } = useKeptWork({ party: session.party, path }, initial, IMPORT_WORK);
  const texts = useImportTexts();
  const { draft, entered } = state;
  if (draft !== null)
    return (
      <ReviewAndSign
        session={session}
        draft={draft}
        onBack={() => onChange({ draft: null })}
        onRegistered={({ id }) => {
          finish();
          const path = pathOfComputation({ source: id });
          if (entered !== null)
            beginWork(
              { party: session.party, path },
              { ...NO_COMPUTATION, ...askRun(entered), sources: [id] },
              COMPUTATION_WORK,
            );
        }}
      >
        {({ id }, isKept) => (
          <>
            <LinkButton to="/company/compute" search={{ source: id }} variant="default">
              {texts.compute}
            </LinkButton>
            <OtherSheets
              {...{ session, state, isKept }}
              onNext={(next) => {
                beginWork({ party: session.party, path }, next, IMPORT_WORK);
                onNext();
              }}
            />
          </>
        )}
      </ReviewAndSign>
    );
  return <Steps {...{ session, state, onChange }} />;
}

/** The table or what is entered, its columns, its check, and what it is called. */
function Steps({ session, state, onChange }: ImportStepProps & { session: PartySession }) {
  const { entered, inspected, answer } = state;
  return (
    <>
      {entered === null && <ChooseTable {...{ session, state, onChange }} />}
      {entered?.form === 'plant' && <EnterPlant {...{ session, state, entered, onChange }} />}
      {entered?.form === 'product' && <EnterProduct {...{ session, state, entered, onChange }} />}
      {inspected !== null && entered === null && (
        <MapColumns state={state} inspected={inspected} onChange={onChange} />
      )}
      {inspected !== null && (
        <CheckTable session={session} state={state} inspected={inspected} onChange={onChange} />
      )}
      {answer?.isValid === true && (
        <>
          <AlreadyRegistered session={session} answer={answer} />
          <DescribeDataset session={session} state={state} answer={answer} onChange={onChange} />
        </>
      )}
    </>
  );
}

/** The run that what was entered is for. */
function askRun(entered: Entered): Partial<ComputeState> {
  return entered.form === 'plant'
    ? { method: 'plant@1' }
    : { method: 'life-cycle@1', parameters: askCycle(entered.sketch) };
}
