import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { FactorRequest } from '../../client/http/fetch-factors.ts';
import { findFactors, type FinderPorts, type FoundFactors } from '../../jobs/find-factors/find-factors.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { DATA, readStarter } from '../inputs/offer-ports.ts';
import { parseNumber } from '../options/domain-options.ts';
import { formatFactors } from '../output/factor-text.ts';
import { printProgress, printResult } from '../output/print.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

interface SearchOptions extends CommonOptions, ReaderOptions {
  readonly place?: string;
  readonly year?: string;
  readonly period?: string;
  readonly type?: string;
  readonly gas?: string;
  readonly unit?: string;
  readonly basis?: string;
  readonly source?: string;
  readonly limit: string;
  readonly cursor?: string;
  readonly offline?: boolean;
  readonly data?: string;
}

const FILTERS = ['place', 'year', 'period', 'type', 'gas', 'unit', 'basis', 'source'] as const;

const HELP = `
Finds rows that a run can select as factors: emission, grid and heat factors, calorific values,
densities, global warming potentials and others. Words are looked for in subject, title, key and
source. All words and filters must hold. Case, width and plurals do not matter; of Chinese, every
two neighbouring characters are a word.

The best matches come first: rows whose subject has exactly these words, then those with all
words in their name, then those with some only in their source. Of equal matches, the starter
data of the program comes first, then rows of the ledger's datasets, those registered last
before others. Private rows are found by their party and by parties with a grant, with --key.

--place finds factors of a place, of its country and of any place. --year and --period find those
that hold for some time in it. --unit finds factors whose unit converts to it, and those that are
per something that does. Without a server (--offline, or no ledger known), only the starter data
is searched.

Exit codes: 0 found, 1 nothing found, 2 a filter is wrong, 4 the server is not reachable.

Examples:
  ledger factor search "natural gas" --place GB --year 2023
  ledger factor search --type grid-factor --place CN-31 --period 2023-05 --unit kgCO2/kWh
  ledger factor search HFC-134a --type gwp --offline --json`;

/** Adds `factor` with its command. */
export function addFactorCommand(program: Command, context: CommandContext): void {
  const factor = program.command('factor').helpCommand(false);
  const command = factor
    .command('search')
    .description('search for factors by words, place, time, gas and unit')
    .argument('[words...]', 'words that a factor must have')
    .option('--place <code>', 'place, ISO 3166-1 or 3166-2, such as GB or CN-31')
    .option('--year <year>', 'year in which a factor holds')
    .option('--period <period>', 'period instead: 2023-Q2, 2023-05 or 2023-04-01/2024-04-01')
    .option('--type <type>', 'row type, such as grid-factor')
    .option('--gas <gas>', 'gas that it weighs, such as CH4; CO2e for sums')
    .option('--unit <unit>', 'unit to which its unit, or what it is per, converts')
    .option('--basis <basis>', 'basis, such as combustion or well-to-tank')
    .option('--source <words>', 'words in the title of its source')
    .option('--limit <number>', 'how many at most: a page has 50', '50')
    .option('--cursor <cursor>', 'where to continue: the cursor that the page before printed')
    .option('--offline', 'search the starter data alone, without a server')
    .option('--data <folder>', 'folder of the starter data, for a search without a server');
  addReaderOptions(command, 'key file to sign in with, to find private rows')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((words: string[], options: SearchOptions) => search(context, words, options));
}

async function search(
  { terminal, endWith }: CommandContext,
  words: string[],
  options: SearchOptions,
): Promise<void> {
  const request: FactorRequest = {
    ...(words.length === 0 ? {} : { q: words.join(' ') }),
    ...Object.fromEntries(
      FILTERS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
    ),
    ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
    limit: parseNumber(options.limit, '--limit'),
  };
  const found = await findFactors(request, await openPorts(terminal, options));
  if (found.items.length === 0) endWith('refused');
  printResult(terminal, options.json, found, formatFactors(found, describeSearch(found)));
}

/** Returns the server, or the starter data where none is asked. @throws UsageError `option` */
async function openPorts(terminal: Terminal, options: SearchOptions): Promise<FinderPorts> {
  const { offline, url, key, data } = options;
  if (offline === true && (url !== undefined || key !== undefined))
    throw new UsageError(
      'option',
      `--offline asks no server: leave out ${url === undefined ? '--key' : '--url'}`,
    );
  const folder = data === undefined ? DATA : resolve(terminal.cwd, data);
  const starter = { readStarter: (file: string) => readStarter(folder, file) };
  if (offline === true || data !== undefined) return starter;
  try {
    return { api: await openReaderApi(terminal, options) };
  } catch (error) {
    if (!(error instanceof UsageError && error.code === 'no-ledger') || key !== undefined) throw error;
    printProgress(
      terminal,
      options.json,
      'No ledger is known: only the starter data is searched (--url names one).',
    );
    return starter;
  }
}

function describeSearch({ isOffline, searched }: FoundFactors): string {
  const starter = `${searched.starterRows} rows of starter data`;
  return isOffline ? starter : `${starter} and the datasets of the ledger`;
}
