import type { z } from 'zod';
import { ReaderError, type ReaderErrorCode } from '../../core/verify/chain-reader.ts';
import { type Rpc, RpcError } from './rpc.ts';

/** Endpoints that are believed where `quorum` of them say the same. */
export interface Endpoints {
  readonly rpcs: readonly Rpc[];
  readonly quorum: number;
}

/** A question to an endpoint, with the form of its answer. */
export interface Question<Out> {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly schema: z.ZodType<Out>;
}

/** What one endpoint said. */
export type Answer<Out> = { readonly rpc: Rpc } & ({ readonly value: Out } | { readonly failure: RpcError });

/**
 * Returns the answer that `quorum` endpoints give alike, as soon as they do; the slow and the dead are not waited for.
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

/** Milliseconds that an endpoint is waited for once others have said enough. */
const PATIENCE = 1_000;

/** Endpoints that kept silent when they were waited for last: that is done again once they have answered in time. */
const silent = new WeakSet<Rpc>();

/**
 * Returns what every endpoint says, failures too, when the last has answered; those that keep silent a second after `quorum` of
 * them gave a result count as unreachable, and are not waited for again until they answer in time.
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
    if ('value' in answer) given += 1;
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
    void answer.then((told) => take(at, told, asked));
    return Promise.race([answer, enough.then(() => ({ rpc, failure: describeSilence(rpc, question) }))]);
  });
  lookForEnough();
  const answers = await Promise.all(patient);
  clearTimeout(timer);
  return answers;
}

function describeSilence({ host }: Rpc, { method }: Question<unknown>): RpcError {
  return new RpcError('unreachable', `${host} is silent on ${method}, which others have answered`);
}

/**
 * Returns the greatest amount that `quorum` of the answers reach, null where fewer gave one: for what sound endpoints tell nearly
 * alike, such as fees. Fewer wrong ones than a quorum can't raise it above what another says, nor lower it below what a quorum
 * of others says.
 */
export function findReached<Amount extends number | bigint>(
  answers: readonly Answer<Amount>[],
  quorum: number,
): Amount | null {
  const amounts = answers.flatMap((answer) => ('value' in answer ? [answer.value] : []));
  return amounts.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))[quorum - 1] ?? null;
}

/**
 * Returns the greatest amount that `quorum` endpoints reach.
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
    const parsed = schema.safeParse(await rpc.request(method, params));
    if (parsed.success) return { rpc, value: parsed.data };
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    return {
      rpc,
      failure: new RpcError(
        'answer',
        `${rpc.host} answers ${method} in another form than expected ${where}`.trim(),
      ),
    };
  } catch (cause) {
    const failure =
      cause instanceof RpcError ? cause : new RpcError('answer', `${rpc.host}: ${String(cause)}`, { cause });
    return { rpc, failure };
  }
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

/** Returns why no `quorum` of answers was alike. */
export function explainNoQuorum<Out>(
  answers: readonly Answer<Out>[],
  quorum: number,
  what: string,
): ReaderError {
  const failures = answers.flatMap((answer) => ('failure' in answer ? [answer.failure] : []));
  const given = answers.length - failures.length;
  const wanted =
    quorum === 1 ? '' : `${what}: ${quorum} equal answers are wanted of ${answers.length} endpoints. `;
  if (given >= quorum) return new ReaderError('rpc-disagree', `${wanted}They answer ${what} differently`);
  const said = failures.map(({ message }) => message).join('; ') || 'no endpoint is left to ask';
  return new ReaderError(codeOf(failures), `${wanted}${said}`, failures[0]);
}

function codeOf(failures: readonly RpcError[]): ReaderErrorCode {
  return failures.some(({ code }) => code !== 'unreachable') ? 'rpc-answer' : 'rpc-unreachable';
}
