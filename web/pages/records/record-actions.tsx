import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { BUNDLE_JSON, formatJson } from '../../../core/encoding/json.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { recordFileName, saveFile } from '../../components/save-file.ts';
import { Failure } from '../../components/states.tsx';
import { partyQuery } from '../../data/queries.ts';
import { useLedger, useSession } from '../../session/session.tsx';
import { useRecordPageTexts } from './record-page-texts.ts';

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

/** What can be done with a record. A proof file can be built once the record is on the chain. */
export function RecordActions({ view: { id, record, state } }: { view: RecordView }) {
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
  const isOnChain = state === 'anchored' || state === 'final';
  return (
    <>
      {isOnChain && (
        <LinkButton to="/verify" search={{ record: id }}>
          {texts.verify}
        </LinkButton>
      )}
      {isOnChain && (record.kind === KINDS.result || record.kind === KINDS.disclosure) && (
        <AssureLink id={id} />
      )}
      {(record.kind === KINDS.result || record.kind === KINDS.disclosure) && (
        <LinkButton to="/records/$id/pictures" params={{ id }} search={{}} variant="default">
          {texts.pictures}
        </LinkButton>
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
      {proof.error !== null && <Failure error={proof.error} onRetry={() => proof.mutate()} />}
    </>
  );
}
