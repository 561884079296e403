import { Button } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { PageHeading } from '../../components/page-heading.tsx';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { ReviewAndSign } from '../../work/review-and-sign.tsx';
import { CheckTable } from './import/check-table.tsx';
import { ChooseTable } from './import/choose-table.tsx';
import { type ImportState, type ImportStepProps, NO_IMPORT } from './import/import-state.ts';
import { useImportTexts } from './import/import-texts.ts';
import { MapColumns } from './import/map-columns.tsx';
import { DescribeDataset } from './import/describe-dataset.tsx';

/** From a table to a registered dataset. What is typed stays here while a session ends and begins again. */
export function ImportPage() {
  const texts = useImportTexts();
  const { subject = '' } = useSearch({ from: '/company/import' });
  const [state, setState] = useState<ImportState>(() => ({
    ...NO_IMPORT,
    words: { ...NO_IMPORT.words, subject },
  }));
  const change = useCallback(
    (part: Partial<ImportState>) => setState((before) => ({ ...before, ...part })),
    [],
  );
  return (
    <div className="stack">
      <PageHeading title={texts.title} lead={texts.lead} actions={<Link to="/company">{texts.back}</Link>} />
      <RequireSession roles={['company', 'provider']}>
        {(session) => <Import session={session} state={state} onChange={change} />}
      </RequireSession>
    </div>
  );
}

function Import({ session, state, onChange }: ImportStepProps & { readonly session: PartySession }) {
  const texts = useImportTexts();
  const { draft, inspected, answer } = state;
  if (draft !== null)
    return (
      <ReviewAndSign
        session={session}
        draft={draft}
        onConflict={() => onChange({ draft: null })}
        onBack={() => onChange({ draft: null })}
      >
        {() => (
          <>
            <Button component={Link} to="/company/compute" variant="default">
              {texts.compute}
            </Button>
            <Button variant="default" onClick={() => onChange(NO_IMPORT)}>
              {texts.another}
            </Button>
          </>
        )}
      </ReviewAndSign>
    );
  return (
    <>
      <ChooseTable state={state} onChange={onChange} />
      {inspected !== null && <MapColumns state={state} inspected={inspected} onChange={onChange} />}
      {inspected !== null && (
        <CheckTable session={session} state={state} inspected={inspected} onChange={onChange} />
      )}
      {answer?.isValid === true && (
        <DescribeDataset session={session} state={state} answer={answer} onChange={onChange} />
      )}
    </>
  );
}
