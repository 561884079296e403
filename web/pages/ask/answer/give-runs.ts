import type { GivenRun } from '../../../../agents/procedures/workbench.ts';
import type { Procedure } from '../../../../agents/procedures/procedure.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { inputOf } from '../../../../jobs/compute/record-input.ts';
import { readParameterTimes } from '../../../../jobs/compute/run-parameters.ts';
import { type AskState, choiceOf } from '../question/ask-state.ts';
import type { Reads } from '../question/use-reads.ts';

/** Reads what a person gave for the runs of a question: the rows of the chosen records. A run that may be left out, and has none, is left out. @throws ApiError */
export async function giveRuns(state: AskState, { runs }: Procedure, reads: Reads): Promise<GivenRun[]> {
  const chosen = runs.filter((slot) => choiceOf(state, slot).sources.length > 0);
  return Promise.all(
    chosen.map(async (slot) => {
      const { method, sources, parameters } = choiceOf(state, slot);
      const read = await Promise.all(sources.map((id) => readInput(id, reads)));
      return {
        ...{ run: slot.run, method, parameters: readParameterTimes(parameters), party: null },
        inputs: read.map(({ input }) => input),
        isPrivate: read.some(({ isPrivate }) => isPrivate),
      };
    }),
  );
}

async function readInput(id: Hex, { readRecord, readEntries }: Reads) {
  const [{ record, publicEntries }, entries] = await Promise.all([readRecord(id), readEntries(id)]);
  return { input: inputOf(id, record, entries), isPrivate: !publicEntries };
}
