import { Option, type Command } from 'commander';
import { addressTo } from '../../jobs/register/addressees.ts';
import { BadInput } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type JsonObject, parseJson } from '../../core/encoding/json.ts';
import type { KindName } from '../../core/records/kind.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { readBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

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
  'title',
  'period',
  'standard',
  'change',
  'reason',
  'level',
  'scope',
  'opinion',
  'outcome',
] as const;

/** Adds the options for the members of a statement. */
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
      new Option('--change <what>', 'why it replaces the version before; needs --reason').choices([
        'correction',
        'restatement',
        'withdrawal',
      ]),
    )
    .option('--reason <text>', 'the reason of a change, a withdrawal or a decision')
    .addOption(new Option('--level <level>', 'of an assurance').choices(['limited', 'reasonable']))
    .option('--scope <text>', 'of an assurance: what was examined')
    .addOption(
      new Option('--opinion <what>', 'of an assurance').choices([
        'unqualified',
        'qualified',
        'adverse',
        'withdrawn',
      ]),
    )
    .addOption(
      new Option('--outcome <what>', 'of a decision').choices([
        'accepted',
        'queried',
        'rejected',
        'withdrawn',
      ]),
    );
}

/** The members that each kind requires. */
const REQUIRED: Readonly<Partial<Record<KindName, readonly (keyof StatementOptions)[]>>> = {
  assurance: ['opinion', 'level', 'scope'],
  decision: ['outcome', 'reason'],
};

/** Checks that a statement has the members that its kind requires, and a reason if it changes or withdraws something; a replay needs none. @throws UsageError `option` */
export function requireStated(kind: KindName, statement: JsonObject): void {
  if ('replay' in statement) return;
  const answers = REQUIRED[kind];
  if (answers !== undefined && 'change' in statement)
    throw new UsageError(
      'option',
      `a record of kind ${kind} has no --change: to withdraw it, use ${kind === 'assurance' ? '--opinion' : '--outcome'} withdrawn with --reason`,
    );
  const isReasoned = 'change' in statement || statement['opinion'] === 'withdrawn';
  const required = [...(answers ?? []), ...(isReasoned && kind !== 'decision' ? ['reason'] : [])];
  const missing = required.filter((name) => !(name in statement)).map((name) => `--${name}`);
  if (missing.length === 0) return;
  const what = answers === undefined ? 'a --change' : `the kind ${kind}`;
  throw new UsageError('option', `${what} needs ${missing.join(', ')}`);
}

/**
 * Returns the statement that the options describe; title, period and standard are empty if they are not given.
 * @throws UsageError `file-unreadable`; BadInput `json-…`, `wrong-type`, `identifier-…`, `statement`
 */
export async function readStatement(
  terminal: Terminal,
  options: StatementOptions,
  answers: Hex | null,
): Promise<JsonObject> {
  const inFile = options.statement === undefined ? {} : await readObject(terminal, options.statement);
  const given = MEMBERS.flatMap((name) =>
    options[name] === undefined ? [] : [[name, options[name]] as const],
  );
  const statement = {
    title: '',
    period: '',
    standard: '',
    ...inFile,
    ...Object.fromEntries(given),
    ...(answers === null ? {} : { answers }),
  };
  return addressTo(statement, options.to ?? []);
}

async function readObject(terminal: Terminal, path: string): Promise<JsonObject> {
  const value = parseJson(await readBytes(terminal, path));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new BadInput('wrong-type', `expected a JSON object in ${path}`, value);
}
