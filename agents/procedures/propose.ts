import { countRows } from '../../jobs/compute/count-rows.ts';
import { findBoundaries } from '../../jobs/compute/boundary-offers.ts';
import { findOffers, type Offer, type OfferedGap } from '../../jobs/compute/offers.ts';
import type { OptionPorts } from '../../jobs/compute/list-options.ts';
import { findCataloguedMethod } from '../../jobs/engines/methods-catalogue.ts';
import type { Handle } from '../handles/handle.ts';
import type { HandleTable } from '../handles/handle-table.ts';
import type { CandidateItem } from '../handles/item.ts';
import { hasOpen } from './tables-read.ts';
import { openTrials, type ProposingPorts } from './take-choice.ts';
import type { ComputeRun, GivenRun } from './workbench.ts';

/** The codes of refusals that a choice of a factor ends. */
const GAPS = ['missing-factor', 'factor-out-of-time', 'factor-out-of-place'];
/** Runs with this many rows or fewer are computed again and again to find what each candidate changes. */
const MOST_ROWS = 20_000;

/** Issues what a person could choose for a run: what closes its gap where it was refused with such a code, else its boundaries. */
export type Propose = (
  given: GivenRun,
  code: string | undefined,
  handles: HandleTable,
  ports: { readonly compute: ComputeRun; readonly signal: AbortSignal },
) => Promise<readonly Handle[]>;

/** Returns what proposes choices from these options, and finds the factors that an answer only names. */
export function openChoices(options: OptionPorts): {
  readonly propose: Propose;
  readonly findFactors: OptionPorts['findFactors'];
} {
  return {
    propose: async (given, code, handles, { compute, signal }) => {
      const ports = { compute, options, signal };
      if (hasOpen(given)) {
        // Few questions have such tables: what reads them is loaded then.
        const { proposeTables } = await import('./propose-tables.ts');
        return proposeTables(given, handles, ports);
      }
      const factors = code === undefined ? [] : await proposeChoices(given, code, handles, ports);
      return factors.length > 0 ? factors : proposeBoundaries(given, handles, ports);
    },
    findFactors: options.findFactors,
  };
}

/** Issues what could close the gaps of a run that was refused: each candidate was computed. Nothing is taken; a person accepts one by its name. */
async function proposeChoices(
  given: GivenRun,
  code: string,
  handles: HandleTable,
  ports: ProposingPorts,
): Promise<readonly Handle[]> {
  if (!GAPS.includes(code) || countRows(given.inputs) > MOST_ROWS) return [];
  const { reads } = await findCataloguedMethod(given.method);
  const { inputs, parameters } = given;
  const found = await findOffers({ inputs, parameters, reads }, openTrials(given, ports));
  return found.gaps.flatMap((gap) =>
    gap.offers.map((offer, at) => handles.issue(candidateOf(given, gap, offer, at))),
  );
}

/** Issues the values of each boundary that nobody chose, where figures of a run depend on it: each was computed. Nothing is taken. */
async function proposeBoundaries(
  given: GivenRun,
  handles: HandleTable,
  ports: ProposingPorts,
): Promise<readonly Handle[]> {
  const { run, inputs, parameters, isPrivate } = given;
  if (countRows(inputs) > MOST_ROWS) return [];
  const { parameters: schema } = await findCataloguedMethod(given.method);
  const found = await findBoundaries({ inputs, parameters, schema }, openTrials(given, ports));
  const groups = Map.groupBy(found, ({ boundary }) => boundary);
  return [...groups.values()].flatMap((offers) =>
    offers.map(({ name, boundary, reason, effect }, at) =>
      handles.issue({
        ...{ kind: 'candidate', run, name, needed: `a chosen ${boundary}`, place: at + 1 },
        ...{ reason, effect, isAccepted: false, isPrivate },
      }),
    ),
  );
}

function candidateOf(
  { run, isPrivate }: GivenRun,
  { what }: OfferedGap,
  { name, proxy, effect }: Offer,
  at: number,
): CandidateItem {
  return {
    ...{ kind: 'candidate', run, name, needed: what, place: at + 1 },
    ...{ reason: proxy?.reason ?? null, effect, isAccepted: false, isPrivate },
  };
}
