import hre from 'hardhat';
import { deploy, type Chain, type Target } from './chain.ts';

/** Returns the contract of the tests that makes the libraries callable, built when it is not. */
export async function deployHarness(chain: Chain): Promise<Target> {
  await hre.tasks.getTask('build').run({ quiet: true });
  const { abi, bytecode } = await hre.artifacts.readArtifact('LedgerProofHarness');
  return deploy(chain, abi, bytecode, []);
}
