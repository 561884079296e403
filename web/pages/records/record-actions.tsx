import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { BUNDLE_JSON, formatJson } from '../../../core/encoding/json.ts';
import { KINDS, nameOfKind } from '../../../core/records/kind.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { saveFile } from '../../components/save-file.ts';
import { Failure } from '../../components/states.tsx';
import { useLedger } from '../../session/session.tsx';
import { useRecordPageTexts } from './record-page-texts.ts';

/** What can be done with a record. A proof file can be built once the record is on the chain. */
export function RecordActions({ view: { id, record, state } }: { view: RecordView }) {
  const texts = useRecordPageTexts();
  const { ledger } = useLedger();
  const name = (ending: string): string =>
    `${nameOfKind(record.kind)}-${record.subject.replaceAll('/', '-')}-v${record.sequence}${ending}`;
  const proof = useMutation({
    mutationFn: async () => {
      const bundle = await ledger.readBundle({ id });
      saveFile(name('.carbon-proof.json'), 'application/json', formatJson(bundle, BUNDLE_JSON));
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
      <Button component="a" variant="default" href={`/v1/records/${id}`} download={name('.record.json')}>
        JSON
      </Button>
      {proof.error !== null && <Failure error={proof.error} onRetry={() => proof.mutate()} />}
    </>
  );
}
