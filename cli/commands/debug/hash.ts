import { Argument, type Command } from 'commander';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { printResult } from '../../output/print.ts';
import { readBytes } from '../../terminal/files.ts';
import { HASH_TYPES, type HashType, hashValue } from '../../protocol/hash-type.ts';

const HELP = `
The file is JSON; "-" is standard input:
  decimal   a decimal as a JSON string: "12.5"; prints its coefficient and scale
  json      any JSON text: keccak of its RFC 8785 form
  party     an identifier as a JSON string: "lei:529900T8BM49AURSDO55"
  entry     {key, coefficient, scale, unit, from, until, detail, salt}, coefficient as a string
  record    {party, kind, subject, sequence, previous, entries, sources, statement}
  sealed    {record, signature}
  header    {number, previous, records, recordCount, heads, sealedAt}
  head      {stream, sequence, record}
  holder    {party, streams}
  tree      an array of leaves; prints the root
  map       an array of {key, leaf}; prints the root
  digest    {domain: {chainId, ledger}, type, value}: the digest that is signed;
            type is the name of the struct, such as Record

If the protocol refuses the value, the exit code is 2 and the message says why.

Examples:
  echo '"12.5"' | ledger debug hash decimal -
  echo '"lei:529900T8BM49AURSDO55"' | ledger debug hash party -
  ledger debug hash record record.json --json`;

/** Adds `debug hash <type> <file|->`. */
export function addHashCommand(debug: Command, { terminal }: CommandContext): void {
  debug
    .command('hash')
    .description('print the hash of a value of the protocol')
    .addArgument(new Argument('<type>', 'type of the value').choices(HASH_TYPES))
    .argument('<file>', 'file with the value, - for standard input')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (type: HashType, file: string, options: CommonOptions) => {
      const result = hashValue(type, await readBytes(terminal, file));
      const json = typeof result === 'string' ? { type, hash: result } : result;
      printResult(terminal, options.json, json, typeof result === 'string' ? result : JSON.stringify(result));
    });
}
