import { Button } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
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
  const input = useRef<HTMLInputElement>(null);
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
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={choose}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
      <Button onClick={() => input.current?.click()}>{choose}</Button>
    </div>
  );
}
