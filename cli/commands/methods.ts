import { Argument, type Command } from 'commander';
import { describeMethod, findMethod, METHODS, type MethodDescription } from '../../engine/registry.ts';
import type { CommonOptions, Context } from '../context.ts';
import { formatTable, printResult } from '../output.ts';

const HELP = `
Without a name, all methods. --json prints each with the JSON Schemas of its inputs, parameters and figures.

Examples:
  ledger methods
  ledger methods inventory@1
  ledger methods --json`;

/** Adds `methods [method@version]`. */
export function addMethodsCommand(program: Command, { terminal }: Context): void {
  program
    .command('methods')
    .description('show the accounting methods: what each reads and gives, by which standard')
    .addArgument(new Argument('[method]', 'one of them, id@version'))
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((name: string | undefined, options: CommonOptions) => {
      const described = (name === undefined ? METHODS : [findMethod(name)]).map(describeMethod);
      const text = name === undefined ? formatList(described) : described.map(formatMethod).join('\n');
      printResult(terminal, options.json, { methods: described }, text);
    });
}

function formatList(methods: readonly MethodDescription[]): string {
  return formatTable(methods.map(({ name, title }) => [name, title]));
}

function formatMethod({ name, title, standard, reads, figures, traps }: MethodDescription): string {
  return [
    `${name}: ${title}`,
    `by       ${standard}`,
    `reads    ${reads.join(', ')}`,
    'gives',
    ...formatTable(figures.map(({ key, unit, meaning }) => [key, unit, meaning]))
      .split('\n')
      .map((line) => `  ${line}`),
    'traps',
    ...traps.map((trap) => `  ${trap}`),
  ].join('\n');
}
