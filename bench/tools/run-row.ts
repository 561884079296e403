/** Runs one benchmark in this process and sends its row to the parent process. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Benchmark } from './row.ts';

const file = resolve(import.meta.dirname, '../rows', `${process.argv[2] ?? ''}.ts`);
const { measureRow } = (await import(pathToFileURL(file).href)) as Benchmark;
const row = await measureRow();
process.send!({ row, peak: process.resourceUsage().maxRSS * 1024 });
process.disconnect();
