import { fetchProof } from '../../client/http/fetch-proof.ts';
import type { Api } from '../../client/http/api.ts';
import { type AskInSession, keepSession } from '../../client/http/kept-session.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { fetchInput } from '../compute/run-inputs.ts';

/** What a task is computed from. */
export interface TaskReads {
  /** Asks the server, signed in as who computes. */
  readonly call: AskInSession;
  /** Fetches a record with its entries. */
  readonly readInput: (id: Hex) => Promise<InputRecord>;
  /** Fetches the proof file with which a result can be computed again. */
  readonly readProof: (id: Hex) => Promise<Uint8Array>;
}

/** Inputs of a task that are kept: runs often share factors. */
const KEPT = 64;

/** Returns what reads the inputs of a task from a server, as far as who signed in may. The inputs used last are kept. */
export function openTaskReads(openApi: () => Promise<Api>, say: (text: string) => void): TaskReads {
  const call = keepSession(openApi, say);
  const inputs = new Map<string, ReturnType<typeof fetchInput>>();
  return {
    call,
    readInput(id) {
      const input = inputs.get(id) ?? call((api) => fetchInput(api, id));
      inputs.delete(id);
      inputs.set(id, input);
      if (inputs.size > KEPT) inputs.delete([...inputs.keys()][0]!);
      input.catch(() => inputs.delete(id));
      return input;
    },
    readProof: async (id) =>
      (await call((api) => fetchProof(api, id, { reperformable: 'true' }, () => {}))).bytes,
  };
}
