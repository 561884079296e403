import { CopyButton, UnstyledButton } from '@mantine/core';
import { useRecordTexts } from './record-texts.ts';
import classes from './small.module.css';

/** A hash or address: its first and last digits, the whole on hovering, and a button that copies it. */
export function Hash({ value, isWhole = false }: { value: string; isWhole?: boolean }) {
  const texts = useRecordTexts();
  return (
    <span className={classes['hash']}>
      <code title={value}>{isWhole ? value : shorten(value)}</code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <UnstyledButton
            className={classes['copy']}
            onClick={copy}
            aria-label={`${copied ? texts.copied : texts.copy} ${shorten(value)}`}
          >
            {copied ? '✓' : '⧉'}
          </UnstyledButton>
        )}
      </CopyButton>
    </span>
  );
}

/** Returns the first ten and the last six characters of a hash. */
export function shorten(hash: string): string {
  return hash.length <= 20 ? hash : `${hash.slice(0, 10)}…${hash.slice(-6)}`;
}
