/**
 * Writes `docs/spec/storage.md`: where the contracts keep their state, as the compiler lays it out.
 *
 * `node scripts/generate-storage.ts` writes, `node scripts/generate-storage.ts --check` exits 1 when the page is stale.
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

/** Returns the page's beginning, with the slots that a reader asks for most. */
const renderHead = (words: string, keys: string): string => `# Storage

Where the contracts keep their state, as solc lays it out: with a state proof (\`eth_getProof\`) anybody reads it without
trusting a node. The layout is part of the specification; a contract with another one is another version. Written by
\`node scripts/generate-storage.ts\`, and held against a running chain by \`test/contracts/storage.test.ts\`.

- A value in a slot begins \`offset\` bytes from its least significant end.
- The value of \`key\` in the mapping at slot \`p\` is at \`keccak256(abi.encode(key, p))\`; in a mapping of mappings the result is the \`p\` of the next key.
- A list at slot \`p\` has its length at \`p\`, and its element \`i\` at \`keccak256(abi.encode(p)) + i\`: a \`Window\` fills one slot.

So the word of batch \`n\` is at \`keccak256(abi.encode(uint64 n, ${words}))\` of the ledger, and window \`i\` of a key at
\`keccak256(abi.encode(keccak256(abi.encode(key, keccak256(abi.encode(party, ${keys})))))) + i\` of the registry. What is
immutable (\`registry\`, \`maxDelay\`, \`keyDelay\`) stands in the code.
`;

/** Returns the compiler's layout of a contract that was built. */
async function readLayout(name: string): Promise<Layout> {
  const artifact = await hre.artifacts.readArtifact(name);
  const path = await hre.artifacts.getBuildInfoOutputPath(artifact.buildInfoId ?? '');
  if (path === undefined) throw new Error(`${name} was not built`);
  const { output } = JSON.parse(await readFile(path, 'utf8')) as {
    output: { contracts: Record<string, Record<string, { storageLayout: Layout }>> };
  };
  const layout = output.contracts[artifact.inputSourceName ?? '']?.[name]?.storageLayout;
  if (layout === undefined) throw new Error(`the build of ${name} has no storage layout`);
  return layout;
}

function slotOf({ storage }: Layout, name: string): string {
  const found = storage.find(({ label }) => label === name);
  if (found === undefined) throw new Error(`no variable is named ${name}`);
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
