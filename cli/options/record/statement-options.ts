import { Option, type Command } from 'commander';
import { listMissing, LEVELS } from '../../../jobs/register/stated-members.ts';
import { addressTo } from '../../../jobs/register/addressees.ts';
import { BadInput } from '../../../core/errors.ts';
import { type JsonObject, parseJson } from '../../../core/encoding/json.ts';
import type { KindName } from '../../../core/records/kind.ts';
import { CHANGES, OPINIONS, OUTCOMES } from '../../../core/records/statement.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { readBytes } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Options for the members of a statement. */
export interface StatementOptions {
  readonly statement?: string;
  readonly title?: string;
  readonly period?: string;
  readonly standard?: string;
  readonly change?: string;
  readonly reason?: string;
  readonly level?: string;
  readonly scope?: string;
  readonly opinion?: string;
  readonly outcome?: string;
  readonly to?: readonly string[];
}

const MEMBERS = [
  ...(['title', 'period', 'standard', 'change', 'reason'] as const),
  ...(['level', 'scope', 'opinion', 'outcome'] as const),
];

/** Adds the options for the members of a statement that every kind of record has. */
export function addStatementOptions(command: Command): Command {
  return command
    .option('--statement <file>', 'statement as a JSON object; the options below add to it')
    .option('--title <text>', 'title of the record')
    .option('--period <text>', 'the period it covers, such as 2023')
    .option('--standard <text>', 'the standard it follows')
    .option(
      '--to <identifier...>',
      'parties that the record is meant for: their first identifiers, or their ids',
    )
    .addOption(
      new Option('--change <what>', 'why it replaces the version before; needs --reason').choices(CHANGES),
    )
    .option('--reason <text>', 'the reason of a change, a withdrawal or a decision');
}

/** Adds the options for what an assurance or a decision says. */
export function addAnswerOptions(command: Command): Command {
  return command
    .addOption(new Option('--level <level>', 'of an assurance').choices(LEVELS))
    .option('--scope <text>', 'of an assurance: what was examined')
    .addOption(new Option('--opinion <what>', 'of an assurance').choices(OPINIONS))
    .addOption(new Option('--outcome <what>', 'of a decision').choices(OUTCOMES));
}

/** Checks that a statement has what its kind requires. @throws UsageError `option` */
export function requireStated(kind: KindName, statement: JsonObject): void {
  const isAnswer = kind === 'assurance' || kind === 'decision';
  if (isAnswer && 'change' in statement && !('replay' in statement))
    throw new UsageError(
      'option',
      `a record of kind ${kind} has no --change: to withdraw it, use ${kind === 'assurance' ? '--opinion' : '--outcome'} withdrawn with --reason`,
    );
  const missing = listMissing(kind, statement).map((name) => `--${name}`);
  if (missing.length === 0) return;
  throw new UsageError(
    'option',
    `${isAnswer ? `the kind ${kind}` : 'a --change'} needs ${missing.join(', ')}`,
  );
}

/**
 * Returns the statement that the options describe; title, period and standard are empty if they are not given.
 * @throws UsageError `file-unreadable`; BadInput `json-…`, `wrong-type`, `identifier-…`, `statement`
 */
export async function readStatement(terminal: Terminal, options: StatementOptions): Promise<JsonObject> {
  const inFile = options.statement === undefined ? {} : await readObject(terminal, options.statement);
  const given = MEMBERS.flatMap((name) =>
    options[name] === undefined ? [] : [[name, options[name]] as const],
  );
  const statement = { title: '', period: '', standard: '', ...inFile, ...Object.fromEntries(given) };
  return addressTo(statement, options.to ?? []);
}

async function readObject(terminal: Terminal, path: string): Promise<JsonObject> {
  const value = parseJson(await readBytes(terminal, path));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new BadInput('wrong-type', `expected a JSON object in ${path}`, value);
}
