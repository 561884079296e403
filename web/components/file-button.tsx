import { Button, type ButtonProps } from '@mantine/core';
import { type ChangeEvent, useRef } from 'react';

interface FileButtonProps extends ButtonProps {
  readonly label: string;
  /** Endings of file names, separated by commas: `.csv,.xlsx`. */
  readonly accept?: string;
  /** Whether several can be chosen at once. */
  readonly isMultiple?: boolean;
  /** What is shown on hovering. */
  readonly title?: string;
  readonly onFiles: (files: [File, ...File[]]) => void;
}

/** A button by which files are chosen: the same one again, too, which may have changed. */
export function FileButton({ label, accept, isMultiple = false, onFiles, ...rest }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const choose = ({ currentTarget }: ChangeEvent<HTMLInputElement>): void => {
    const [first, ...others] = currentTarget.files ?? [];
    currentTarget.value = '';
    if (first !== undefined) onFiles([first, ...others]);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={isMultiple}
        aria-label={label}
        onChange={choose}
      />
      <Button {...rest} onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}
