import { Link, useSearch } from '@tanstack/react-router';
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
import { type Entered, IMPORT_WORK, type ImportState, NO_IMPORT } from './import/import-state.ts';
import { useImportTexts } from './import/import-texts.ts';
import { MapColumns } from './import/map-columns.tsx';
import { DescribeDataset } from './import/describe-dataset.tsx';

/** From a table to a registered dataset. */
export function ImportPage() {
  const texts = useImportTexts();
  return (
    <div className="stack">
      <PageHeading title={texts.title} lead={texts.lead} actions={<Link to="/company">{texts.back}</Link>} />
      <RequireSession roles={['company', 'provider']}>
        {(session) => <Import key={session.party} session={session} />}
      </RequireSession>
    </div>
  );
}

function Import({ session }: { session: PartySession }) {
  const { subject = '' } = useSearch({ from: '/company/import' });
  const path = subject === '' ? '/company/import' : `/company/import?subject=${encodeURIComponent(subject)}`;
  const initial: ImportState = { ...NO_IMPORT, words: { ...NO_IMPORT.words, subject } };
  const {
    state,
    change: onChange,
    finish,
  } = useKeptWork({ party: session.party, path }, initial, IMPORT_WORK);
  const texts = useImportTexts();
  const { draft, entered, inspected, answer } = state;
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
        {({ id }) => (
          <LinkButton to="/company/compute" search={{ source: id }} variant="default">
            {texts.compute}
          </LinkButton>
        )}
      </ReviewAndSign>
    );
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
