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
            <CopySign isDone={copied} />
          </UnstyledButton>
        )}
      </CopyButton>
    </span>
  );
}

function CopySign({ isDone }: { isDone: boolean }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden>
      <path
        d={isDone ? 'M2 7.5l3.5 3.5L12 3.5' : 'M5 5h7v7H5z M9 5V2H2v7h3'}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
    </svg>
  );
}

/** Returns the first ten and the last six characters of a hash. */
export function shorten(hash: string): string {
  return hash.length <= 20 ? hash : `${hash.slice(0, 10)}…${hash.slice(-6)}`;
}
