import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { Coefficients, Panel } from '../../engine/linear/coefficients.ts';

/** Pythons that may have numpy and scipy: Debian's, which has them in python3-numpy and python3-scipy, before any other. */
const PYTHONS = ['/usr/bin/python3', 'python3'];

function findPython(): string | undefined {
  return PYTHONS.find(
    (python) => spawnSync(python, ['-c', 'import numpy, scipy.sparse'], { stdio: 'ignore' }).status === 0,
  );
}

/** Why numpy and scipy do not solve here; null if they do. */
export function missingNumpy(): string | null {
  return findPython() === undefined ? 'needs python3-numpy and python3-scipy' : null;
}

const reportSchema = z.object({
  /** Processor time of the median turn. */
  seconds: z.number(),
  method: z.string(),
  /** The library of dense systems. */
  library: z.enum(['OpenBLAS', 'other']),
  residual: z.number(),
});

export type NumpySolution = z.infer<typeof reportSchema> & { readonly x: Panel };

interface NumpyOptions {
  readonly isTransposed?: boolean;
  readonly turns?: number;
  /** The largest residual that a sparse system may leave. */
  readonly residual?: number;
  /** Decomposes a sparse system (SuperLU) instead of iterating. */
  readonly isDirect?: boolean;
  /** Seconds after which it is stopped. */
  readonly limit?: number;
}

/** Solves a system by numpy (dense) or scipy (sparse) in another process, on one thread. */
export function solveByNumpy(a: Coefficients, y: Panel, options: NumpyOptions = {}): NumpySolution {
  const solution = solveWithin(a, y, options);
  if (solution === null) throw new Error(`numpy did not solve the system within ${options.limit} s`);
  return solution;
}

/** The same; null where it is stopped. */
export function solveWithin(
  a: Coefficients,
  y: Panel,
  { isTransposed = false, turns = 1, residual = 1e-14, isDirect = false, limit }: NumpyOptions,
): NumpySolution | null {
  const folder = mkdtempSync(join(tmpdir(), 'numpy-'));
  try {
    const write = (name: string, { buffer, byteOffset, byteLength }: Float64Array | Uint32Array): void =>
      writeFileSync(join(folder, name), new Uint8Array(buffer, byteOffset, byteLength));
    const { form, size } = a;
    const system = { form, size, columns: y.columns, isTransposed, turns, residual, isDirect };
    writeFileSync(join(folder, 'system.json'), JSON.stringify(system));
    if (form === 'dense') write('a.f64', a.values);
    else {
      write('values.f64', a.values);
      write('columns.u32', Uint32Array.from(a.columns));
      write('starts.u32', a.starts);
    }
    write('y.f64', y.values);
    const { status, stdout, stderr, error } = spawnSync(
      findPython() ?? 'python3',
      [join(import.meta.dirname, 'solve_systems.py'), folder],
      {
        encoding: 'utf8',
        env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
        ...(limit === undefined ? {} : { timeout: 1000 * limit, killSignal: 'SIGKILL' }),
      },
    );
    if (error !== undefined && 'code' in error && error.code === 'ETIMEDOUT') return null;
    if (status !== 0) throw new Error(`numpy did not solve the system: ${stderr}`);
    const { buffer } = Uint8Array.from(readFileSync(join(folder, 'x.f64')));
    return { ...reportSchema.parse(JSON.parse(stdout)), x: { ...y, values: new Float64Array(buffer) } };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
