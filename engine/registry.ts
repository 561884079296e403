import type * as z from 'zod';
import { EngineError } from './errors.ts';
import type { Context, Figure } from './figure.ts';
import type { Method } from './method.ts';
import { combustion } from './methods/combustion.ts';
import { inventory } from './methods/inventory.ts';
import { refrigerant } from './methods/refrigerant.ts';
import { scope2 } from './methods/scope2.ts';
import type { CommonParameters } from './parameters.ts';

/** A method ready to be named `id@version`; it parses its own parameters. */
export interface RegisteredMethod {
  readonly name: string;
  readonly title: string;
  readonly standard: string;
  readonly parameters: z.ZodType;
  /** @throws ZodError */
  readonly parse: (parameters: unknown) => CommonParameters;
  readonly compute: (context: Context, parameters: unknown) => Figure[];
}

/** Every method there is; a released one stays for ever. */
export const METHODS: readonly RegisteredMethod[] = [
  register(combustion),
  register(refrigerant),
  register(scope2),
  register(inventory),
];

/**
 * Returns the method named `id@version`.
 * @throws EngineError `unknown-method`
 */
export function findMethod(name: string): RegisteredMethod {
  const method = METHODS.find((known) => known.name === name);
  if (method !== undefined) return method;
  const names = METHODS.map((known) => known.name).join(', ');
  throw new EngineError('unknown-method', `no method ${JSON.stringify(name)}; there are ${names}`, name);
}

function register<P extends CommonParameters>(method: Method<P>): RegisteredMethod {
  const { id, version, title, standard, parameters, compute } = method;
  return {
    name: `${id}@${version}`,
    title,
    standard,
    parameters,
    parse: (value) => parameters.parse(value),
    compute: (context, value) => compute(context, parameters.parse(value)),
  };
}
