/**
 * Solves or bounds one made system, and prints as JSON the processor time in milliseconds and the peak memory, in bytes, above that of the
 * process with the system in it: `node bench/tools/solver-memory.ts decomposition|iteration|vector|inverse ROWS COLUMNS`.
 */
import { boundError } from '../../engine/linear/bound.ts';
import type { Coefficients, DenseCoefficients } from '../../engine/linear/coefficients.ts';
import { solveNow } from '../../engine/linear/solve.ts';
import { compress, makeTable } from '../../test/engine/linear/systems.ts';

/** Every third coefficient is negative, and all are so large that sizes alone prove nothing. */
function withSigns({ size, values }: DenseCoefficients): DenseCoefficients {
  return { form: 'dense', size, values: values.map((value, at) => (at % 3 === 0 ? -3 : 3) * value) };
}

const [what, rows, columns] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const isFull = what === 'decomposition' || what === 'inverse';
const made = makeTable(rows, columns, isFull ? 1 : 0.01);
const { y } = made;
const dense = what === 'inverse' ? withSigns(made.a) : made.a;
const a: Coefficients = isFull ? dense : compress(dense);
const known = what === 'vector' || what === 'inverse' ? solveNow(a, y) : null;
globalThis.gc?.();
const [before, cpuBefore] = [process.memoryUsage.rss(), process.cpuUsage()];
let by = '';
if (known === null) solveNow(a, y);
else ({ by } = boundError(a, y, known));
const { user, system } = process.cpuUsage(cpuBefore);
const peak = process.resourceUsage().maxRSS * 1024 - before;
process.stdout.write(JSON.stringify({ by, cpu: (user + system) / 1000, peak }));
