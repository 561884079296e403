import { createRequire } from 'node:module';
import hardhatEthers from '@nomicfoundation/hardhat-ethers';
import { defineConfig } from 'hardhat/config';

const { resolve } = createRequire(import.meta.url);
/** Cases of each property, as in the tests of TypeScript. Each sequence of calls for an invariant takes as long as hundreds of cases. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);
const MOST_SEQUENCES = 250;

export default defineConfig({
  plugins: [hardhatEthers],
  solidity: {
    compilers: [
      {
        version: '0.8.37',
        // The compiler from the npm package: nothing is downloaded, and every checkout uses the same compiler.
        path: resolve('solc/soljson.js'),
        settings: {
          // The oldest EVM version that OpenZeppelin 5.7 supports, so that the contracts run on as many chains as possible.
          evmVersion: 'cancun',
          // A ledger anchors batches for years, so the cost of calls matters more than that of the single deployment.
          optimizer: { enabled: true, runs: 10_000 },
          // Bytecode depends only on code: a corrected comment does not change the code hash that policies contain.
          metadata: { bytecodeHash: 'none' },
          outputSelection: { '*': { '*': ['storageLayout'] } },
        },
      },
    ],
  },
  networks: {
    default: { type: 'edr-simulated', chainType: 'l1', hardfork: 'osaka', chainId: 31_337 },
  },
  test: {
    solidity: {
      fuzz: { runs: RUNS, seed: '0x11' },
      invariant: { runs: Math.min(Math.ceil(RUNS / 8), MOST_SEQUENCES), depth: 64, failOnRevert: true },
    },
  },
});
