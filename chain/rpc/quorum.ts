import type { z } from 'zod';
import { describeMismatch, valueAt } from '../../core/encoding/mismatch.ts';
import { ReaderError, type ReaderErrorCode } from '../../core/verify/chain-reader.ts';
import { type Rpc, RpcError } from './endpoint.ts';

/** Endpoints, and how many of them must give the same answer before it counts. */
export interface Endpoints {
  readonly rpcs: readonly Rpc[];
  readonly quorum: number;
}

/** A question to endpoints: a JSON-RPC call with the schema of its answer. */
export interface Question<Out> {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly schema: z.ZodType<Out>;
}

/** The answer of one endpoint: a value, or why there is none. */
export type Answer<Out> = { readonly rpc: Rpc } & ({ readonly value: Out } | { readonly failure: RpcError });

/**
 * Returns the answer that `quorum` endpoints agree on, as soon as they do; it does not wait for slower endpoints.
 * @throws ReaderError `rpc-unreachable`, `rpc-answer`, `rpc-disagree`
 */
export async function askQuorum<Out>({ rpcs, quorum }: Endpoints, question: Question<Out>): Promise<Out> {
  const votes = new Map<string, number>();
  const answers: Answer<Out>[] = [];
  return new Promise<Out>((resolve, reject) => {
    const take = (answer: Answer<Out>): void => {
      answers.push(answer);
      const count = countVote(votes, answer);
      if (count >= quorum && 'value' in answer) resolve(answer.value);
      else if (answers.length === rpcs.length) reject(explainNoQuorum(answers, quorum, question.method));
    };
    if (rpcs.length === 0) reject(explainNoQuorum(answers, quorum, question.method));
    for (const rpc of rpcs) void askOne(rpc, question).then(take);
  });
}

/** Milliseconds to wait for the other endpoints once a quorum has answered. */
const PATIENCE = 1_000;

/** Endpoints that did not answer in time when they were last waited for. They are waited for again once one of their answers comes in time. */
const silent = new WeakSet<Rpc>();

/**
 * Returns the answers of all endpoints, failures included. An endpoint that has not answered a second after `quorum` of them gave
 * a value, or the data of a revert, counts as unreachable, and the next questions do not wait for it until it answers in time again.
 */
export async function askAll<Out>(
  { rpcs, quorum }: Endpoints,
  question: Question<Out>,
): Promise<Answer<Out>[]> {
  let given = 0;
  let stop = (): void => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = new Map(rpcs.entries());
  const enough = new Promise<void>((resolve) => (stop = resolve));
  const giveUp = (): void => {
    for (const rpc of open.values()) silent.add(rpc);
    stop();
  };
  const take = (at: number, answer: Answer<Out>, asked: number): void => {
    open.delete(at);
    if (performance.now() - asked < PATIENCE) silent.delete(answer.rpc);
    if (isAnswered(answer)) given += 1;
    lookForEnough();
  };
  const lookForEnough = (): void => {
    if (given < quorum) return;
    if ([...open.values()].every((rpc) => silent.has(rpc))) stop();
    else timer ??= setTimeout(giveUp, PATIENCE);
  };
  const patient = rpcs.map(async (rpc, at): Promise<Answer<Out>> => {
    const asked = performance.now();
    const answer = askOne(rpc, question);
    void answer.then((given) => take(at, given, asked));
    return Promise.race([answer, enough.then(() => ({ rpc, failure: describeSilence(rpc, question) }))]);
  });
  lookForEnough();
  const answers = await Promise.all(patient);
  clearTimeout(timer);
  return answers;
}

/** A revert is what the chain answers to a call, while other failures are of the endpoint. */
function isAnswered(answer: Answer<unknown>): boolean {
  return 'value' in answer || answer.failure.data !== null;
}

function describeSilence({ host }: Rpc, { method }: Question<unknown>): RpcError {
  return new RpcError('unreachable', `${host} did not answer ${method}, though other endpoints did`);
}

/**
 * Returns the greatest amount that at least `quorum` of the answers reach; null where fewer gave one. Use it for amounts on which
 * honest endpoints agree only roughly, such as fees. Fewer dishonest endpoints than a quorum can't raise it above what an honest
 * one says, nor lower it below what a quorum of honest ones says.
 */
export function findReached<Amount extends number | bigint>(
  answers: readonly Answer<Amount>[],
  quorum: number,
): Amount | null {
  const amounts = answers.flatMap((answer) => ('value' in answer ? [answer.value] : []));
  return amounts.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))[quorum - 1] ?? null;
}

/**
 * Returns the greatest amount that at least `quorum` endpoints reach.
 * @throws ReaderError `rpc-unreachable`, `rpc-answer`
 */
export async function askReached<Amount extends number | bigint>(
  endpoints: Endpoints,
  question: Question<Amount>,
): Promise<Amount> {
  const answers = await askAll(endpoints, question);
  const reached = findReached(answers, endpoints.quorum);
  if (reached === null) throw explainNoQuorum(answers, endpoints.quorum, question.method);
  return reached;
}

async function askOne<Out>(rpc: Rpc, { method, params, schema }: Question<Out>): Promise<Answer<Out>> {
  try {
    const answered = await rpc.request(method, params);
    const parsed = schema.safeParse(answered);
    if (parsed.success) return { rpc, value: parsed.data };
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? '' : describeIssue(issue, answered);
    return {
      rpc,
      failure: new RpcError(
        'answer',
        `${rpc.host} answers ${method} in an unexpected form${where === '' ? '' : `: ${where}`}`,
      ),
    };
  } catch (cause) {
    const failure =
      cause instanceof RpcError ? cause : new RpcError('answer', `${rpc.host}: ${String(cause)}`, { cause });
    return { rpc, failure };
  }
}

function describeIssue(issue: z.core.$ZodIssue, answered: unknown): string {
  const mismatch = describeMismatch(issue, valueAt(answered, issue.path));
  return [issue.path.map(String).join('.'), mismatch].filter((part) => part !== '').join(': ');
}

function countVote<Out>(votes: Map<string, number>, answer: Answer<Out>): number {
  if (!('value' in answer)) return 0;
  const text = JSON.stringify(answer.value, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
  const count = (votes.get(text) ?? 0) + 1;
  votes.set(text, count);
  return count;
}

/** Returns the error for answers where fewer than `quorum` are the same; `what` names the question. */
export function explainNoQuorum<Out>(
  answers: readonly Answer<Out>[],
  quorum: number,
  what: string,
): ReaderError {
  const failures = answers.flatMap((answer) => ('failure' in answer ? [answer.failure] : []));
  const given = answers.length - failures.length;
  const rule =
    quorum === 1 ? '' : `${what}: expected ${quorum} equal answers from ${answers.length} endpoints. `;
  if (given >= quorum)
    return new ReaderError('rpc-disagree', `${rule}The endpoints answer ${what} differently`);
  const reasons = failures.map(({ message }) => message).join('; ') || 'there is no endpoint to ask';
  return new ReaderError(codeOf(failures), `${rule}${reasons}`, failures[0]);
}

function codeOf(failures: readonly RpcError[]): ReaderErrorCode {
  if (failures.some(({ code }) => code === 'limit')) return 'rpc-limit';
  return failures.some(({ code }) => code !== 'unreachable') ? 'rpc-answer' : 'rpc-unreachable';
}
