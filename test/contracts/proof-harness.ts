import hre from 'hardhat';
import { deploy, type Chain, type Target } from './chain.ts';

/** Returns the test contract that makes the libraries callable; builds it if needed. */
export async function deployHarness(chain: Chain): Promise<Target> {
  await hre.tasks.getTask('build').run({ quiet: true });
  const { abi, bytecode } = await hre.artifacts.readArtifact('LedgerProofHarness');
  return deploy(chain, abi, bytecode, []);
}
