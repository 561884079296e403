import type { GivenRun } from '../../../../agents/procedures/workbench.ts';
import type { Procedure, RunSlot } from '../../../../agents/procedures/procedure.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { inputOf } from '../../../../jobs/compute/record-input.ts';
import { readParameterTimes } from '../../../../jobs/compute/run-parameters.ts';
import { type AskState, choiceOf, type RunChoice } from '../question/ask-state.ts';
import type { Reads } from '../question/use-reads.ts';

/** Reads what a person gave for the runs of a question. A run that may be left out, and has none, is left out. @throws ApiError */
export async function giveRuns(state: AskState, procedure: Procedure, reads: Reads): Promise<GivenRun[]> {
  const given = procedure.runs.map((slot) => ({ slot, choice: choiceOf(state, procedure, slot) }));
  const chosen = given.filter(({ choice }) => choice.sources.length > 0);
  return Promise.all(chosen.map(({ slot, choice }) => giveRun(slot, choice, reads)));
}

/** Reads what a person gave for a run: the rows of the chosen records. @throws ApiError */
export async function giveRun({ run }: RunSlot, choice: RunChoice, reads: Reads): Promise<GivenRun> {
  const { method, sources, parameters, accepted } = choice;
  const read = await Promise.all(sources.map((id) => readInput(id, reads)));
  return {
    ...{ run, method, parameters: readParameterTimes(parameters), party: null },
    inputs: read.map(({ input }) => input),
    ...(accepted.length === 0 ? {} : { accepted }),
    isPrivate: read.some(({ isPrivate }) => isPrivate),
  };
}

async function readInput(id: Hex, { readRecord, readEntries }: Reads) {
  const [{ record, publicEntries }, entries] = await Promise.all([readRecord(id), readEntries(id)]);
  return { input: inputOf(id, record, entries), isPrivate: !publicEntries };
}
