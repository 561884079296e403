import * as z from 'zod';
import { EngineError, placeOfAsked } from './errors/engine-error.ts';
import type { Draft } from './figures/draft.ts';
import type { MethodContext } from './figures/method-context.ts';
import type { FigureKind, Method, SolveOptions } from './methods/method.ts';
import { avoided } from './methods/avoided.ts';
import { cbam } from './methods/cbam/cbam.ts';
import { combustionCarbon } from './methods/fuel/combustion-carbon.ts';
import { combustion } from './methods/fuel/combustion.ts';
import { financed } from './methods/value-chain/financed.ts';
import { footprint } from './methods/footprint/footprint.ts';
import { group } from './methods/inventory/group.ts';
import { heatAndPower } from './methods/electricity/heat-and-power.ts';
import { inventory } from './methods/inventory/inventory.ts';
import { lifeCycle } from './methods/life-cycle/life-cycle.ts';
import { nationalTrade } from './methods/trade/national-trade.ts';
import { panorama } from './methods/panorama/panorama.ts';
import { nature } from './methods/nature/nature.ts';
import { plant } from './methods/plant/plant.ts';
import { reconcile } from './methods/plant/reconcile.ts';
import { processEmissions } from './methods/process/process-emissions.ts';
import { quantity } from './methods/quantity.ts';
import { refrigerant } from './methods/process/refrigerant.ts';
import { scope2 } from './methods/electricity/scope2.ts';
import { tradeChange } from './methods/trade/trade-change.ts';
import { tradeGoods } from './methods/trade/trade-goods.ts';
import { trade } from './methods/trade/trade.ts';
import { parseWithin, uncertainty, wrapMethod, type Wrapping } from './methods/uncertainty.ts';
import { valueChain } from './methods/value-chain/value-chain.ts';
import type { DenseMatrix } from './rows/matrix.ts';
import type { Row } from './rows/row.ts';
import type { RowType } from './rows/row-detail.ts';
import type { RowIndex } from './rows/row-index.ts';
import type { CommonParameters } from './methods/parameters.ts';

/** A method under its full name `id@version`. It parses its own parameters. */
export interface RegisteredMethod {
  readonly name: string;
  readonly title: string;
  readonly standard: string;
  readonly reads: readonly RowType[];
  readonly parameters: z.ZodType;
  readonly figures: readonly FigureKind[];
  readonly traps: readonly string[];
  /** @throws ZodError */
  readonly parse: (parameters: unknown) => CommonParameters;
  readonly leavesOut: (parameters: unknown, rows: RowIndex) => (row: Row) => string | null;
  /** Null where the method solves no equations. */
  readonly solve:
    | ((context: MethodContext, parameters: unknown, options: SolveOptions) => Promise<DenseMatrix | null>)
    | null;
  readonly compute: (context: MethodContext, parameters: unknown) => Draft[];
  /** Of a method about the figures of another one: that method, and what is asked about its figures. */
  readonly wraps?: (parameters: unknown) => WrappedMethod;
}

/** A method whose figures another one is about. */
export interface WrappedMethod extends Wrapping {
  readonly method: RegisteredMethod;
}

/** The methods that compute figures from rows. */
const PLAIN: readonly RegisteredMethod[] = [
  register(combustion),
  register(combustionCarbon),
  register(processEmissions),
  register(refrigerant),
  register(scope2),
  register(valueChain),
  register(financed),
  register(heatAndPower),
  register(plant),
  register(reconcile),
  register(lifeCycle),
  register(footprint),
  register(inventory),
  register(group),
  register(cbam),
  register(avoided),
  register(quantity),
  register(trade),
  register(tradeChange),
  register(nationalTrade),
  register(tradeGoods),
  register(panorama),
  register(nature),
];

/** All methods. */
export const METHODS: readonly RegisteredMethod[] = [...PLAIN, registerUncertainty()];

/**
 * Returns the method named `id@version`.
 * @throws EngineError `unknown-method`
 */
export function findMethod(name: string): RegisteredMethod {
  const method = METHODS.find((known) => known.name === name);
  if (method !== undefined) return method;
  throw refuseMethod(name, METHODS);
}

function refuseMethod(name: string, known: readonly RegisteredMethod[], column = 'method'): EngineError {
  const names = known.map((method) => method.name).join(', ');
  const text = `no method ${JSON.stringify(name)}: expected one of ${names}`;
  return new EngineError('unknown-method', text, name, placeOfAsked(column));
}

function register<P extends CommonParameters>(method: Method<P>): RegisteredMethod {
  const { id, version, title, standard, reads, parameters, figures, traps, leavesOut, solve, compute } =
    method;
  return {
    name: `${id}@${version}`,
    title,
    standard,
    reads,
    parameters,
    figures,
    traps,
    parse: (value) => parameters.parse(value),
    leavesOut: (value, rows) => leavesOut?.(parameters.parse(value), rows) ?? (() => null),
    solve:
      solve === undefined
        ? null
        : (context, value, options) => solve(context, parameters.parse(value), options),
    compute: (context, value) => compute(context, parameters.parse(value)),
  };
}

/** Returns the method about the uncertainty of figures. It takes rows and figures of the method that its parameters name. */
function registerUncertainty(): RegisteredMethod {
  const { parameters, ...about } = uncertainty;
  const wraps = (value: unknown): WrappedMethod => {
    const wrapping = wrapMethod(parameters.parse(value));
    const method = PLAIN.find(({ name }) => name === wrapping.name);
    if (method === undefined) throw refuseMethod(wrapping.name, PLAIN, 'parameters.method');
    return { ...wrapping, method };
  };
  return {
    ...about,
    reads: [...new Set(PLAIN.flatMap(({ reads }) => reads))],
    parameters,
    parse: (value) => {
      const { method, parameters: inner } = wraps(value);
      parseWithin('parameters', () => method.parse(inner));
      return parameters.parse(value);
    },
    leavesOut: (value, rows) => {
      const { method, parameters: inner } = wraps(value);
      return method.leavesOut(inner, rows);
    },
    solve: async (context, value, options) => {
      const { method, parameters: inner } = wraps(value);
      return (await method.solve?.(context, inner, options)) ?? null;
    },
    compute: (context, value) => {
      const { method, parameters: inner } = wraps(value);
      return method.compute(context, inner);
    },
    wraps,
  };
}

/** A method as data: its description, and the JSON Schema of its parameters. */
export interface MethodDescription {
  readonly name: string;
  readonly title: string;
  readonly standard: string;
  readonly reads: readonly RowType[];
  readonly figures: readonly FigureKind[];
  readonly traps: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Returns a method as data. */
export function describeMethod(method: RegisteredMethod): MethodDescription {
  const { name, title, standard, reads, figures, traps, parameters } = method;
  const schema = z.toJSONSchema(parameters, { io: 'input' });
  return { name, title, standard, reads, figures, traps, parameters: schema };
}
