import { queryOptions, skipToken, useQuery } from '@tanstack/react-query';
import { queryForPolicy } from '../../jobs/verify/policy-evidence.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Policy } from '../../core/verify/policy.ts';
import type { ProofVerification } from '../../jobs/verify/verify-proof.ts';
import { openPortalWorker } from './portal-worker.ts';
import { serverWordQuery, type ServerWord } from './server-word.ts';
import { type PartySession } from '../session/require-session.tsx';
import { PRIVATE } from '../session/session.tsx';
import { type ChosenPolicy, readKept, wordsOf } from '../verification/policy/chosen-policy.ts';
import type { Judged } from '../verification/verdict/report.tsx';
import { verifyInWorker } from '../verification/work/run-worker.ts';
import { openTurns } from '../verification/work/turns.ts';
import { fetchProofFile } from '../data/fetch-proof-file.ts';

/** Two records are verified at the same time: each takes a thread and asks the chain. */
const takeTurn = openTurns(2);

/** Who asks for a proof file: who is signed in, or anyone. */
export type Asker = Pick<PartySession, 'token' | 'party' | 'address'> | null;

/** Verifies the proof file of a record in this browser, by the policy of its user, as who asks may read it. */
export const verdictQuery = (asker: Asker, id: Hex, { chosen, word }: VerdictRules) =>
  queryOptions({
    queryKey: [PRIVATE, 'verdict', asker?.address ?? null, id, JSON.stringify(chosen?.policy ?? null)],
    queryFn: ({ signal }) => takeTurn(signal, () => judge(asker, id, { chosen, word }, signal)),
    staleTime: Infinity,
    retry: false,
  });

/** By what records are judged: the user's policy, and the engines that the server has. */
export interface VerdictRules {
  readonly chosen: ChosenPolicy | null;
  readonly word: ServerWord;
}

/** Returns by what records are judged; undefined while that is not known. The policy is the one of the page Verify. */
export function useVerdictRules(): VerdictRules | undefined {
  const { data: word } = useQuery(serverWordQuery);
  return word === undefined ? undefined : { chosen: readKept() ?? word.suggested, word };
}

/** Returns the verification of a record; it runs while the component is on the page. */
export function useVerdict(asker: Asker, id: Hex, rules: VerdictRules | undefined) {
  return useQuery(
    rules === undefined
      ? { queryKey: ['verdict', 'waits', id], queryFn: skipToken }
      : verdictQuery(asker, id, rules),
  );
}

/** Fetches the proof file of a record with what a policy asks for, and the newest answer of the party of who asks. @throws ApiError */
export function fetchJudged(asker: Asker, id: Hex, policy: Policy | null): Promise<File> {
  const evidence = policy === null ? {} : queryForPolicy(policy);
  const judges = [
    ...new Set([
      ...String(evidence.judges ?? '')
        .split(',')
        .filter((judge) => judge !== ''),
      ...(asker === null ? [] : [asker.party]),
    ]),
  ].join(',');
  return fetchProofFile(id, judges === '' ? evidence : { ...evidence, judges }, asker?.token);
}

/** Verifies a proof file in a worker of this browser. @throws VerificationFailed; the reason of the signal */
export function verifyHere(
  file: File,
  policy: Policy | null,
  { word, now, signal }: { readonly word: ServerWord; readonly now: number; readonly signal: AbortSignal },
): Promise<ProofVerification> {
  return verifyInWorker(
    openPortalWorker,
    {
      ...{ task: 'verify', file, policy, now, at: null },
      ...{ rows: [], documents: [], given: [], engines: word.sources },
    },
    { onCheck: () => {}, onSlow: () => {}, signal },
  );
}

async function judge(
  asker: Asker,
  id: Hex,
  { chosen, word }: VerdictRules,
  signal: AbortSignal,
): Promise<Judged> {
  const policy = chosen?.policy ?? null;
  const file = await fetchJudged(asker, id, policy);
  const checkedAt = Math.floor(Date.now() / 1000);
  const outcome = await verifyHere(file, policy, { word, now: checkedAt, signal });
  return { name: file.name, size: file.size, outcome, policy, ...wordsOf(chosen), checkedAt, changed: null };
}
