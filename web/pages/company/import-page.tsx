import { Link, useSearch } from '@tanstack/react-router';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { useKeptWork } from '../../work/kept-work.ts';
import { ReviewAndSign } from '../../work/review-and-sign.tsx';
import { AlreadyRegistered } from './import/already-registered.tsx';
import { CheckTable } from './import/check-table.tsx';
import { EnterPlant } from './import/enter-plant.tsx';
import { ChooseTable } from './import/choose-table.tsx';
import { IMPORT_WORK, type ImportState, NO_IMPORT } from './import/import-state.ts';
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
  const { draft, plant, inspected, answer } = state;
  if (draft !== null)
    return (
      <ReviewAndSign
        session={session}
        draft={draft}
        onBack={() => onChange({ draft: null })}
        onRegistered={finish}
      >
        {() => (
          <LinkButton to="/company/compute" search={{}} variant="default">
            {texts.compute}
          </LinkButton>
        )}
      </ReviewAndSign>
    );
  return (
    <>
      {plant === null ? (
        <ChooseTable state={state} onChange={onChange} />
      ) : (
        <EnterPlant session={session} state={state} plant={plant} onChange={onChange} />
      )}
      {inspected !== null && plant === null && (
        <MapColumns state={state} inspected={inspected} onChange={onChange} />
      )}
      {inspected !== null && (
        <CheckTable session={session} state={state} inspected={inspected} onChange={onChange} />
      )}
      {answer?.isValid === true && <AlreadyRegistered session={session} answer={answer} />}
      {answer?.isValid === true && (
        <DescribeDataset session={session} state={state} answer={answer} onChange={onChange} />
      )}
    </>
  );
}
