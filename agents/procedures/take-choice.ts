import type { OptionPorts, Option } from '../../jobs/compute/list-options.ts';
import { type OfferPorts, takeOffers } from '../../jobs/compute/offers.ts';
import { findCataloguedMethod } from '../../jobs/engines/methods-catalogue.ts';
import { requestOf } from './request-of.ts';
import type { ComputeRun, GivenRun } from './workbench.ts';

/** With what candidates are found and tried. */
export interface ProposingPorts {
  readonly compute: ComputeRun;
  readonly options: OptionPorts;
  readonly signal: AbortSignal;
}

/** Returns what tries candidates for a run: each is computed. */
export function openTrials(given: GivenRun, { compute, options, signal }: ProposingPorts): OfferPorts {
  return {
    ...options,
    compute: async (run) => {
      const request = requestOf({ ...given, inputs: run.inputs, parameters: run.parameters });
      return (await compute({ ...request, entries: 'not-needed' }, signal)).figures;
    },
  };
}

/** Returns what a person accepted for a run by its name; nothing where the run does not need it any more. @throws EngineError */
export async function takeChoice(
  given: GivenRun,
  name: string,
  ports: ProposingPorts,
): Promise<readonly Option[]> {
  const { reads } = await findCataloguedMethod(given.method);
  const { inputs, parameters } = given;
  return (await takeOffers({ inputs, parameters, reads }, [name], openTrials(given, ports))).taken;
}
