import { afterEach, describe, expect, it } from 'vitest';
import { ThreadPool } from '../../threads/thread-pool.ts';
import { serveJobs } from '../../threads/serve-jobs.ts';

interface Sum {
  readonly numbers: Float64Array;
  readonly thread: number;
}

let pool: ThreadPool<Float64Array, Sum>;
const open = (threads: number): ThreadPool<Float64Array, Sum> =>
  (pool = new ThreadPool({
    ...{ name: 'the adder', module: new URL('./fixtures/adding-worker.ts', import.meta.url) },
    ...{ threads, setting: 10 },
  }));
afterEach(() => pool.close());

const add = (...numbers: readonly number[]): Promise<Sum> => pool.run(Float64Array.from(numbers));

describe('A pool of threads', () => {
  it('runs more jobs than it has threads, in at most so many, and returns to each its own result', async () => {
    open(2);
    const results = await Promise.all(Array.from({ length: 20 }, (_, at) => add(at, -at)));
    expect(results.map(({ numbers }) => [...numbers])).toEqual(
      Array.from({ length: 20 }, (_, at) => [at + 10, 10 - at]),
    );
    expect(new Set(results.map(({ thread }) => thread)).size).toBeLessThanOrEqual(2);
    expect(pool.waiting).toBe(0);
  });

  it('hands over what a job lists without a copy', async () => {
    open(1);
    const numbers = Float64Array.of(1, 2, 3);
    const sum = pool.run(numbers, [numbers.buffer]);
    expect(numbers.length).toBe(0);
    expect([...(await sum).numbers]).toEqual([11, 12, 13]);
  });

  it('fails only the job whose thread ends, with the reason, and runs the next one in a new thread', async () => {
    open(1);
    const [first, failed, next] = [add(1), add(), add(2)];
    await expect(failed).rejects.toMatchObject({
      message: 'a thread of the adder ended',
      cause: { name: 'RangeError', message: 'nothing to add to' },
    });
    expect((await next).thread).not.toBe((await first).thread);
  });

  it('ends a job that takes longer than it may, and runs the next one in a new thread', async () => {
    pool = new ThreadPool({
      ...{ name: 'the adder', module: new URL('./fixtures/adding-worker.ts', import.meta.url) },
      ...{ threads: 1, setting: 10, seconds: 2 },
    });
    const [endless, next] = [add(Infinity), add(2)];
    await expect(endless).rejects.toMatchObject({ cause: { message: 'it took more than 2 s' } });
    expect([...(await next).numbers]).toEqual([12]);
  });

  it('counts the jobs that wait, and fails these, running and later jobs once it is closed', async () => {
    open(1);
    const jobs = [add(1), add(2), add(3)];
    expect(pool.waiting).toBe(2);
    const failed = Promise.allSettled(jobs);
    await pool.close();
    const expected = { status: 'rejected', reason: { message: 'the adder is closed' } };
    expect(await failed).toMatchObject([expected, expected, expected]);
    await expect(add(4)).rejects.toThrow('the adder is closed');
  });

  it('is refused outside a thread', async () => {
    open(1);
    await expect(serveJobs(() => () => null)).rejects.toThrow(/must run as a thread/);
  });
});
