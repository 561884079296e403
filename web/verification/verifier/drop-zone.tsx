import { useEffect, useState } from 'react';
import { useVerifierTexts } from './verifier-texts.ts';
import classes from './verifier.module.css';
import { FileButton } from '../../components/file-button.tsx';

/** Takes files that are dropped anywhere on the page, or chosen. */
export function DropZone({ isSmall, onFiles }: { isSmall: boolean; onFiles: (files: File[]) => void }) {
  const texts = useVerifierTexts();
  const isOver = useDrop(onFiles);
  return (
    <div className={classes['drop']} data-small={isSmall} data-over={isOver}>
      {!isSmall && <FileSign />}
      <div>
        <p className={classes['invite']}>{isSmall ? texts.dropMore : texts.drop}</p>
        <p className="quiet">{isSmall ? texts.dropHelpShort : texts.dropHelp}</p>
      </div>
      <FileButton
        label={texts.choose}
        isMultiple
        variant={isSmall ? 'default' : 'filled'}
        onFiles={onFiles}
      />
    </div>
  );
}

function useDrop(onFiles: (files: File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      onFiles(files);
    };
    globalThis.addEventListener('dragover', over);
    globalThis.addEventListener('dragleave', leave);
    globalThis.addEventListener('drop', drop);
    return () => {
      globalThis.removeEventListener('dragover', over);
      globalThis.removeEventListener('dragleave', leave);
      globalThis.removeEventListener('drop', drop);
    };
  }, [onFiles]);
  return isOver;
}

function FileSign() {
  return (
    <svg className={classes['sign']} width="44" height="52" viewBox="0 0 44 52" aria-hidden>
      <path
        d="M4 2h24l12 12v36H4z M28 2v12h12 M13 31l6 6 12-13"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
