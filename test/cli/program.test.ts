import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../core/exit-codes.ts';
import { openProgram } from '../../cli/program.ts';
import { openTerminal } from '../../cli/terminal/terminal.ts';
import { listCommands, openWholeProgram } from '../helpers/command-lines.ts';
import { runLine } from './test-terminal.ts';

const whole = await openWholeProgram();
const commands = listCommands(whole);

describe('the command line', () => {
  it('has the commands of the three users', () => {
    expect(commands.map(({ words }) => words.join(' ')).sort()).toEqual([
      'agents evaluate',
      'ask',
      'compare',
      'compute',
      'dataset diff',
      'dataset fuse',
      'dataset import',
      'dataset processes',
      'dataset propose',
      'dataset register',
      'dataset show',
      'dataset table',
      'dataset template',
      'debug check',
      'debug hash',
      'disclose',
      'document get',
      'document send',
      'events',
      'explain',
      'factor search',
      'grant add',
      'grant list',
      'grant revoke',
      'impact',
      'key new',
      'key show',
      'mcp',
      'methods',
      'panorama',
      'party add-identifier',
      'party add-key',
      'party close-key',
      'party close-role',
      'party open-role',
      'party register',
      'party show',
      'party suspend',
      'policy init',
      'proof',
      'proof normalise',
      'proof refresh',
      'record build',
      'record entries',
      'record list',
      'record register',
      'record show',
      'record sign',
      'reperform',
      'replay',
      'status',
      'verify',
      'webhook add',
      'webhook list',
      'webhook log',
      'webhook pause',
      'webhook remove',
      'webhook resume',
      'webhook retry',
      'webhook rotate',
      'webhook show',
      'webhook test',
      'webhook verify',
      'work cancel',
      'work list',
      'work run',
      'worker',
    ]);
  });

  it('shows the same help before the code of its commands is loaded', async () => {
    const listed = await openProgram({ terminal: openTerminal(), endWith: () => undefined }, []);
    expect(listed.helpInformation()).toBe(whole.helpInformation());
  });

  it.each(commands)('explains $words with examples, and has --json', async ({ words }) => {
    const { exit, out, err } = await runLine([...words, '--help']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(out).toContain('Examples:');
    expect(out).toContain('--json');
  });

  it.each([
    [['verfy'], /^error \([a-z0-9-]+\): unknown command 'verfy' \(Did you mean verify\?\); [^\n]*\n$/],
    [['record', 'sing'], /^error \([a-z0-9-]+\): unknown command 'sing'[^\n]*\n$/],
    [['verify', 'a', '--polcy', 'b'], /^error \([a-z0-9-]+\): unknown option '--polcy'[^\n]*\n$/],
    [['record', 'sign', 'a'], /^error \(usage\): required option '--key <file>' not specified[^\n]*\n$/],
    [
      ['debug', 'hash', 'proof', 'a'],
      /^error \(usage\): <type> can't be "proof", expected one of [^\n]*; ledger verify /,
    ],
    [
      ['record', 'list', '--kind', 'figure'],
      /^error \(usage\): --kind can't be "figure", expected one of dataset, /,
    ],
    [['key'], /^error \(usage\): a command is missing; [^\n]*\n$/],
    [[], /Usage:/],
  ])('ends %j with 2 and says what to do', async (args, message) => {
    const { exit, out, err } = await runLine(args);
    expect({ exit, out }).toEqual({ exit: EXIT_CODES.usage, out: '' });
    expect(err).toMatch(message);
  });

  it('writes an error as JSON where a program reads', async () => {
    const { err } = await runLine(['verify', 'a', '--polcy', 'b', '--json']);
    expect(JSON.parse(err)).toEqual({
      error: { code: 'usage', message: expect.stringContaining('--polcy') },
    });
  });
});
