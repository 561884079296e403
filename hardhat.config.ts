import { createRequire } from 'node:module';
import hardhatEthers from '@nomicfoundation/hardhat-ethers';
import { defineConfig } from 'hardhat/config';

const { resolve } = createRequire(import.meta.url);

export default defineConfig({
  plugins: [hardhatEthers],
  solidity: {
    compilers: [
      {
        version: '0.8.37',
        // The compiler of the npm package: nothing is downloaded, and every checkout compiles with the same bytes.
        path: resolve('solc/soljson.js'),
        settings: {
          // The oldest version that OpenZeppelin 5.7 compiles for, so that the contracts run on the most chains.
          evmVersion: 'cancun',
          // A ledger lives for years of batches: calls count for more than the one deployment.
          optimizer: { enabled: true, runs: 10_000 },
          // Bytecode depends on code alone: a mended comment changes no code hash that a policy names.
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
      fuzz: { runs: 256, seed: '0x11' },
      invariant: { runs: 32, depth: 64, failOnRevert: true },
    },
  },
});
