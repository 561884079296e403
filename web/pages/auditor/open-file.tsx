import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Failure } from '../../components/states.tsx';
import { useAuditorTexts } from './auditor-texts.ts';
import { type OpenedPaper, readPaperFile } from './opened/read-paper.ts';
import { keepOpened } from './recompute/opened-files.ts';
import { openMaterialFile } from './recompute/run-recompute.ts';

/** Opens a proof file from disk, whose rows then serve to compute its figures again, or a working paper. */
export function OpenFile({ onPaper }: { onPaper: (paper: OpenedPaper) => void }) {
  const texts = useAuditorTexts();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [isOpening, setOpening] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const open = async (file: File): Promise<void> => {
    setError(null);
    setOpening(true);
    try {
      const paper = await readPaperFile(file);
      if (paper !== null) {
        onPaper(paper);
        return;
      }
      const id = keepOpened(await openMaterialFile(file));
      if (id !== null) await navigate({ to: '/auditor/$id', params: { id } });
    } catch (failure) {
      setError(failure);
    } finally {
      setOpening(false);
    }
  };
  return (
    <div className="stack">
      <input
        ref={input}
        type="file"
        accept=".json"
        hidden
        aria-label={texts.openFile}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file !== undefined) void open(file);
        }}
      />
      <Button
        variant="default"
        title={texts.openHelp}
        loading={isOpening}
        onClick={() => input.current?.click()}
      >
        {texts.openFile}
      </Button>
      {error !== null && <Failure error={error} />}
    </div>
  );
}
