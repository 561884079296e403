/** An exchange verifies a file that it was sent: node verify.mjs disclosure.carbon-proof.json policy.json */
import { readFile } from 'node:fs/promises';
import { hidesFigures, verifyProof } from 'carbon-ledger/verify';

const [file = 'disclosure.carbon-proof.json', policy = 'policy.json'] = process.argv.slice(2);
const result = await verifyProof(await readFile(file), { policy: await readFile(policy) });

if (result.verdict === 'verified') {
  const [record, ...others] = result.proof.records;
  console.log(`verified: ${record.id}, of ${result.party.identifiers?.join(', ') ?? result.party.id}`);
  for (const { key, value, unit } of record.entries.shown) console.log(`  ${key} ${value} ${unit}`);
  if (hidesFigures(result)) console.log('  genuine, and shows no figures');
  // What others signed about it: the verdict says that they did, and you decide what it means.
  for (const { id, statement } of others)
    if (statement['answers'] === record.id)
      console.log(`  ${String(statement['opinion'] ?? statement['outcome'])}: ${String(statement['title'])}, ${id}`);
} else {
  const cause = result.verdict === 'not-verified' ? 'fail' : 'skipped';
  console.log(`${result.verdict}: ${file}`);
  for (const { check, result: found, code, basis } of result.checks)
    if (found === cause) console.log(`  ${check}: ${code}: ${basis}`);
}
process.exitCode = { verified: 0, 'not-verified': 1, unchecked: 3 }[result.verdict];
