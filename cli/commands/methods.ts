import { Argument, type Command } from 'commander';
import {
  describeMethod,
  findMethod,
  METHODS,
  type MethodDescription,
} from '../../engine/methods/registry.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { RELEASED_METHODS } from '../../client/policies/released-methods.ts';
import { printResult } from '../output/print.ts';
import { formatTable } from '../output/text-format.ts';
import { wrapLine } from '../output/wrap-text.ts';

const HELP = `
Without a name, lists all methods, then those of released engines, which "ledger compute" runs
too. With --json, each method of this version comes with the JSON Schemas of its inputs,
parameters and figures.

Examples:
  ledger methods
  ledger methods inventory@2
  ledger methods inventory@1
  ledger methods --json`;

/** Adds `methods [method@version]`. */
export function addMethodsCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('methods')
    .description('show the accounting methods: their inputs, figures and standards')
    .addArgument(new Argument('[method]', 'one method, id@version'))
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((name: string | undefined, options: CommonOptions) => {
      const released = listReleased(name);
      const isReleased = name !== undefined && released.length > 0;
      const described = isReleased ? [] : listDescribed(name);
      const own = name === undefined ? formatList(described) : described.map(formatMethod).join('\n');
      const text = [own, ...released.map(formatReleased)].filter((part) => part !== '').join('\n\n');
      printResult(terminal, options.json, { methods: described, released }, text);
    });
}

/** @throws EngineError `unknown-method` */
function listDescribed(name: string | undefined): MethodDescription[] {
  return (name === undefined ? METHODS : [findMethod(name)]).map(describeMethod);
}

/** The methods of a released engine that this version no longer has. */
interface ReleasedMethods {
  readonly engine: string;
  readonly methods: readonly { readonly name: string; readonly reads: readonly string[] }[];
}

/** Returns the methods of released engines, or the one with a name. Those that this version has too are left out. */
function listReleased(name: string | undefined): ReleasedMethods[] {
  return Object.entries(RELEASED_METHODS)
    .map(([engine, methods]) => ({
      engine,
      methods: Object.entries(methods)
        .filter(([method]) => (name ?? method) === method && !METHODS.some((own) => own.name === method))
        .map(([method, reads]) => ({ name: method, reads })),
    }))
    .filter(({ methods }) => methods.length > 0);
}

function formatReleased({ engine, methods }: ReleasedMethods): string {
  const [first, ...more] = methods;
  if (more.length > 0)
    return wrapLine(
      `by the released engine ${engine}: ${methods.map((method) => method.name).join(', ')}`,
      2,
    );
  const { name, reads } = first!;
  return [
    `${name}: computed by the released engine ${engine}, which never changes`,
    wrapLine(`reads    ${reads.join(', ')}`, 9),
  ].join('\n');
}

function formatList(methods: readonly MethodDescription[]): string {
  return formatTable(methods.map(({ name, title }) => [name, title]));
}

function formatMethod({ name, title, standard, reads, figures, traps, schemas }: MethodDescription): string {
  return [
    `${name}: ${title}`,
    `standard ${standard}`,
    `reads    ${reads.join(', ')}`,
    'parameters, as JSON (times are days such as 2023-01-01, or unix seconds)',
    ...formatParameters(schemas.parameters as Shape),
    'figures',
    ...formatTable(figures.map(({ key, unit, meaning }) => [key, unit, meaning]))
      .split('\n')
      .map((line) => `  ${line}`),
    'traps',
    ...traps.map((trap) => `  ${trap}`),
  ].join('\n');
}

/** The part of a JSON Schema that is shown. */
interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
}

function formatParameters({ properties = {}, required = [] }: Shape): string[] {
  const rows = Object.entries(properties).map(([name, shape]) => {
    const use = required.includes(name) ? 'required' : 'optional';
    return [name, use, [describeShape(shape), shape.description ?? ''].join('  ').trimEnd()];
  });
  return formatTable(rows)
    .split('\n')
    .map((line) => `  ${line}`);
}

function describeShape({
  type,
  const: only,
  enum: choices,
  properties,
  required = [],
  items,
}: Shape): string {
  if (only !== undefined) return JSON.stringify(only);
  if (choices !== undefined) return choices.map((choice) => JSON.stringify(choice)).join(' or ');
  if (items !== undefined) return `[${describeShape(items)}, …]`;
  if (properties === undefined)
    return type === 'string' ? 'text' : type === 'integer' ? 'whole number' : 'any';
  const members = Object.entries(properties).map(
    ([name, shape]) => `"${name}"${required.includes(name) ? '' : '?'}: ${describeShape(shape)}`,
  );
  return `{${members.join(', ')}}`;
}
