import * as z from 'zod';
import { EngineError, placeOfAsked } from '../errors.ts';
import type { Draft } from '../figures/draft.ts';
import type { MethodContext } from '../figures/figure.ts';
import type { FigureKind, Method, SolveOptions } from './method.ts';
import { avoided } from './avoided.ts';
import { cbam } from './cbam.ts';
import { combustionCarbon } from './combustion-carbon.ts';
import { combustion } from './combustion.ts';
import { group } from './group.ts';
import { inventory } from './inventory.ts';
import { processEmissions } from './process-emissions.ts';
import { refrigerant } from './refrigerant.ts';
import { scope2 } from './scope2.ts';
import { trade } from './trade.ts';
import { valueChain } from './value-chain.ts';
import type { DenseMatrix } from '../rows/matrix.ts';
import type { Row } from '../rows/row.ts';
import { rowDetail, type RowType } from '../rows/row-detail.ts';
import { MASSES, type CommonParameters } from './parameters.ts';

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
  readonly leavesOut: (parameters: unknown) => (row: Row) => string | null;
  /** Null where the method solves no equations. */
  readonly solve:
    ((context: MethodContext, parameters: unknown, options: SolveOptions) => Promise<DenseMatrix | null>) | null;
  readonly compute: (context: MethodContext, parameters: unknown) => Draft[];
}

/** All methods. A released method is never removed or changed. */
export const METHODS: readonly RegisteredMethod[] = [
  register(combustion),
  register(combustionCarbon),
  register(processEmissions),
  register(refrigerant),
  register(scope2),
  register(valueChain),
  register(inventory),
  register(group),
  register(cbam),
  register(avoided),
  register(trade),
];

/**
 * Returns the method named `id@version`.
 * @throws EngineError `unknown-method`
 */
export function findMethod(name: string): RegisteredMethod {
  const method = METHODS.find((known) => known.name === name);
  if (method !== undefined) return method;
  const names = METHODS.map((known) => known.name).join(', ');
  const text = `no method ${JSON.stringify(name)}: expected one of ${names}`;
  throw new EngineError('unknown-method', text, name, placeOfAsked('method'));
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
    leavesOut: (value) => {
      const parsed = parameters.parse(value);
      return (row) => leavesOut?.(row, parsed) ?? null;
    },
    solve:
      solve === undefined
        ? null
        : (context, value, options) => solve(context, parameters.parse(value), options),
    compute: (context, value) => compute(context, parameters.parse(value)),
  };
}

/** A method as it is published: its description, and JSON Schemas of inputs, parameters and figures. */
export interface MethodDescription {
  readonly name: string;
  readonly title: string;
  readonly standard: string;
  readonly reads: readonly RowType[];
  readonly figures: readonly FigureKind[];
  readonly traps: readonly string[];
  readonly schemas: { readonly inputs: unknown; readonly parameters: unknown; readonly figures: unknown };
}

/** Returns the published description of a method. */
export function describeMethod(method: RegisteredMethod): MethodDescription {
  const { name, title, standard, reads, figures, traps, parameters } = method;
  const details = rowDetail.options.filter(({ shape }) => reads.includes(shape.row.value));
  const inputs = z.union(details).describe('The detail of an entry that the method reads.');
  return {
    name,
    title,
    standard,
    reads,
    figures,
    traps,
    schemas: {
      inputs: z.toJSONSchema(inputs, { io: 'input' }),
      parameters: z.toJSONSchema(parameters, { io: 'input' }),
      figures: z.toJSONSchema(z.union(figures.map(figureSchema))),
    },
  };
}

const SEGMENT = '[A-Za-z0-9._:@+%()-]{1,64}';

/** Masses can be in any unit of mass that a run declares. */
function unitSchema(unit: string): z.ZodType<string> {
  if (unit.includes('{gas}')) return z.string();
  return unit === 't{CO2e}' || unit === 't{CO2}'
    ? z.enum(MASSES.map((mass) => unit.replace('t', mass)))
    : z.literal(unit);
}

/** Returns the schema of a kind of figures. Each name in braces matches one segment of the key. */
export function figureSchema({ key, unit, meaning }: FigureKind): z.ZodType {
  const braced = /\{[a-z]+\}/g;
  const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = key.split(braced).map(escape).join(SEGMENT);
  return z
    .object({
      key: z.string().regex(new RegExp(`^${pattern}$`)),
      value: z.string(),
      unit: unitSchema(unit),
      from: z.int(),
      until: z.int(),
    })
    .describe(meaning);
}
