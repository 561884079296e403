import type { z } from 'zod';
import { ReaderError, type ReaderErrorCode } from '../core/chain-reader.ts';
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

/** Returns what every endpoint says, failures too, when the last has answered. */
export async function askAll<Out>(rpcs: readonly Rpc[], question: Question<Out>): Promise<Answer<Out>[]> {
  return Promise.all(rpcs.map((rpc) => askOne(rpc, question)));
}

/** Returns what the first endpoint says that gives a result: for what nobody relies on. @throws RpcError of the last */
export async function askFirst<Out>(rpcs: readonly Rpc[], question: Question<Out>): Promise<Out> {
  let failure = new RpcError('unreachable', 'no endpoint is configured');
  for (const rpc of rpcs) {
    const answer = await askOne(rpc, question);
    if ('value' in answer) return answer.value;
    failure = answer.failure;
  }
  throw failure;
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
