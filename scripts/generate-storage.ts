/**
 * Writes `docs/spec/storage.md`: the storage slots of the contracts, from the compiler's storage layout.
 *
 * `node scripts/generate-storage.ts` writes the page; with `--check` it writes nothing and exits with 1 if the page is stale.
 */
import { readFile } from 'node:fs/promises';
import hre from 'hardhat';
import { writeOrCheck } from './generated-file.ts';

interface Slot {
  readonly label: string;
  readonly slot: string;
  readonly offset: number;
  readonly type: string;
}

interface Layout {
  readonly storage: readonly Slot[];
  readonly types: Record<
    string,
    { readonly label: string; readonly numberOfBytes: string; readonly members?: readonly Slot[] }
  >;
}

/** Returns the beginning of the page, with the slots of the two mappings that programs read most. */
const renderHead = (anchorsSlot: string, keyWindowsSlot: string): string => `# Storage

This page says in which storage slots the contracts keep their state. With a state proof (\`eth_getProof\`) anybody
can read the state without trusting a node.

The layout is the one of solc. It is part of the specification: a contract with another layout is another version.
\`node scripts/generate-storage.ts\` writes this page, and \`test/contracts/storage.test.ts\` compares it with a running
chain.

- A value begins \`offset\` bytes from the least significant end of its slot.
- The value of \`key\` in a mapping at slot \`p\` is at \`keccak256(abi.encode(key, p))\`.
- In a mapping of mappings, that result is the \`p\` of the next key.
- A list at slot \`p\` has its length at \`p\`. Its element \`i\` is at \`keccak256(abi.encode(p)) + i\`, because a
  \`Window\` fills one slot.
- Immutable values (\`registry\`, \`maxDelay\`, \`keyDelay\`) are in the contract's code, not in its storage.

The two slots that readers need most:

- the word of batch \`n\`, in the ledger: \`keccak256(abi.encode(uint64 n, ${anchorsSlot}))\`
- window \`i\` of a key, in the registry:
  \`keccak256(abi.encode(keccak256(abi.encode(key, keccak256(abi.encode(party, ${keyWindowsSlot})))))) + i\`
`;

/** Returns the storage layout that the compiler gave to a contract. */
async function readLayout(name: string): Promise<Layout> {
  const artifact = await hre.artifacts.readArtifact(name);
  const path = await hre.artifacts.getBuildInfoOutputPath(artifact.buildInfoId ?? '');
  if (path === undefined) throw new Error(`The contract ${name} was not built.`);
  const { output } = JSON.parse(await readFile(path, 'utf8')) as {
    output: { contracts: Record<string, Record<string, { storageLayout: Layout }>> };
  };
  const layout = output.contracts[artifact.inputSourceName ?? '']?.[name]?.storageLayout;
  if (layout === undefined) throw new Error(`The build of ${name} has no storage layout.`);
  return layout;
}

function slotOf({ storage }: Layout, name: string): string {
  const found = storage.find(({ label }) => label === name);
  if (found === undefined) throw new Error(`The contract has no variable ${name}.`);
  return found.slot;
}

function renderContract(name: string, { storage, types }: Layout): string {
  const structs = Object.values(types).filter(({ members }) => members !== undefined);
  return [
    `\n## ${name}\n\n${renderSlots(storage, types)}`,
    ...structs.map(({ label, members = [] }) => `\n\`${label}\`:\n\n${renderSlots(members, types)}`),
  ].join('');
}

function renderSlots(slots: readonly Slot[], types: Layout['types']): string {
  const rows = slots.map(({ label, slot, offset, type }) => {
    const { label: text = type, numberOfBytes = '' } = types[type] ?? {};
    return `| ${slot} | ${offset} | ${numberOfBytes} | ${label} | \`${text}\` |\n`;
  });
  return `| slot | offset | bytes | name | type |\n| --- | --- | --- | --- | --- |\n${rows.join('')}`;
}

await hre.tasks.getTask('build').run({ quiet: true });
const ledger = await readLayout('CarbonLedger');
const registry = await readLayout('PartyRegistry');
const head = renderHead(slotOf(ledger, 'anchors'), slotOf(registry, '_keyWindows'));
const sections = [renderContract('CarbonLedger', ledger), renderContract('PartyRegistry', registry)];
await writeOrCheck([['docs/spec/storage.md', head + sections.join('')]]);
