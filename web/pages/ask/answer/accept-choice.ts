import { takeChoice } from '../../../../agents/procedures/take-choice.ts';
import type { RunSlot } from '../../../../agents/procedures/procedure.ts';
import { takeBoundaries } from '../../../../jobs/compute/boundary-offers.ts';
import { openLedgerOptions } from '../../../../jobs/compute/ledger-options.ts';
import { findCataloguedMethod } from '../../../../jobs/engines/methods-catalogue.ts';
import { openPortalApi } from '../../../data/ledger.ts';
import { takeOptions } from '../../company/compute/take-options.ts';
import type { RunChoice } from '../question/ask-state.ts';
import { computeInWorker } from './compute-run.ts';
import { giveRun } from './give-runs.ts';
import type { RecordReading } from './record-reads.ts';

/** Returns a run with a candidate that its person accepted by its name; null where the run does not need it any more. @throws ApiError, WorkerFailure */
export async function acceptChoice(
  slot: RunSlot,
  choice: RunChoice,
  name: string,
  { asker, reads }: RecordReading,
): Promise<RunChoice | null> {
  const { parameters: schema } = await findCataloguedMethod(choice.method);
  const bounded = takeBoundaries({ ...choice, inputs: [] }, [name], schema);
  if (bounded.taken.length > 0)
    return {
      ...choice,
      parameters: bounded.run.parameters,
      accepted: [...choice.accepted, { name, reason: null }],
    };
  const options = openLedgerOptions(openPortalApi(asker?.token));
  const given = await giveRun(slot, choice, reads);
  const { signal } = new AbortController();
  const taken = await takeChoice(given, name, { compute: computeInWorker, options, signal });
  if (taken.length === 0) return null;
  const accepted = taken.map((option) => ({ name: option.name, reason: option.proxy?.reason ?? null }));
  return {
    ...choice,
    ...(await takeOptions(choice, taken)),
    accepted: [...choice.accepted, ...accepted],
  };
}
