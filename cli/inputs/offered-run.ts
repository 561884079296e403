import {
  type ComputePorts,
  type ComputeRequest,
  computeFigures,
} from '../../jobs/compute/compute-figures.ts';
import { takeBoundaries } from '../../jobs/compute/boundary-offers.ts';
import { explainRefusal } from '../../jobs/compute/explain-refusal.ts';
import { countRows } from '../../jobs/compute/count-rows.ts';
import { readGap } from '../../jobs/compute/gap.ts';
import type { OptionPorts } from '../../jobs/compute/list-options.ts';
import { findOffers, type OfferPorts, type TakenOffers, takeOffers } from '../../jobs/compute/offers.ts';
import { finishHere } from '../../jobs/compute/simulate-here.ts';
import { findCataloguedMethod } from '../../jobs/engines/methods-catalogue.ts';
import { UsageError } from '../terminal/usage-error.ts';
import type { ChosenRun } from './run-parameters.ts';
import type { NamedRunInputs } from './run-inputs.ts';

/** A run with the offers that its user named. */
export interface OfferedRunInputs extends TakenOffers {
  /** The names of the boundaries that it took. */
  readonly boundaries: readonly string[];
  /** The same inputs, and those of the offers, with their names. */
  readonly inputs: NamedRunInputs['records'];
  readonly named: NamedRunInputs['named'];
  readonly unregistered: NamedRunInputs['unregistered'];
}

/** More rows than this are not computed again and again to find what is missing. */
const MOST_ROWS = 100_000;

/** What offers are tried with: the documents of the run, and no progress. */
function openPorts(
  method: string,
  ports: Pick<ComputePorts, 'engines' | 'openDocument'>,
  options: OptionPorts,
): OfferPorts {
  return {
    ...options,
    compute: async ({ inputs, parameters }) => {
      const request: ComputeRequest = {
        ...{ method, inputs, parameters, given: [] },
        ...{ leftOut: 'listed', warnings: 'listed', entries: 'not-needed' },
      };
      const quiet = { ...ports, finish: finishHere(() => {}), onProgress: () => {} };
      return (await computeFigures(request, quiet)).figures;
    },
  };
}

/** Takes the offers with these names. @throws UsageError `option` if the run does not need one of them, or nobody offers it */
export async function takeNamed(
  { method, parameters }: ChosenRun,
  given: NamedRunInputs,
  names: readonly string[],
  { ports, options }: { readonly ports: ComputePorts; readonly options: OptionPorts },
): Promise<OfferedRunInputs> {
  const { records: inputs, named, unregistered } = given;
  if (names.length === 0) return { inputs, parameters, taken: [], boundaries: [], named, unregistered };
  const { reads, parameters: schema } = await findCataloguedMethod(method);
  const asked = { inputs, parameters, reads, names: nameInputs(named) };
  const { run: bounded, taken: boundaries } = takeBoundaries(asked, names, schema);
  const factors = names.filter((name) => !boundaries.includes(name));
  const run = await takeOffers(bounded, factors, openPorts(method, ports, options));
  const lost = factors.find((name) => !run.taken.some((option) => option.name === name));
  if (lost !== undefined)
    throw new UsageError(
      'option',
      `${lost}: the run does not need it, or no choice has this name; without this name, the refusal of a run lists what there is`,
    );
  const added = run.inputs
    .slice(inputs.length)
    .map(({ record }) => ({ record, name: run.names?.[record] ?? record }));
  return {
    ...run,
    boundaries,
    named: [...named, ...added],
    unregistered: [
      ...unregistered,
      ...added.flatMap(({ record, name }) => (name === record ? [] : [record])),
    ],
  };
}

function nameInputs(named: NamedRunInputs['named']): Readonly<Record<string, string>> {
  return Object.fromEntries(named.map(({ record, name }) => [record, name]));
}

/** Returns the refusal of a run in words that its user knows, and with what exists where it lacks factors. */
export async function explainWithOffers(
  error: unknown,
  { inputs, parameters, named }: OfferedRunInputs,
  method: string,
  { ports, options }: { readonly ports: ComputePorts; readonly options: OptionPorts },
): Promise<unknown> {
  if (readGap(error, inputs) === null || countRows(inputs) > MOST_ROWS) return explainRefusal(error, named);
  const { reads } = await findCataloguedMethod(method);
  const found = await findOffers(
    { inputs, parameters, reads, names: nameInputs(named) },
    openPorts(method, ports, options),
  );
  return explainRefusal(error, named, found);
}
