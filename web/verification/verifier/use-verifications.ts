import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { CheckResult } from '../../../core/verify/result.ts';
import { digestEngine } from '../../../jobs/engines/engine-files.ts';
import { type ChosenPolicy, wordsOf } from '../policy/chosen-policy.ts';
import type { Judged } from '../verdict/report.tsx';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import type { GivenEngine } from '../work/messages.ts';
import { isWorkingPaper } from '../work/is-working-paper.ts';
import { isDated, type Present } from '../../../jobs/verify/present.ts';
import { askPresent } from './ask-present.ts';
import type { LedgerName, VerifierTools } from './verifier-tools.ts';
import { compareInWorker, VerificationFailed, verifyInWorker } from '../work/run-worker.ts';

/** The largest proof file (§11), and the largest engine, in bytes. A larger file is refused before it is read. */
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
  /** How its record stands today; null while that was not asked. */
  readonly present: Present | null;
}

interface Beside {
  readonly rows: readonly File[];
  readonly documents: readonly File[];
  readonly given: readonly GivenEngine[];
}

type Action =
  | { readonly type: 'add'; readonly files: readonly File[]; readonly first: number }
  | { readonly type: 'remove'; readonly id: number }
  | { readonly type: 'restart' }
  | { readonly type: 'change'; readonly id: number; readonly part: Partial<Job> }
  | { readonly type: 'checks'; readonly id: number; readonly checks: readonly CheckResult[] };

const NOTHING = { checks: [], isSlow: false, judged: null, refusal: null, present: null } as const;
const FRESH = { state: 'waiting', ...NOTHING } as const;

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
function findChange({ checks }: ProofVerification): CheckResult | undefined {
  return checks.find(
    ({ check, result }) => result === 'fail' && (check === 'entries' || check === 'statement'),
  );
}

/** What is open on a page: files, their verdicts and what came beside them. It is kept while another page is shown, in memory only. */
export interface Opened {
  jobs: readonly Job[];
  beside: Beside;
  answers: readonly File[];
  /** The policy by which they were judged, as JSON. */
  judge: string;
}

/** Returns nothing opened. */
export function openNothing(): Opened {
  return { jobs: [], beside: { rows: [], documents: [], given: [] }, answers: [], judge: '' };
}

/**
 * Verifies files one after the other, all of them again when the policy or a file beside them changes. When each has its verdict, the page
 * asks how the records of old files stand today.
 */
export function useVerifications(chosen: ChosenPolicy | null, tools: VerifierTools, kept: Opened) {
  const [jobs, dispatch] = useReducer(reduce, kept.jobs);
  const [beside, setBeside] = useState<Beside>(kept.beside);
  const files = useRef<readonly File[]>([]);
  files.current = jobs.map(({ file }) => file);
  const judge = JSON.stringify(chosen?.policy ?? null);
  const judgedBy = useRef(kept.jobs.length === 0 ? judge : kept.judge);
  useEffect(() => {
    Object.assign(kept, { jobs, beside, judge });
  }, [kept, jobs, beside, judge]);

  const add = useAdd(jobs, { dispatch, setBeside });

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
  usePresent(jobs, { tools, given: beside.given, judge, isBusy: current !== null, dispatch });

  const remove = useCallback((id: number) => dispatch({ type: 'remove', id }), []);
  const removeBeside = useCallback((file: File) => {
    setBeside((now) => withoutFile(now, file));
    dispatch({ type: 'restart' });
  }, []);
  const askAgain = useCallback((id: number) => dispatch({ type: 'change', id, part: { present: null } }), []);
  return { jobs, beside, add, remove, removeBeside, askAgain };
}

function withoutFile({ rows, documents, given }: Beside, file: File): Beside {
  return {
    rows: rows.filter((each) => each !== file),
    documents: documents.filter((each) => each !== file),
    given: given.filter((each) => each.file !== file),
  };
}

interface AddGiven {
  readonly dispatch: (action: Action) => void;
  readonly setBeside: (change: (now: Beside) => Beside) => void;
}

/** Returns a function that opens files; those that are open already are checked again in their place. It returns the last of these, by its number. */
function useAdd(
  jobs: readonly Job[],
  { dispatch, setBeside }: AddGiven,
): (given: readonly File[]) => Promise<number | null> {
  const next = useRef(1 + Math.max(0, ...jobs.map(({ id }) => id)));
  const opened = useRef(jobs);
  opened.current = jobs;
  return useCallback(
    async (given) => {
      const found = await Promise.all(given.map((file) => findSame(opened.current, file)));
      const again = found.filter((id) => id !== null);
      for (const id of again) dispatch({ type: 'change', id, part: FRESH });
      const added = given.filter((_, index) => found[index] === null);
      if (added.length === 0) return again.at(-1) ?? null;
      const { proofs, rows, documents, engines } = sortFiles(added, opened.current.length > 0);
      const dropped = (await Promise.all(engines.map(readEngine))).filter((engine) => engine !== null);
      dispatch({ type: 'add', files: proofs, first: next.current });
      next.current += proofs.length;
      if (rows.length + documents.length + engines.length > 0) {
        setBeside((now) => ({
          rows: [...now.rows, ...rows],
          documents: [...now.documents, ...documents],
          given: [...new Map([...now.given, ...dropped].map((each) => [each.digest, each])).values()],
        }));
        dispatch({ type: 'restart' });
      }
      return null;
    },
    [dispatch, setBeside],
  );
}

interface PresentGiven {
  readonly tools: VerifierTools;
  readonly given: readonly GivenEngine[];
  readonly judge: string;
  /** Whether a file waits for its verdict, which comes first. */
  readonly isBusy: boolean;
  readonly dispatch: (action: Action) => void;
}

/** Asks how the records of old files stand today, one after the other. */
function usePresent(jobs: readonly Job[], { tools, given, judge, isBusy, dispatch }: PresentGiven): void {
  const due = isBusy ? undefined : jobs.find((job) => isDue(job, tools));
  const turn = due === undefined ? null : `${due.id} ${due.judged!.checkedAt}`;
  useEffect(() => {
    if (due === undefined) return undefined;
    const stop = new AbortController();
    const { id } = due;
    const change = (present: Present): void => {
      if (!stop.signal.aborted) dispatch({ type: 'change', id, part: { present } });
    };
    change({ state: 'checking' });
    askPresent(due.judged!, tools, given, stop.signal).then(change, () => {});
    return () => stop.abort(new VerificationFailed('stopped', 'stopped'));
    // As above: a question depends only on whose turn it is.
  }, [turn, judge, tools, given, dispatch]);
}

function isDue({ judged, present }: Job, { fetchFresh, ledger }: VerifierTools): boolean {
  if (judged === null || fetchFresh === null || (present !== null && present.state !== 'checking'))
    return false;
  return judged.policy !== null && isOfLedger(judged.outcome, ledger) && isDated(judged.outcome);
}

/** Tells whether a proof file is of the ledger of the server. */
export function isOfLedger({ bundle }: ProofVerification, ledger: LedgerName | null): boolean {
  return bundle !== null && isSameLedger(bundle, ledger);
}

/** Tells whether a proof file or policy names the ledger of the server. */
export function isSameLedger(named: LedgerName, ledger: LedgerName | null): boolean {
  if (ledger === null) return false;
  return named.chainId === ledger.chainId && named.ledger.toLowerCase() === ledger.ledger.toLowerCase();
}

/** Returns which of the open files has the same bytes as another; null where none has. */
async function findSame(jobs: readonly Job[], file: File): Promise<number | null> {
  const alike = jobs.filter((job) => job.file.size === file.size && file.size <= MOST_BYTES);
  for (const job of alike) if (await haveSameBytes(job.file, file)) return job.id;
  return null;
}

async function haveSameBytes(one: Blob, other: Blob): Promise<boolean> {
  try {
    const [a, b] = await Promise.all(
      [one, other].map(async (blob) => new Uint8Array(await blob.arrayBuffer())),
    );
    return a!.every((byte, index) => byte === b![index]);
  } catch {
    // A file that cannot be read is opened, and its verdict says so.
    return false;
  }
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

interface Sorted extends Pick<Beside, 'rows' | 'documents'> {
  readonly proofs: readonly File[];
  readonly engines: readonly File[];
}

/** Engines, rows and documents come beside a proof file. Another file alone is judged, whatever its name, so that the page says what it is. */
function sortFiles(given: readonly File[], hasProofs: boolean): Sorted {
  const isEngine = ({ name, size }: File): boolean => /\.m?js$/i.test(name) && size <= MOST_BYTES;
  const engines = given.filter(isEngine);
  const files = given.filter((file) => !isEngine(file));
  const isProof = ({ name }: File): boolean => /\.json$/i.test(name);
  const others = files.filter((file) => !isProof(file));
  if (!hasProofs && others.length === files.length)
    return { proofs: files, rows: [], documents: [], engines };
  const areRows = ({ name }: File): boolean => /\.(?:ndjson|jsonl)$/i.test(name);
  return {
    proofs: files.filter(isProof),
    rows: others.filter(areRows),
    documents: others.filter((file) => !areRows(file)),
    engines,
  };
}

/** Returns an engine with its digest; null where the file cannot be read, such as a folder. */
async function readEngine(file: File): Promise<GivenEngine | null> {
  try {
    return { digest: digestEngine(new Uint8Array(await file.arrayBuffer())), file };
  } catch {
    return null;
  }
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

/** Says why a file could not be verified. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof VerificationFailed) return { code: error.code, message: error.message };
  return { code: 'unreadable', message: error instanceof Error ? error.message : String(error) };
}
