import { EngineError } from '../../engine/errors/engine-error.ts';
import type { Figure } from '../../engine/figures/figure.ts';
import { parseAmount } from '../../engine/quantities/decimal.ts';
import { type Gap, type OpenGap, readGap } from './gap.ts';
import { listOptions, type OfferedRun, type Option, type OptionPorts, takeOption } from './list-options.ts';
import { readParameterTimes } from './run-parameters.ts';

/** What a figure is with an offer, and by how much it differs from the first offer of the same gap. */
export interface OfferEffect {
  /** The key of the figure. */
  readonly figure: string;
  readonly value: string;
  readonly unit: string;
  /** Negative where less is emitted by this offer. */
  readonly change: string;
}

/** A factor that closes a gap. */
export interface Offer extends Option {
  /** On the largest figure that depends on which offer is taken; null where the run lacks more than was found, or was not computed. */
  readonly effect: OfferEffect | null;
}

/** A gap, and what exists to close it, the likeliest first. Offers that were tried and close nothing are not among them. */
export interface OfferedGap extends Gap {
  readonly offers: readonly Offer[];
}

/** Everything that a run lacks, as far as it is known: after a gap without offers, further ones can follow. */
export interface FoundOffers {
  readonly gaps: readonly OfferedGap[];
  /** Why the run is refused even with the first offer of each gap; null where it then gives figures. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

/** A run that took offers. */
export interface TakenOffers extends OfferedRun {
  /** The offers that it took, in the order in which it needed them. */
  readonly taken: readonly Option[];
}

/** What offers are found and tried with. */
export interface OfferPorts extends OptionPorts {
  /** Computes the run. @throws EngineError */
  readonly compute: (run: OfferedRun) => Promise<readonly Pick<Figure, 'key' | 'value' | 'unit'>[]>;
}

/** A run, and the types of rows that its method reads. */
export interface AskedOffers extends OfferedRun {
  readonly reads: readonly string[];
}

/** At most so many runs are computed to find offers. */
export const MOST_RUNS = 80;
/** At most so many offers of one gap are shown. */
const MOST_SHOWN = 6;
const MOST_GAPS = 24;

/** What a run gives: figures, or a refusal, which may be a gap. */
interface Outcome {
  readonly figures: readonly Pick<Figure, 'key' | 'value' | 'unit'>[] | null;
  readonly refusal: EngineError | null;
  readonly gap: OpenGap | null;
}

/**
 * Returns what a run lacks, and what exists in its inputs, in the starter data and on the ledger to close each gap: another year, another place,
 * a default. Each offer is tried, and says what it changes. Nothing is taken: `takeOffers` does that.
 * @throws what the ports throw, but no EngineError
 */
export async function findOffers(asked: AskedOffers, ports: OfferPorts): Promise<FoundOffers> {
  const { reads } = asked;
  const runs = new CountedRuns(ports);
  let at: Tried = await runs.try(beginRun(asked));
  const steps: { readonly gap: Gap; readonly working: readonly Working[] }[] = [];
  while (at.outcome.gap !== null && steps.length < MOST_GAPS) {
    const { gap } = at.outcome;
    const working = await listWorking(gap, at.run, reads, runs, ports);
    steps.push({ gap: gap.gap, working });
    if (working.length === 0) break;
    at = working[0]!.tried;
  }
  const first = at.outcome.figures;
  const gaps: OfferedGap[] = [];
  for (const [index, { gap, working }] of steps.entries()) {
    const later = new Set(steps.slice(index + 1).map((step) => step.working[0]?.option.name));
    const ends: Outcome['figures'][] = [];
    for (const [place, each] of working.entries())
      ends.push(place === 0 || first === null ? first : await runs.complete(each.tried, later, reads, ports));
    const offers = working.map(({ option }, place) => ({ ...option, effect: compareEnds(ends, place) }));
    const counted = offers.filter(({ effect }) => effect !== null);
    gaps.push({ ...gap, offers: counted.length > 0 ? counted : offers });
  }
  const { refusal } = at.outcome;
  return { gaps, refusal: refusal === null ? null : { code: refusal.code, message: refusal.message } };
}

/**
 * Returns a run with the offers of these names taken, each where the run needs it: its input is added, and its proxy is declared in the
 * parameters. A run that lacks nothing more, or no offer named, is returned as far as it came.
 * @throws what the ports throw, but no EngineError
 */
export async function takeOffers(
  asked: AskedOffers,
  names: readonly string[],
  ports: OfferPorts,
): Promise<TakenOffers> {
  const { reads } = asked;
  const runs = new CountedRuns(ports);
  const taken: Option[] = [];
  let { run, outcome } = await runs.try(beginRun(asked));
  while (outcome.gap !== null && taken.length < MOST_GAPS) {
    const options = await listOptions(outcome.gap, run, reads, ports, new Set(names));
    const option = options.find(({ name }) => names.includes(name));
    if (option === undefined || taken.includes(option)) break;
    taken.push(option);
    ({ run, outcome } = await runs.try(await takeOption(run, option, ports)));
  }
  return { ...run, taken };
}

function beginRun({ inputs, parameters, names = {} }: AskedOffers): OfferedRun {
  return { inputs, parameters: readParameterTimes(parameters), names };
}

/** A run, and what it gave. */
interface Tried {
  readonly run: OfferedRun;
  readonly outcome: Outcome;
}

/** An option that closes a gap, and the run with it. */
interface Working {
  readonly option: Option;
  readonly tried: Tried;
}

/** Returns the options that close a gap: those after which its row lacks nothing more, if there are any. */
async function listWorking(
  open: OpenGap,
  run: OfferedRun,
  reads: readonly string[],
  runs: CountedRuns,
  ports: OfferPorts,
): Promise<Working[]> {
  const found: Working[] = [];
  for (const option of await listOptions(open, run, reads, ports)) {
    if (found.length === MOST_SHOWN || runs.isOver) break;
    const tried = await runs.try(await takeOption(run, option, ports));
    if (closes(tried.outcome, open.gap)) found.push({ option, tried });
  }
  const whole = found.filter(({ tried }) => tried.outcome.gap?.gap.key !== open.gap.key);
  return whole.length > 0 ? whole : found;
}

/** Whether a run lacks no longer what it lacked: it computes, or it is refused for another gap. */
function closes({ figures, gap }: Outcome, { key, record, what }: Gap): boolean {
  if (figures !== null) return true;
  return gap !== null && !(gap.gap.key === key && gap.gap.record === record && gap.gap.what === what);
}

/** Computes runs, at most so many. */
class CountedRuns {
  readonly #ports: OfferPorts;
  #count = 0;

  constructor(ports: OfferPorts) {
    this.#ports = ports;
  }

  get isOver(): boolean {
    return this.#count >= MOST_RUNS;
  }

  async try(run: OfferedRun): Promise<Tried> {
    this.#count += 1;
    try {
      const figures = await this.#ports.compute(run);
      return { run, outcome: { figures, refusal: null, gap: null } };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { run, outcome: { figures: null, refusal: error, gap: readGap(error, run.inputs) } };
    }
  }

  /** Returns the figures of a run with what else it lacks: the offers that were taken first, where they are among its own. Null where none computes. */
  async complete(
    { run, outcome }: Tried,
    preferred: ReadonlySet<string | undefined>,
    reads: readonly string[],
    ports: OfferPorts,
  ): Promise<Outcome['figures']> {
    let at: Tried = { run, outcome };
    for (let step = 0; at.outcome.gap !== null && step < MOST_GAPS && !this.isOver; step++) {
      const options = await listOptions(at.outcome.gap, at.run, reads, ports);
      const next = options.find(({ name }) => preferred.has(name)) ?? options[0];
      if (next === undefined) return null;
      const open = at.outcome.gap;
      at = await this.try(await takeOption(at.run, next, ports));
      if (!closes(at.outcome, open.gap)) return null;
    }
    return at.outcome.figures;
  }
}

/** Returns the largest mass among figures that the offers change, with one of them; where they change none, the largest of all. */
export function compareEnds(ends: readonly Outcome['figures'][], place: number): OfferEffect | null {
  const [first] = ends;
  const own = ends[place];
  if (first === null || first === undefined || own === null || own === undefined) return null;
  const masses = first.filter(({ unit }) => MASS.test(unit));
  const differing = masses.filter(({ key, value }) =>
    ends.some((end) => end !== null && end.find((figure) => figure.key === key)?.value !== value),
  );
  const [largest] = (differing.length > 0 ? differing : masses).toSorted((one, other) =>
    parseAmount(one.value).greaterThan(parseAmount(other.value)) ? -1 : 1,
  );
  const figure = own.find(({ key }) => key === largest?.key);
  if (figure === undefined || largest === undefined) return null;
  const change = parseAmount(figure.value).minus(parseAmount(largest.value));
  return { figure: figure.key, value: figure.value, unit: figure.unit, change: String(change) };
}

const MASS = /^(kg|k?t|Mt)\{/;
