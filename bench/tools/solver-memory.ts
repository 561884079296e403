/**
 * Solves or bounds one made system, and prints as JSON the processor time in milliseconds and the peak memory, in bytes, above that of the
 * process with the system in it: `node bench/tools/solver-memory.ts decomposition|iteration|vector|inverse ROWS COLUMNS`.
 */
import { writeFileSync } from 'node:fs';
import { boundError } from '../../engine/linear/bound.ts';
import type { Coefficients, DenseCoefficients } from '../../engine/linear/coefficients.ts';
import { solveNow } from '../../engine/linear/solve.ts';
import { compress, makeTable } from '../../test/engine/linear/systems.ts';
import { readPeak } from './peak-memory.ts';

/** Every third coefficient is negative, and all are so large that sizes alone prove nothing. */
function withSigns({ size, values }: DenseCoefficients): DenseCoefficients {
  return { form: 'dense', size, values: values.map((value, at) => (at % 3 === 0 ? -3 : 3) * value) };
}

/** Forgets the peak so far: that of making the system, and that of the process that began this one, which Linux passes on. */
function forgetPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}

const [what, rows, columns] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const isFull = what === 'decomposition' || what === 'inverse';
const made = makeTable(rows, columns, isFull ? 1 : 0.01);
const { y } = made;
const dense = what === 'inverse' ? withSigns(made.a) : made.a;
const a: Coefficients = isFull ? dense : compress(dense);
const isBounded = what === 'vector' || what === 'inverse';
globalThis.gc?.();
forgetPeak();
const [before, cpuBefore] = [process.memoryUsage.rss(), process.cpuUsage()];
let by = '';
// Any candidate can be bounded: one that was solved for would leave its memory.
if (isBounded) ({ by } = boundError(a, y, y));
else solveNow(a, y);
const { user, system } = process.cpuUsage(cpuBefore);
const peak = readPeak() - before;
process.stdout.write(JSON.stringify({ by, cpu: (user + system) / 1000, peak }));
