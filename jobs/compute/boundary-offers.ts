import { EngineError } from '../../engine/errors/engine-error.ts';
import type { JsonSchema } from '../engines/methods-catalogue.ts';
import { BOUNDARY_REASONS } from './boundary-reasons.ts';
import type { OfferedRun } from './list-options.ts';
import { compareEnds, type OfferEffect, type OfferPorts } from './offers.ts';
import { getAt, setAt } from './suggest-parameters.ts';

/** The parameters of methods that draw a boundary: which approach applies is for a person to judge. */
const BOUNDARIES = ['consolidation', 'allocation'] as const;
type Boundary = (typeof BOUNDARIES)[number];

/** One value of a boundary that nobody has chosen, and the largest figure that depends on it. */
export interface BoundaryOffer {
  /** By which it is accepted: `consolidation=equity-share`. */
  readonly name: string;
  readonly boundary: Boundary;
  /** Why it is among them. */
  readonly reason: string;
  readonly effect: OfferEffect | null;
}

/** A run whose boundaries are looked at, and the schema of the parameters of its method. */
export interface BoundedRun extends OfferedRun {
  readonly schema: JsonSchema;
}

/**
 * Returns the values of each boundary that nobody chose, where figures depend on it: what the method takes by default before the others. Each was
 * computed; one that the engine refuses is left out.
 */
export async function findBoundaries(
  { schema, ...run }: BoundedRun,
  { compute }: Pick<OfferPorts, 'compute'>,
): Promise<readonly BoundaryOffer[]> {
  const found: BoundaryOffer[] = [];
  for (const boundary of BOUNDARIES) {
    const { values, usual } = readChoices(schema, boundary);
    if (run.parameters[boundary] !== undefined) continue;
    const tried = [];
    for (const value of values) {
      const figures = await tryRun(setBoundary(run, boundary, value), compute);
      if (figures !== null) tried.push({ value, figures });
    }
    const ends = tried.map(({ figures }) => figures);
    const offers = tried.map(({ value }, place): BoundaryOffer => {
      const reason = BOUNDARY_REASONS[value === usual ? 'usual' : 'other'];
      return { name: `${boundary}=${value}`, boundary, reason, effect: compareEnds(ends, place) };
    });
    const matters = offers.some(({ effect }) => effect !== null && effect.change !== '0');
    if (matters || usual === null) found.push(...offers);
  }
  return found;
}

/** Returns a run with the boundaries of these names, and the names that are of none, or of a boundary that the run states already. */
export function takeBoundaries<Run extends OfferedRun>(
  run: Run,
  names: readonly string[],
  schema: JsonSchema,
): { readonly run: Run; readonly taken: readonly string[] } {
  const taken = names.filter((name) => {
    const [boundary = '', value = ''] = name.split('=');
    const known = BOUNDARIES.find((each) => each === boundary);
    return known !== undefined && readChoices(schema, known).values.includes(value);
  });
  return {
    run: taken.reduce((changed, name) => {
      const [boundary, value] = name.split('=') as [Boundary, string];
      return changed.parameters[boundary] === undefined ? setBoundary(changed, boundary, value) : changed;
    }, run),
    taken: taken.filter((name) => run.parameters[name.split('=')[0]!] === undefined),
  };
}

function setBoundary<Run extends OfferedRun>(run: Run, boundary: Boundary, value: string): Run {
  return { ...run, parameters: setAt(run.parameters, [boundary], value) };
}

/** Returns the values that a method has for a boundary, the usual one before the others; none where it has no such parameter. */
function readChoices(
  schema: JsonSchema,
  boundary: Boundary,
): { readonly values: readonly string[]; readonly usual: string | null } {
  const values = getAt(schema, ['properties', boundary, 'enum']);
  const usual = getAt(schema, ['properties', boundary, 'default']);
  const texts = Array.isArray(values) ? values.map(String) : [];
  if (typeof usual !== 'string') return { values: texts, usual: null };
  return { values: [usual, ...texts.filter((value) => value !== usual)], usual };
}

async function tryRun(
  run: OfferedRun,
  compute: OfferPorts['compute'],
): Promise<Awaited<ReturnType<OfferPorts['compute']>> | null> {
  try {
    return await compute(run);
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}
