/** Reads a proof file that is refused, and prints why and at what cost of this process, as JSON. */
import { readFileSync } from 'node:fs';
import { BadInput } from '../../core/errors.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';

const file = readFileSync(process.argv[2]!);
const before = process.cpuUsage();
let code = 'accepted';
try {
  parseBundle(file);
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  code = error.code;
}
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({ code, cpu: (user + system) / 1000, peak: process.resourceUsage().maxRSS * 1024 }),
);
