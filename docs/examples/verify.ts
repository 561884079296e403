/** An exchange verifies a file that it was sent: node verify.js disclosure.carbon-proof.json policy.json */
import { readFile } from 'node:fs/promises';
import { verifyProof } from 'carbon-ledger/verify';

const [file = 'disclosure.carbon-proof.json', policy = 'policy.json'] = process.argv.slice(2);
const { verdict, checks, party, proof } = await verifyProof(await readFile(file), {
  policy: await readFile(policy),
});

const record = proof?.records[0];
console.log(`${verdict}: ${record?.id ?? file}, of ${party?.identifiers?.join(', ') ?? 'an unknown party'}`);
if (verdict === 'verified') {
  for (const { key, value, unit } of record!.entries.shown) console.log(`  ${key} ${value} ${unit}`);
} else {
  const open = verdict === 'not-verified' ? 'fail' : 'skipped';
  for (const { check, result, code, basis } of checks)
    if (result === open) console.log(`  ${check}: ${code}: ${basis}`);
}
process.exitCode = { verified: 0, 'not-verified': 1, unchecked: 3 }[verdict];
