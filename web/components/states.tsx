import { Alert, Button, Loader } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PageHeading } from './page-heading.tsx';
import { useStatesTexts } from './states-texts.ts';
import classes from './states.module.css';
import { FaultText } from './fault-text.tsx';
import { placeOfError } from './fault-place.ts';
import { type FaultTexts } from '../language/faults/define-faults.ts';
import { useServerFaults } from '../language/faults/server-faults.ts';

/** Says that something is being read. */
export function Loading({ label }: { label?: string | undefined }) {
  const texts = useStatesTexts();
  return (
    <div className={classes['state']} role="status">
      <Loader size="sm" aria-hidden />
      <span>{label ?? texts.loading}</span>
    </div>
  );
}

/** Says that a list has nothing in it, why, and what to do. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes['state']}>
      <strong>{title}</strong>
      {children !== undefined && <div>{children}</div>}
    </div>
  );
}

/** What went wrong, as far as the page has words of its own for it. */
type Fault = 'unloaded' | 'offline' | 'missing' | 'changed' | 'failed';

interface FailureProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** What codes mean, where they are not those of the server. */
  readonly faults?: FaultTexts;
}

/** Says what failed and what to do next, with the code by which the documentation explains it. */
export function Failure({ error, onRetry, faults }: FailureProps) {
  const texts = useStatesTexts();
  const ofServer = useServerFaults();
  const fault = faultOf(error);
  const code = codeOf(error);
  const text = code === null ? null : (faults?.(code) ?? ofServer(code));
  const message = error instanceof Error ? error.message : String(error);
  return (
    <Alert
      color={fault === 'missing' ? 'gray' : 'red'}
      variant="light"
      title={texts.faults[fault].title}
      role="alert"
    >
      {fault !== 'failed' && <p className={classes['message']}>{texts.faults[fault].advice}</p>}
      {fault !== 'unloaded' && fault !== 'offline' && (
        <div className={classes['message']}>
          <FaultText text={text} message={message} place={placeOfError(error)} />
        </div>
      )}
      {code !== null && (
        <p className={classes['code']}>
          {texts.code} <code>{code}</code>
        </p>
      )}
      {onRetry !== undefined && fault !== 'missing' && (
        <Button variant="default" size="compact-sm" onClick={onRetry}>
          {texts.retry}
        </Button>
      )}
    </Alert>
  );
}

function faultOf(error: unknown): Fault {
  if (isLoadFailure(error)) return 'unloaded';
  if (!navigator.onLine || codeOf(error) === 'server-unreachable') return 'offline';
  if (codeOf(error) === 'not-found') return 'missing';
  return codeOf(error) === 'proof-root' ? 'changed' : 'failed';
}

interface UnreadProps {
  readonly query: Pick<UseQueryResult, 'error' | 'refetch'>;
  /** What is read, or done to read it. */
  readonly label?: string;
  /** The heading of a page that could not be read. */
  readonly heading?: string;
}

/** Shown until a query has read something: that it is being read, or what failed, with a way to try again. */
export function Unread({ query: { error, refetch }, label, heading }: UnreadProps) {
  if (error === null) return <Loading label={label} />;
  return (
    <>
      {heading !== undefined && <PageHeading title={heading} />}
      <Failure error={error} onRetry={() => void refetch()} />
    </>
  );
}

/** Whether a script or style of the portal could not be loaded: browsers say so in these words, and no code. */
function isLoadFailure(error: unknown): boolean {
  return (
    error instanceof Error &&
    /dynamically imported module|Importing a module script failed|Unable to preload/.test(error.message)
  );
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
