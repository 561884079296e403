/** Reads a proof file that is refused, and prints why and at what cost of this process, as JSON. */
import { readFileSync } from 'node:fs';
import { BadInput } from '../../core/errors.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import { readPeak } from './peak-memory.ts';

/** Returns the processor time of a task, in milliseconds. */
function timeCpu(task: () => void): number {
  const before = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const file = readFileSync(process.argv[2]!);
let code = 'accepted';
const cpu = timeCpu(() => {
  try {
    parseBundle(file);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    code = error.code;
  }
});
const peak = readPeak();
const ordinary = `[${'{"key":"a","value":"1.5"},'.repeat(650_000)}1]`;
const parse = timeCpu(() => void JSON.parse(ordinary));
console.log(JSON.stringify({ code, cpu, parse, peak }));
