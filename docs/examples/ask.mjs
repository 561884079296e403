/** A reader asks about a proof file, and keeps the answer: node ask.mjs disclosure.carbon-proof.json policy.json */
import { readFile, writeFile } from 'node:fs/promises';
import { ask, parsePolicy, verifyAnswerFile } from 'carbon-ledger/agents';
import { plainText, plainWriting, render } from 'carbon-ledger/gate';

const [proof = 'disclosure.carbon-proof.json', rules = 'policy.json'] = process.argv.slice(2);
const policy = parsePolicy(await readFile(rules));
const engine = await readFile(new URL('../engines/next.mjs', import.meta.resolve('carbon-ledger/agents')));
const question = 'Which scope 1 does the record state?';

const { admitted, file } = await ask({ question, proofs: [await readFile(proof)], policy, engine });
console.log(plainText(render(admitted, plainWriting('en'))));
if (file !== null) {
  await writeFile('scope-1.carbon-answer.json', file);
  // Whoever gets the file checks it in the same way: under their own policy, without a server.
  const { verdict } = await verifyAnswerFile(await readFile('scope-1.carbon-answer.json'), { policy, engine });
  console.log(`${verdict}: scope-1.carbon-answer.json`);
}
