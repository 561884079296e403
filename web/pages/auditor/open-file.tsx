import { useNavigate } from '@tanstack/react-router';
import { FileButton } from '../../components/file-button.tsx';
import { Failure } from '../../components/states.tsx';
import { useAttempt } from '../../components/use-attempt.ts';
import { useAuditorTexts } from './auditor-texts.ts';
import { type OpenedPaper, readPaperFile } from './opened/read-paper.ts';
import { keepOpened } from './recompute/opened-files.ts';
import { openMaterialFile } from './recompute/run-recompute.ts';

/** Opens a proof file from disk, whose rows then serve to compute its figures again, or a working paper. */
export function OpenFile({ onPaper }: { onPaper: (paper: OpenedPaper) => void }) {
  const texts = useAuditorTexts();
  const navigate = useNavigate();
  const { isBusy, error, attempt } = useAttempt();
  const open = (file: File): Promise<void> =>
    attempt(async () => {
      const paper = await readPaperFile(file);
      if (paper !== null) {
        onPaper(paper);
        return;
      }
      const id = keepOpened(await openMaterialFile(file));
      if (id !== null) await navigate({ to: '/auditor/$id', params: { id } });
    });
  return (
    <div className="stack">
      <FileButton
        label={texts.openFile}
        accept=".json"
        variant="default"
        title={texts.openHelp}
        loading={isBusy}
        onFiles={([file]) => void open(file)}
      />
      {error !== null && <Failure error={error} />}
    </div>
  );
}
