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
            <CopyIcon isDone={copied} />
          </UnstyledButton>
        )}
      </CopyButton>
    </span>
  );
}

function CopyIcon({ isDone }: { isDone: boolean }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" aria-hidden>
      {isDone ? (
        <path d="M2 7.5 5.5 11 12 3.5" strokeWidth="1.8" />
      ) : (
        <>
          <rect x="4.5" y="4.5" width="8" height="8" rx="1.5" strokeWidth="1.3" />
          <path
            d="M9.5 4.5V3A1.5 1.5 0 0 0 8 1.5H3A1.5 1.5 0 0 0 1.5 3v5A1.5 1.5 0 0 0 3 9.5h1.5"
            strokeWidth="1.3"
          />
        </>
      )}
    </svg>
  );
}

/** Returns the first ten and the last six characters of a hash. */
export function shorten(hash: string): string {
  return hash.length <= 20 ? hash : `${hash.slice(0, 10)}…${hash.slice(-6)}`;
}
