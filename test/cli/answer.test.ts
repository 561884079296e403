import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runsOf } from '../agents/tasks/task-run.ts';
import { TASKS } from '../agents/tasks/all-tasks.ts';
import { runLine } from './test-terminal.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'carbon-ledger-answer-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));
const at = (name: string): string => join(FOLDER, name);

const [TASK] = TASKS.filter(({ question }) => question === 'land-year');
const [RUN] = runsOf(TASK!);
const FILE = at('land.carbon-answer.json');
const ASK = ['ask', TASK!.en, at('rows.json'), '--parameters', at('parameters.json')];

beforeAll(async () => {
  writeFileSync(at('rows.json'), JSON.stringify(RUN!.inputs));
  writeFileSync(at('parameters.json'), JSON.stringify(RUN!.parameters));
  const { exit, err } = await runLine([...ASK, '--out', FILE]);
  expect([exit, err]).toEqual([
    0,
    expect.stringMatching(/rows of inputs .* which anyone who has the file can read/u),
  ]);
});

it('verifies an answer file without a policy, and writes each statement again', async () => {
  const { exit, out } = await runLine(['verify', FILE]);
  expect(exit).toBe(0);
  expect(out).toContain('computed here again and equal; nobody signed it');
  expect(out.trimEnd().split('\n\n').at(-1)).toMatch(/^✓ Verified/u);
});

it('says all of a verdict in the language of its reader: states, findings of methods, and what the gate refuses', async () => {
  const { out } = await runLine(['verify', FILE, '--language', 'zh']);
  // The message of the program, which has the rows and values, is behind the words in Chinese.
  const isChinese = (line: string): boolean => /[\u4e00-\u9fff]/u.test(line.split('程序原文')[0]!);
  expect(out.split('\n\n').filter((part) => !isChinese(part))).toEqual([]);
  expect(out.replaceAll(/\n\s*/gu, '')).toMatch(/因子未注明有效期.*程序原文：.*\[old-factor\]/u);
  expect(out).not.toMatch(/computed here|nobody|Verified/u);
  const bad = readFileSync(FILE, 'utf8').replace(/"value":"(\d)(?=[^"]*"\},"f)/u, '"value":"9$1');
  const refused = await runLine(['verify', '-', '--language', 'zh'], { input: bad });
  expect([refused.exit, refused.out.trimEnd().split('\n\n').at(-1)]).toEqual([1, '✗ 核验未通过']);
  expect(refused.out.replaceAll(/\n\s*/gu, '')).toContain('文件的摘要与其所述不符');
  expect(refused.out).not.toContain('digest that it states');
});

it('refuses an answer file with another digit, names where, and writes none of its words', async () => {
  const text = readFileSync(FILE, 'utf8').replace(/"value":"(\d)(?=[^"]*"\},"f)/u, '"value":"9$1');
  writeFileSync(at('bad.json'), text);
  expect(text).not.toBe(readFileSync(FILE, 'utf8'));
  const { exit, out } = await runLine(['verify', at('bad.json'), '--json']);
  const { verdict, faults, statements } = JSON.parse(out) as {
    verdict: string;
    faults: { code: string }[];
    statements: { state: string; text: object | null; faults: { code: string; place: string }[] }[];
  };
  expect([exit, verdict, faults.map(({ code }) => code)]).toEqual([1, 'not-verified', ['digest-differs']]);
  const failed = statements.filter(({ state }) => state === 'failed');
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.every(({ text: words }) => words === null)).toBe(true);
  expect(failed[0]!.faults[0]).toMatchObject({
    code: 'thing-differs',
    place: expect.stringMatching(/\.value$/u) as string,
  });
});

it('writes no file of what may be private, unless that is said', async () => {
  const { exit, err } = await runLine([...ASK, '--out', at('private.json'), '--key', 'company.key.json']);
  expect([exit, err]).toEqual([2, expect.stringContaining('--with-private')]);
});
