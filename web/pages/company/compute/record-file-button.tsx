import { Button, FileButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { idOfDraft, parseDraft } from '../../../../client/records/draft.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { Failure } from '../../../components/states.tsx';
import { entriesQuery, recordQuery } from '../../../data/queries.ts';
import { useLedger } from '../../../session/session.tsx';
import { useComputeTexts } from './compute-texts.ts';

/** Adds a registered record by its record file: its entries are read from the file, whose hashes are checked. */
export function RecordFileButton({ onAdd }: { onAdd: (id: Hex) => void }) {
  const texts = useComputeTexts();
  const queries = useQueryClient();
  const reader = useLedger();
  const [error, setError] = useState<unknown>(null);
  const add = async (file: File | null): Promise<void> => {
    if (file === null) return;
    setError(null);
    try {
      const draft = parseDraft(new Uint8Array(await file.arrayBuffer()));
      const id = idOfDraft(draft);
      await queries.query(recordQuery(id));
      queries.setQueryData(entriesQuery(id, reader).queryKey, {
        ...{ record: id, root: draft.record.entries, public: draft.public, entries: draft.entries },
      });
      onAdd(id);
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <>
      <FileButton
        accept=".json"
        onChange={(file) => void add(file)}
        inputProps={{ 'aria-label': texts.recordFile }}
      >
        {(props) => (
          <Button variant="default" size="compact-sm" {...props}>
            {texts.recordFile}
          </Button>
        )}
      </FileButton>
      {error !== null && <Failure error={error} />}
    </>
  );
}
