/**
 * Writes `docs/gas.md`: what each kind of transaction costs.
 *
 * `node scripts/generate-gas.ts` writes, `node scripts/generate-gas.ts --check` exits 1 when the page is stale.
 */
import { measureGas } from '../test/contracts/gas-figures.ts';
import { writeOrCheck } from './generated-file.ts';

const HEAD = `# Gas

Gas of each kind of transaction, measured by \`node scripts/generate-gas.ts\` on Hardhat's own chain (rules of Osaka).
\`anchor\` has to stay at or under 70,000 from the second batch on, whatever the number of records in the batch.

| call | gas |
| --- | ---: |
`;

const figures = await measureGas();
const rows = figures.map(({ call, gas }) => `| ${call} | ${gas.toLocaleString('en-GB')} |\n`);
await writeOrCheck([['docs/gas.md', HEAD + rows.join('')]]);
