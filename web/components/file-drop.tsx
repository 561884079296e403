import { type DragEvent, useState } from 'react';
import { FileButton } from './file-button.tsx';
import classes from './small.module.css';

interface FileDropProps {
  /** Says what belongs here. */
  readonly label: string;
  readonly help: string;
  /** The text of the button. */
  readonly choose: string;
  /** Endings of file names, separated by commas: `.csv,.xlsx`. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
}

/** Takes one file that is dropped here, or chosen. */
export function FileDrop({ label, help, choose, accept, onFile }: FileDropProps) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) onFile(file);
  };
  return (
    <div
      className={classes['fileDrop']}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div>
        <strong>{label}</strong>
        <p className="quiet">{help}</p>
      </div>
      <FileButton label={choose} accept={accept} onFiles={([file]) => onFile(file)} />
    </div>
  );
}
