import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  findCalls,
  joinLines,
  listCommands,
  listExamples,
  openWholeProgram,
  splitWords,
} from './helpers/command-lines.ts';

const ROOT = new URL('../', import.meta.url);
const README = readFileSync(new URL('README.md', ROOT), 'utf8');
const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
  scripts: Record<string, string>;
};

/** The command line with commands that do nothing, so that only their arguments are checked. */
const program = await openWholeProgram();
for (const { command } of listCommands(program)) command.action(() => {});

describe('README.md', () => {
  const calls = findCalls(
    [...README.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => joinLines(block)),
  );

  it('shows the most important commands', () => {
    expect(calls.map((call) => splitWords(call)[0])).toEqual(
      expect.arrayContaining(['key', 'record', 'proof', 'policy', 'verify']),
    );
  });

  it.each(calls)('calls `ledger %s` with valid arguments', async (call) => {
    await expect(program.parseAsync(splitWords(call), { from: 'user' })).resolves.toBeDefined();
  });

  it('mentions only npm scripts, programs, files and folders that exist', () => {
    const run = [...README.matchAll(/npm run (?:-s )?([a-z:]+)|npm (start|test)\b/g)];
    for (const [, named, own] of run) expect(scripts).toHaveProperty([named ?? own ?? '']);
    const folders = [...README.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell = '']) => cell.split(', '));
    const links = [...README.matchAll(/\]\(([a-z][\w./-]*)\)|npx node (\S+\.ts)/g)];
    expect(folders.length).toBeGreaterThan(8);
    const paths = [
      ...folders.map((cell) => cell.replaceAll('`', '')),
      ...links.map(([, a, b]) => a ?? b ?? ''),
    ];
    for (const path of paths) {
      expect({ path, there: existsSync(fileURLToPath(new URL(path, ROOT))) }).toEqual({ path, there: true });
    }
  });
});

describe('the examples of --help', () => {
  const examples = findCalls(listExamples(program));

  it.each(examples)('call `ledger %s` with valid arguments', async (call) => {
    await expect(program.parseAsync(splitWords(call), { from: 'user' })).resolves.toBeDefined();
  });
});
