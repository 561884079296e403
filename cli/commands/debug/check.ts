import { Argument, type Command } from 'commander';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { readBytes } from '../../terminal/files.ts';
import { plainText } from '../../output/text-format.ts';
import {
  STRUCTURE_TYPES,
  type StructureResult,
  type StructureType,
  checkStructure,
} from '../../protocol/structure-check.ts';

const NOTE = 'structure only: this proves no record; use ledger verify to check a record';

const HELP = `
STRUCTURE ONLY: checks whether the hashes fit together, or whether the address signed. It does
not check whether the root is anchored, who the address is or what the leaf means. It proves
no record: use "ledger verify" for that.

The file is JSON; "-" is standard input:
  tree       {root, leaf, proof, recordCount?}: the leaf is in the tree of a batch
  map        {root, key, leaf, siblings}: the map has this leaf at the key
  absence    {root, key, end, siblings}: the map has no leaf at the key
  signature  {digest, signature, address}: the address signed the digest
  chain      an array of headers: they follow each other, starting with number 1

Exit codes: 0 valid, 1 refused, 2 unreadable (no file, not JSON, a member is missing).

Examples:
  ledger debug check tree proof.json
  ledger debug check chain headers.json --json`;

/** Adds `debug check <type> <file|->`. */
export function addCheckCommand(debug: Command, { terminal, endWith }: CommandContext): void {
  debug
    .command('check')
    .description('check the structure of a proof, a signature or a chain of headers; proves no record')
    .addArgument(new Argument('<type>', 'what the file holds').choices(STRUCTURE_TYPES))
    .argument('<file>', 'the file that holds it, - for standard input')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (type: StructureType, file: string, options: CommonOptions) => {
      const result = checkStructure(type, await readBytes(terminal, file));
      if (result.ignored.length > 0) {
        printProgress(terminal, options.json, `ignored members: ${result.ignored.map(plainText).join(', ')}`);
      }
      printResult(terminal, options.json, { type, ...result, note: NOTE }, formatCheck(type, result));
      if (result.result === 'fail') endWith('refused');
    });
}

function formatCheck(type: StructureType, result: StructureResult): string {
  if (result.result === 'pass') return `✓ ${type} is valid (${NOTE})`;
  const values =
    result.expected === null
      ? ''
      : `\n  expected ${plainText(result.expected)}\n  actual   ${plainText(result.actual)}`;
  return `✗ ${type} refused: ${result.code}, ${plainText(result.message)}${values}\n(${NOTE})`;
}
