#!/usr/bin/env node
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Half the time of a short command is compiling. The cache is in the project, where no one else can write. Node.js 20 has none.
const { enableCompileCache } = module as { enableCompileCache?: typeof module.enableCompileCache };
enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/ledger', import.meta.url)));

if (!('groupBy' in Map)) (await import('../jobs/engines/engine-files.ts')).supplyGroupBy();
const { runCli } = await import('./run-cli.ts');
const { openTerminal } = await import('./terminal/terminal.ts');

process.exitCode = await runCli(process.argv.slice(2), openTerminal());
