import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

const ROOM = resolve(import.meta.dirname, '../../core');

type Module = Readonly<Record<string, unknown>>;

/** A line of an `@example`: an expression of its module's exports, and its value, or `throws <code> at <path>`. */
interface Example {
  readonly file: string;
  readonly line: string;
  readonly expression: string;
  readonly result: string;
}

/** Returns the examples in the comments of a file. A line without a result has the result ``, which no test accepts. */
function findExamples(file: string): Example[] {
  const blocks = readFileSync(resolve(ROOM, file), 'utf8').matchAll(/@example\n((?: \* [^@\n].*\n)+)/g);
  const lines = [...blocks].flatMap(([, block = '']) => block.trimEnd().split('\n'));
  return lines.map((text) => {
    const line = text.slice(' * '.length);
    const [expression = '', result = ''] = line.split(' // → ');
    return { file, line, expression, result };
  });
}

/** Evaluates an expression in which the exports of a module are names. */
function evaluate(expression: string, module: Module): unknown {
  const names = Object.keys(module).join(', ');
  const run = runInThisContext(`({ ${names} }) => (${expression})`) as (module: Module) => unknown;
  return run(module);
}

const load = async (file: string): Promise<Module> => (await import(resolve(ROOM, file))) as Module;
const files = globSync('**/*.ts', { cwd: ROOM }).sort();
const examples = files.flatMap(findExamples);

describe('the examples in the comments of core', () => {
  it.each(examples)('$file: $line', async ({ file, expression, result }) => {
    const module = await load(file);
    const refusal = /^throws (\S+)(?: at (\S+))?$/.exec(result);
    if (refusal === null) {
      expect(evaluate(expression, module)).toEqual(evaluate(result, module));
      return;
    }
    const [, code, path = ''] = refusal;
    const error = expect.objectContaining({ name: 'BadInput', code, path }) as Error;
    expect(() => evaluate(expression, module)).toThrow(error);
  });

  it('call every exported parser and formatter', async () => {
    const called = new Set(
      examples.map(({ file, expression }) => `${file} ${expression.split('(')[0] ?? ''}`),
    );
    const modules = await Promise.all(files.map(async (file) => [file, await load(file)] as const));
    const exported = modules.flatMap(([file, module]) =>
      Object.keys(module).flatMap((name) => (/^(parse|format)[A-Z]/.test(name) ? [`${file} ${name}`] : [])),
    );
    expect(exported.length).toBeGreaterThan(20);
    expect(exported.filter((name) => !called.has(name))).toEqual([]);
  });
});
