import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { CheckResult } from '../../../core/verify/result.ts';
import { type ChosenPolicy, wordsOf } from '../policy/chosen-policy.ts';
import type { Judged } from '../verdict/report.tsx';
import type { EngineSource, Outcome } from '../work/messages.ts';
import { isWorkingPaper } from '../work/is-working-paper.ts';
import { compareInWorker, type OpenWorker, VerificationFailed, verifyInWorker } from '../work/run-worker.ts';

/** The largest proof file (§11), in bytes. A larger one is refused before it is read. */
const MOST_BYTES = 16 << 20;

/** What can go wrong before there is a verdict. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** A proof file that the user opened, and how far its verification is. */
export interface Job {
  readonly id: number;
  readonly file: File;
  readonly state: 'waiting' | 'running' | 'judged' | 'failed';
  readonly checks: readonly CheckResult[];
  readonly isSlow: boolean;
  readonly judged: Judged | null;
  readonly refusal: Refusal | null;
}

/** What verifications need besides the files. */
export interface VerifierTools {
  readonly openWorker: OpenWorker;
  readonly engines: readonly EngineSource[];
  /** Reads the proof file that the server has of a record, to compare a changed one with; null where there is no server. */
  readonly fetchCopy: ((record: string) => Promise<Blob | null>) | null;
  /** Reads the newest proof file of a record, with the evidence that a policy needs; null where there is no server. @throws ApiError */
  readonly fetchFresh: ((record: string, chosen: ChosenPolicy | null) => Promise<File>) | null;
}

interface Beside {
  readonly rows: readonly File[];
  readonly documents: readonly File[];
}

type Action =
  | { readonly type: 'add'; readonly files: readonly File[]; readonly first: number }
  | { readonly type: 'remove'; readonly id: number }
  | { readonly type: 'restart' }
  | { readonly type: 'change'; readonly id: number; readonly part: Partial<Job> }
  | { readonly type: 'checks'; readonly id: number; readonly checks: readonly CheckResult[] };

const FRESH = { state: 'waiting', checks: [], isSlow: false, judged: null, refusal: null } as const;

function reduce(jobs: readonly Job[], action: Action): readonly Job[] {
  switch (action.type) {
    case 'add':
      // The original of a changed file may be among the new ones.
      return [
        ...jobs.map((job) => (isChanged(job) ? { ...job, ...FRESH } : job)),
        ...action.files.map((file, index) => ({ id: action.first + index, file, ...FRESH })),
      ];
    case 'remove':
      return jobs.filter(({ id }) => id !== action.id);
    case 'restart':
      return jobs.map((job) => ({ ...job, ...FRESH }));
    case 'change':
      return jobs.map((job) => (job.id === action.id ? { ...job, ...action.part } : job));
    case 'checks':
      // The report shows all checks itself.
      if (jobs.find(({ id }) => id === action.id)?.state !== 'running') return jobs;
      return jobs.map((job) =>
        job.id === action.id ? { ...job, checks: [...job.checks, ...action.checks] } : job,
      );
  }
}

function isChanged({ judged }: Job): boolean {
  return judged !== null && findChange(judged.outcome) !== undefined;
}

/** Returns the check that found that a file was changed after it was signed. */
function findChange({ checks }: Outcome): CheckResult | undefined {
  return checks.find(
    ({ check, result }) => result === 'fail' && (check === 'entries' || check === 'statement'),
  );
}

/** Verifies files one after the other, all of them again when the policy or a file beside them changes. */
export function useVerifications(chosen: ChosenPolicy | null, tools: VerifierTools) {
  const [jobs, dispatch] = useReducer(reduce, []);
  const [beside, setBeside] = useState<Beside>({ rows: [], documents: [] });
  const next = useRef(1);
  const files = useRef<readonly File[]>([]);
  files.current = jobs.map(({ file }) => file);
  const judge = JSON.stringify(chosen?.policy ?? null);
  const judgedBy = useRef(judge);

  const add = useCallback((given: readonly File[]) => {
    const { proofs, rows, documents } = sortFiles(given, files.current.length > 0);
    dispatch({ type: 'add', files: proofs, first: next.current });
    next.current += proofs.length;
    if (rows.length + documents.length === 0) return;
    setBeside((now) => ({ rows: [...now.rows, ...rows], documents: [...now.documents, ...documents] }));
    dispatch({ type: 'restart' });
  }, []);

  useEffect(() => {
    if (judgedBy.current === judge) return;
    judgedBy.current = judge;
    dispatch({ type: 'restart' });
  }, [judge]);

  const waiting = jobs.find(({ state }) => state === 'waiting' || state === 'running');
  const current = waiting?.id ?? null;
  useEffect(() => {
    if (waiting === undefined) return undefined;
    const stop = new AbortController();
    const { id, file } = waiting;
    const change = (part: Partial<Job>): void => {
      if (!stop.signal.aborted) dispatch({ type: 'change', id, part });
    };
    change({ ...FRESH, state: 'running' });
    judgeFile(
      file,
      { chosen, beside, tools, others: files.current },
      {
        onCheck: gather((checks) => {
          if (!stop.signal.aborted) dispatch({ type: 'checks', id, checks });
        }),
        onSlow: () => change({ isSlow: true }),
        onJudged: (judged) => change({ judged }),
        signal: stop.signal,
      },
    ).then(
      (judged) => change({ state: 'judged', judged }),
      (error: unknown) => change({ state: 'failed', refusal: refusalOf(error) }),
    );
    return () => stop.abort(new VerificationFailed('stopped', 'stopped'));
    // Jobs change with every check, so that a verification depends only on which file has its turn.
  }, [current, judge, beside, tools]);

  const remove = useCallback((id: number) => dispatch({ type: 'remove', id }), []);
  const removeBeside = useCallback((file: File) => {
    setBeside((now) => ({
      rows: now.rows.filter((each) => each !== file),
      documents: now.documents.filter((each) => each !== file),
    }));
    dispatch({ type: 'restart' });
  }, []);
  return { jobs, beside, add, remove, removeBeside, restart: () => dispatch({ type: 'restart' }) };
}

/** Milliseconds between two pictures of the checks: each takes longer to draw than most checks to make. */
const PICTURE_MS = 100;

/** Returns a function that takes checks one by one and gives them on a few at a time. */
function gather(onChecks: (checks: readonly CheckResult[]) => void): (check: CheckResult) => void {
  let waiting: CheckResult[] = [];
  return (check) => {
    if (waiting.length === 0)
      setTimeout(() => {
        onChecks(waiting);
        waiting = [];
      }, PICTURE_MS);
    waiting.push(check);
  };
}

/** Files of rows and documents come beside a proof file. A file alone is judged, whatever its name, so that the page says what it is. */
function sortFiles(
  files: readonly File[],
  hasProofs: boolean,
): Beside & { readonly proofs: readonly File[] } {
  const isProof = ({ name }: File): boolean => /\.json$/i.test(name);
  const others = files.filter((file) => !isProof(file));
  if (!hasProofs && others.length === files.length) return { proofs: files, rows: [], documents: [] };
  const areRows = ({ name }: File): boolean => /\.(?:ndjson|jsonl)$/i.test(name);
  return {
    proofs: files.filter(isProof),
    rows: others.filter(areRows),
    documents: others.filter((file) => !areRows(file)),
  };
}

interface Circumstances {
  readonly chosen: ChosenPolicy | null;
  readonly beside: Beside;
  readonly tools: VerifierTools;
  /** All proof files that are open: another may show what this one hides. */
  readonly others: readonly File[];
}

interface JobListener {
  readonly onCheck: (check: CheckResult) => void;
  readonly onSlow: () => void;
  readonly onJudged: (judged: Judged) => void;
  readonly signal: AbortSignal;
}

async function judgeFile(
  file: File,
  { chosen, beside, tools, others }: Circumstances,
  listener: JobListener,
): Promise<Judged> {
  if (file.size > MOST_BYTES) throw new VerificationFailed('json-too-large', `${file.size} bytes`);
  if (await isWorkingPaper(file))
    throw new VerificationFailed('working-paper', 'the file is a working paper');
  const checkedAt = Math.floor(Date.now() / 1000);
  const { openWorker, engines, fetchCopy } = tools;
  const policy = chosen?.policy ?? null;
  const request = { task: 'verify', file, policy, now: checkedAt, at: null, engines, ...beside } as const;
  const outcome = await verifyInWorker(openWorker, request, listener);
  const { name, size } = file;
  const judged: Judged = {
    name,
    size,
    outcome,
    policy,
    ...wordsOf(chosen),
    checkedAt,
    changed: null,
  };
  const changed = findChange(outcome);
  if (changed === undefined || changed.record === null) return judged;
  listener.onJudged(judged);
  const copy = (await fetchCopy?.(changed.record).catch(() => null)) ?? null;
  const copies = [
    ...others.filter((other) => other !== file && other.size <= MOST_BYTES),
    ...(copy === null ? [] : [copy]),
  ];
  const found = await compareInWorker(openWorker, { task: 'compare', file, others: copies }, listener.signal);
  return { ...judged, changed: found };
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof VerificationFailed) return { code: error.code, message: error.message };
  return { code: 'unreadable', message: error instanceof Error ? error.message : String(error) };
}
