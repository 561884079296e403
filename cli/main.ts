import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Half the time of a short command is compiling. The cache is in the project, where no one else can write.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/ledger', import.meta.url)));

const { runCli } = await import('./run-cli.ts');
const { openTerminal } = await import('./terminal/terminal.ts');

process.exitCode = await runCli(process.argv.slice(2), openTerminal());
