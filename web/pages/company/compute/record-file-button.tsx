import { useQueryClient } from '@tanstack/react-query';
import { idOfDraft, parseDraft } from '../../../../jobs/register/draft.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { FileButton } from '../../../components/file-button.tsx';
import { Failure } from '../../../components/states.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import { entriesQuery, recordQuery } from '../../../data/queries.ts';
import { useLedger } from '../../../session/session.tsx';
import { useComputeTexts } from './compute-texts.ts';

/** Adds a registered record by its record file: its entries are read from the file, whose hashes are checked. */
export function RecordFileButton({ onAdd }: { onAdd: (id: Hex) => void }) {
  const texts = useComputeTexts();
  const queries = useQueryClient();
  const reader = useLedger();
  const { error, attempt } = useAttempt();
  const add = (file: File): Promise<void> =>
    attempt(async () => {
      const draft = parseDraft(new Uint8Array(await file.arrayBuffer()));
      const id = idOfDraft(draft);
      await queries.query(recordQuery(id));
      queries.setQueryData(entriesQuery(id, reader).queryKey, {
        ...{ record: id, root: draft.record.entries, public: draft.public, entries: draft.entries },
      });
      onAdd(id);
    });
  return (
    <>
      <FileButton
        label={texts.recordFile}
        accept=".json"
        variant="default"
        size="compact-sm"
        onFiles={([file]) => void add(file)}
      />
      {error !== null && <Failure error={error} />}
    </>
  );
}
