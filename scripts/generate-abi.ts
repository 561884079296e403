/**
 * Writes what a program needs to call and deploy the contracts without the compiler:
 * `chain/generated/<contract>.ts` (ABI), `…-reading.ts` (the events and functions that programs read) and
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
function writeAbi(
  abi: InterfaceAbi,
  isWritten: (signature: string) => boolean,
  write = (signature: string): string => signature,
): string {
  return JSON.stringify(
    new Interface(abi)
      .format(false)
      .filter(isWritten)
      .map((own) => write(own)),
  );
}

/** What programs read of both contracts: the names of events and functions. All of it is in every page that verifies. */
const READ = new Set([
  ...['BatchAnchored', 'LedgerEnded', 'anchors', 'closed', 'latest', 'maxDelay', 'registry', 'successor'],
  ...['PartyRegistered', 'IdentifierAdded', 'KeyOpened', 'KeyClosed', 'RoleOpened', 'RoleClosed'],
  ...['identifiers', 'keyWindows', 'windows'],
]);

/** Returns the signature of a function without the names of what it is given: programs give it in order. */
function dropNames(signature: string): string {
  return signature.replace(/^function \w+\([^()]*\)/, (call) => call.replaceAll(/ \w+(?=[,)])/g, ''));
}

function isReadEvent(signature: string): boolean {
  return READ.has(/^event (\w+)/.exec(signature)?.[1] ?? '');
}

function isReadView(signature: string): boolean {
  return READ.has(/^function (\w+)/.exec(signature)?.[1] ?? '');
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
      `${NOTICE}\n/** The events of ${name} that programs read. */\nexport const ${constant}Events = ${writeAbi(abi, isReadEvent)} as const;\n\n/** The functions of ${name} that programs read. */\nexport const ${constant}Views = ${writeAbi(abi, isReadView, dropNames)} as const;\n`,
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
