/**
 * Writes `docs/gas.md`: how much gas each kind of transaction costs.
 *
 * `node scripts/generate-gas.ts` writes the page; with `--check` it writes nothing and exits with 1 if the page is stale.
 */
import { measureGas } from '../test/contracts/gas-figures.ts';
import { writeOrCheck } from './generated-file.ts';

const HEAD = `# Gas

How much gas each kind of transaction costs. \`node scripts/generate-gas.ts\` measures it on Hardhat's own chain (rules
of the Osaka hard fork). From the second batch on, \`anchor\` must cost at most 70,000 gas, for any number of records.

| call | gas |
| --- | ---: |
`;

const figures = await measureGas();
const rows = figures.map(({ call, gas }) => `| ${call} | ${gas.toLocaleString('en-GB')} |\n`);
await writeOrCheck([['docs/gas.md', HEAD + rows.join('')]]);
