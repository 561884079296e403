import type { Rpc } from './endpoint.ts';
import type { Endpoints } from './quorum.ts';

/** Which answers are remembered, and for how long. */
export interface Memory {
  readonly isRemembered: (method: string, params: readonly unknown[]) => boolean;
  /** Milliseconds since a question was asked. */
  readonly ms: number;
}

/** Endpoints that are asked each question once, until the answer is too old or is forgotten. */
export interface RememberingEndpoints extends Endpoints {
  forget(): void;
}

/** Returns endpoints with a memory. Failures are not remembered. */
export function rememberAnswers({ rpcs, quorum }: Endpoints, memory: Memory): RememberingEndpoints {
  const remembering = rpcs.map((rpc) => addMemory(rpc, memory));
  return {
    quorum,
    rpcs: remembering.map(({ rpc }) => rpc),
    forget: () => remembering.forEach(({ forget }) => forget()),
  };
}

/**
 * Returns endpoints for all roles of one process: together they ask once in `ms` milliseconds which blocks are the newest and the final
 * one.
 */
export function shareHead(endpoints: Endpoints, ms: number): Endpoints {
  return rememberAnswers(endpoints, { isRemembered: isAboutHead, ms });
}

function isAboutHead(method: string, [tag]: readonly unknown[]): boolean {
  if (method === 'eth_getBlockByNumber') return typeof tag === 'string' && !tag.startsWith('0x');
  return method === 'eth_blockNumber';
}

interface Answer {
  readonly at: number;
  readonly value: Promise<unknown>;
}

function addMemory(rpc: Rpc, { isRemembered, ms }: Memory): { rpc: Rpc; forget: () => void } {
  const answers = new Map<string, Answer>();
  const ask = (method: string, params: readonly unknown[]): Promise<unknown> => {
    if (!isRemembered(method, params)) return rpc.request(method, params);
    const question = JSON.stringify([method, params]);
    const known = answers.get(question);
    if (known !== undefined && performance.now() - known.at < ms) return known.value;
    const answer = { at: performance.now(), value: rpc.request(method, params) };
    answers.set(question, answer);
    answer.value.catch(() => {
      if (answers.get(question) === answer) answers.delete(question);
    });
    return answer.value;
  };
  return { rpc: { host: rpc.host, request: ask }, forget: () => answers.clear() };
}
