/**
 * Writes what a program needs to call and deploy the contracts without the compiler:
 * `chain/generated/<contract>.ts` (ABI), `…-reading.ts` (its events and the functions that change nothing) and
 * `…-bytecode.ts` (creation bytecode).
 *
 * `node scripts/generate-abi.ts` writes the files; with `--check` it writes nothing and exits with 1 if a file is stale.
 */
import { Interface, type InterfaceAbi } from 'ethers';
import hre from 'hardhat';
import { writeOrCheck } from './generated-file.ts';

interface Contract {
  readonly name: string;
  readonly file: string;
  readonly constant: string;
}

const CONTRACTS: readonly Contract[] = [
  { name: 'CarbonLedger', file: 'carbon-ledger', constant: 'carbonLedger' },
  { name: 'PartyRegistry', file: 'party-registry', constant: 'partyRegistry' },
];

const NOTICE =
  '// Generated from contracts/ by scripts/generate-abi.ts. Change the contract, not this file.\n';

/** Returns the signatures of an ABI, a third of its size in a page. */
function writeAbi(abi: InterfaceAbi, isWritten: (signature: string) => boolean): string {
  return JSON.stringify(new Interface(abi).format(false).filter(isWritten));
}

function isReading(signature: string): boolean {
  return /^event | view | pure /.test(signature);
}

/** Returns the path and text of each generated file of a contract. */
async function renderContract({ name, file, constant }: Contract): Promise<[string, string][]> {
  const { abi, bytecode } = await hre.artifacts.readArtifact(name);
  return [
    [
      `chain/generated/${file}.ts`,
      `${NOTICE}\n/** The ABI of ${name}. */\nexport const ${constant}Abi = ${writeAbi(abi, () => true)} as const;\n`,
    ],
    [
      `chain/generated/${file}-reading.ts`,
      `${NOTICE}\n/** The events of ${name}, and its functions that change nothing. */\nexport const ${constant}Reading = ${writeAbi(abi, isReading)} as const;\n`,
    ],
    [
      `chain/generated/${file}-bytecode.ts`,
      `${NOTICE}\n/** The creation bytecode of ${name}. Append the ABI-encoded constructor arguments. */\nexport const ${constant}Bytecode = '${bytecode}';\n`,
    ],
  ];
}

await hre.tasks.getTask('build').run({ quiet: true });
const files = (await Promise.all(CONTRACTS.map(renderContract))).flat();
await writeOrCheck(files);
