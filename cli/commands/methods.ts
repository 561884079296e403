import { Argument, type Command } from 'commander';
import { listSchemas } from '../../jobs/engines/method-schemas.ts';
import {
  type CataloguedMethod,
  findCataloguedMethod,
  readMethodsCatalogue,
} from '../../jobs/engines/methods-catalogue.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printResult } from '../output/print.ts';
import { formatTable } from '../output/text-format.ts';

const HELP = `
Without a name, lists all methods. With --json, each comes with the JSON Schemas of its inputs,
parameters and figures.

Examples:
  ledger methods
  ledger methods inventory@2
  ledger methods --json`;

/** Adds `methods [method@version]`. */
export function addMethodsCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('methods')
    .addArgument(new Argument('[method]', 'one method, id@version'))
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (name: string | undefined, options: CommonOptions) => {
      const catalogue = await readMethodsCatalogue();
      const found = name === undefined ? catalogue.methods : [await findCataloguedMethod(name)];
      const methods = found.map(({ parameters, ...about }) => ({
        ...about,
        schemas: listSchemas({ parameters, ...about }, catalogue),
      }));
      const text = name === undefined ? formatList(found) : found.map(formatMethod).join('\n');
      printResult(terminal, options.json, { methods }, text);
    });
}

function formatList(methods: readonly CataloguedMethod[]): string {
  return formatTable(methods.map(({ name, title }) => [name, title]));
}

function formatMethod({
  name,
  title,
  standard,
  reads,
  figures,
  traps,
  parameters,
}: CataloguedMethod): string {
  return [
    `${name}: ${title}`,
    `standard ${standard}`,
    `reads    ${reads.join(', ')}`,
    'parameters, as JSON (times are days such as 2023-01-01, or unix seconds)',
    ...formatParameters(parameters),
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
