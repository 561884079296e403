import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { BUNDLE_JSON, formatJson } from '../../../core/encoding/json.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { loadLater } from '../../components/load-later.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { recordFileName, saveFile } from '../../components/save-file.ts';
import { Failure } from '../../components/states.tsx';
import { entriesQuery, partyQuery } from '../../data/queries.ts';
import { useLedger, useSession } from '../../session/session.tsx';
import { isPrivate } from '../../data/is-private.ts';
import { useRecordPageTexts } from './record-page-texts.ts';
import classes from './record-page.module.css';

/** The way to the working paper of a record, for who is signed in for an auditor. */
function AssureLink({ id }: Pick<RecordView, 'id'>) {
  const texts = useRecordPageTexts();
  const party = useSession().session?.party ?? null;
  const { data } = useQuery({ ...partyQuery(party ?? ''), enabled: party !== null });
  if (party === null || data?.roles.includes('auditor') !== true) return null;
  return (
    <LinkButton to="/auditor/$id" params={{ id }} search={{}} variant="default">
      {texts.assure}
    </LinkButton>
  );
}

/** Whether a record has entries that this reader may not read, as far as that is known. */
function useIsHidden({ id, record, publicEntries }: RecordView): boolean {
  const reader = useLedger();
  const { session } = useSession();
  const hasEntries = !/^0x0+$/.test(record.entries);
  const canAsk = publicEntries || session !== null;
  const { error } = useQuery({ ...entriesQuery(id, reader), enabled: canAsk && hasEntries });
  return hasEntries && (!canAsk || isPrivate(error));
}

const PanoramaButton = loadLater(() => import('./panorama-button.tsx'), 'PanoramaButton');
const PicturesButton = loadLater(() => import('./pictures-link.tsx'), 'PicturesButton');

/** What can be done with a record. A proof file can be built once the record is on the chain. */
export function RecordActions({ view }: { view: RecordView }) {
  const { id, record, state } = view;
  const texts = useRecordPageTexts();
  const { ledger } = useLedger();
  const proof = useMutation({
    mutationFn: async () => {
      const bundle = await ledger.readBundle({ id });
      saveFile(
        recordFileName(record, '.carbon-proof.json'),
        'application/json',
        formatJson(bundle, BUNDLE_JSON),
      );
    },
  });
  const isHidden = useIsHidden(view);
  const isOnChain = state === 'anchored' || state === 'final';
  return (
    <>
      {isOnChain && (record.kind === KINDS.result || record.kind === KINDS.disclosure) && (
        <AssureLink id={id} />
      )}
      {(record.kind === KINDS.result || record.kind === KINDS.disclosure) && (
        <Suspense fallback={null}>
          <PicturesButton view={view} />
          <PanoramaButton view={view} />
        </Suspense>
      )}
      <LinkButton to="/records/$id/provenance" params={{ id }} variant="default">
        {texts.provenance}
      </LinkButton>
      <LinkButton to="/records/$id/impact" params={{ id }} variant="default">
        {texts.impact}
      </LinkButton>
      {isOnChain && (
        <Button variant="default" loading={proof.isPending} onClick={() => proof.mutate()}>
          {texts.proofFile}
        </Button>
      )}
      <Button
        component="a"
        variant="default"
        href={`/v1/records/${id}`}
        download={recordFileName(record, '.record.json')}
      >
        JSON
      </Button>
      {isOnChain && isHidden && <p className={classes['remark']}>{texts.proofWithout}</p>}
      {proof.error !== null && <Failure error={proof.error} onRetry={() => proof.mutate()} />}
    </>
  );
}
