import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import { productOf } from '../../figures/expression.ts';
import type { Unit } from '../../quantities/unit.ts';
import { addBalances, coefficientOf, gapOf, type Balance, type BalanceTerm } from '../reconcile/balance.ts';
import { eliminateUnmeasured, type Combination } from '../reconcile/elimination.ts';
import { numberOf } from '../reconcile/linear-sum.ts';
import type { Measurement } from '../reconcile/measurement.ts';
import type { MeasuredFlow } from './measured.ts';

/** A flow that was not measured. */
export interface Unmeasured {
  readonly flow: MeasuredFlow;
  /** What its streams state. */
  readonly stated: Measurement;
  /** The terms whose sum it is, and by what that is multiplied; null where the balances do not determine it. */
  readonly estimate: {
    readonly terms: readonly BalanceTerm[];
    readonly times: number;
    readonly per: Unit;
  } | null;
  /** Flows that balances can't tell it apart from. */
  readonly tied: readonly MeasuredFlow[];
}

type OpenTerm = BalanceTerm & { readonly flow: MeasuredFlow };
type OpenBalance = Omit<Balance, 'terms'> & { readonly terms: readonly OpenTerm[] };

/**
 * Returns balances in which measured flows alone are left: where two of them share a flow that was not measured, their sum. And the flows that were
 * not measured, each with the balances that determine it.
 * @throws EngineError `unit-mismatch` where these are of different units
 */
export function closeBalances(balances: readonly OpenBalance[]): {
  readonly balances: readonly Balance[];
  readonly unmeasured: readonly Unmeasured[];
} {
  const flows = new Map<MeasuredFlow, Measurement>();
  for (const { terms } of balances)
    for (const { flow, measurement } of terms) if (flow.isUnmeasured) flows.set(flow, measurement);
  if (flows.size === 0) return { balances, unmeasured: [] };
  const places = new Map([...flows.keys()].map((flow, at) => [flow, at]));
  const coefficients = balances.map(
    ({ terms }) =>
      new Map(
        terms
          .filter(({ flow }) => flow.isUnmeasured)
          .map((term) => [places.get(term.flow)!, coefficientOf(term)]),
      ),
  );
  const measured = balances.map((own) => ({
    ...own,
    terms: own.terms.filter(({ flow }) => !flow.isUnmeasured),
  }));
  const { closed, determined, open } = eliminateUnmeasured(coefficients, flows.size);
  const named = [...flows.keys()];
  return {
    balances: closed.map((sum) => addUp(sum, measured)).filter(({ terms }) => terms.length > 0),
    unmeasured: [...flows].map(([flow, stated], at) => {
      const sum = determined.get(at);
      const tied = (open.get(at) ?? []).map((other) => named[other]!);
      return { flow, stated, tied, estimate: sum === undefined ? null : estimateBy(sum, measured) };
    }),
  };
}

/** Returns a sum of balances as one. */
function addUp(sum: Combination, balances: readonly Balance[]): Balance {
  const parts = [...sum].map(([at, times]) => [balances[at]!, times] as const);
  const [[first]] = parts as [readonly [Balance, number]];
  if (parts.length === 1) return first;
  refuseOtherUnits(parts.map(([own]) => own));
  const name = parts.map(([own]) => own.name).join('+');
  const prefix = [...first.prefix.split('/').slice(0, -1), name].join('/');
  return { name, prefix, unit: first.unit, terms: addBalances(parts) };
}

/** Returns what an unmeasured flow is: what the others of its balances leave open. */
function estimateBy(sum: Combination, balances: readonly Balance[]): NonNullable<Unmeasured['estimate']> {
  const parts = [...sum].map(([at, times]) => [balances[at]!, -times] as const);
  refuseOtherUnits(parts.map(([own]) => own));
  const [[first, times]] = parts as [readonly [Balance, number]];
  const size = times < 0 ? -times : times;
  return { terms: addBalances(parts.map(([own, by]) => [own, by / size])), times: size, per: first.unit };
}

function refuseOtherUnits(balances: readonly Balance[]): void {
  const [first] = balances;
  const other = balances.find(({ unit }) => unit !== first!.unit);
  if (other === undefined) return;
  const text = `the balances ${first!.name} and ${other.name} share a flow that was not measured, and are in ${first!.unit.text} and ${other.unit.text}: measure the flow, or state both balances in one unit by balance-term rows`;
  const { row } = (other.terms[0] ?? first!.terms[0]!).measurement;
  throw new EngineError('unit-mismatch', text, other.unit.text, placeOf(row, 'unit'));
}

/** Returns the figure of an unmeasured flow that balances determine. @param draftOf a measured flow as it is reconciled */
export function draftEstimate(
  { flow, stated: { draft, prefix }, estimate }: Unmeasured,
  draftOf: (measurement: Measurement) => Draft,
): Draft | null {
  if (estimate === null) return null;
  const { terms, times, per } = estimate;
  const ratio = per === flow.unit ? '1' : `${flow.unit.text}/${per.text}`;
  const by = times === 1 && per === flow.unit ? [] : [numberOf(times, ratio)];
  return {
    ...draft,
    key: `${prefix}/estimated`,
    expression: productOf(...by, gapOf({ terms }, draftOf)),
    warnings: [],
  };
}

/** Warns of a flow that was not measured and that no balance determines. */
export function warnOfOpen({ flow, tied }: Unmeasured): Warning {
  const { record, key } = flow.stream;
  const beside =
    tied.length === 0 ? '' : `: with ${tied.map(({ name }) => name).join(', ')} they leave it open`;
  const message = `${flow.name} was not measured, and the balances do not determine it${beside}. What is stated counts. Measure ${tied.length === 0 ? 'it' : 'one of them'}, or add a balance`;
  return { code: 'unobservable-flow', message, row: { record, key } };
}
