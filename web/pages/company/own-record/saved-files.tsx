import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import { formatSaved, listSaved } from '../../../../jobs/compute/saved-entries.ts';
import { ZERO_HASH } from '../../../../core/encoding/hex.ts';
import { BUNDLE_JSON, formatJson, type JsonObject } from '../../../../core/encoding/json.ts';
import { KINDS } from '../../../../core/records/kind.ts';
import { recordFileName, saveFile } from '../../../components/save-file.ts';
import { Failure } from '../../../components/states.tsx';
import type { PartySession } from '../../../session/require-session.tsx';
import { ProofDownload } from '../../../work/proof-download.tsx';
import { useOwnRecordTexts } from './own-record-texts.ts';

/** So much of the id of a party names it in a saved table. */
const SHORT = 18;

/** The files of a record: proof files for its readers, and its entries for the company's own use. */
export function SavedFiles({ session, view }: { session: PartySession; view: RecordView }) {
  const texts = useOwnRecordTexts();
  const { id, record } = view;
  const save = useMutation({
    mutationFn: async (format: 'csv' | 'json') => {
      const { entries } = await session.ledger.readRecordEntries({ id });
      if (format === 'csv')
        return saveFile(
          recordFileName(record, '.csv'),
          'text/csv',
          formatSaved(listSaved(entries, record.party.slice(0, SHORT))),
        );
      const content = { ...view, entries } as unknown as JsonObject;
      saveFile(recordFileName(record, '.json'), 'application/json', `${formatJson(content, BUNDLE_JSON)}\n`);
    },
  });
  const hasEntries = record.entries !== ZERO_HASH;
  return (
    <section className="card stack" aria-labelledby="files">
      <div>
        <h2 id="files">{texts.files}</h2>
        <p className="quiet">{record.kind === KINDS.disclosure ? texts.filesLeadShort : texts.filesLead}</p>
      </div>
      <div className="row">
        <ProofDownload session={session} id={id} />
        {record.kind === KINDS.result && <ProofDownload session={session} id={id} isReperformable />}
      </div>
      {hasEntries && (
        <div className="row">
          <Button variant="default" loading={save.isPending} onClick={() => save.mutate('csv')}>
            {texts.csv}
          </Button>
          <Button variant="default" loading={save.isPending} onClick={() => save.mutate('json')}>
            {texts.json}
          </Button>
        </div>
      )}
      {save.error !== null && <Failure error={save.error} />}
    </section>
  );
}
