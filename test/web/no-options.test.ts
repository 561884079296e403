import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const WEB = resolve(import.meta.dirname, '../../web');

/** Texts in quotes, without comments. */
const TEXTS = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

/** Returns the texts of a source that name an option of a command, but are not a whole command and not a variable of CSS. */
function listOptions(source: string): string[] {
  return (source.match(TEXTS) ?? []).filter(
    (text) =>
      /^['"`]/.test(text) &&
      /(?<![\w-])--[a-z]/.test(text) &&
      !/^['"`](?:ledger |--columns'|var\()/.test(text),
  );
}

describe('a page of the portal', () => {
  it('names no option of the command line, but in a whole command for what no page can do', () => {
    const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.tsx?$/.test(name),
    );
    const found = files.flatMap((name) =>
      listOptions(readFileSync(join(WEB, name), 'utf8')).map((text) => [name, text]),
    );
    expect(files.length).toBeGreaterThan(300);
    expect(found).toEqual([]);
    expect(listOptions("a('use --map') // 'b --set'\n'ledger x --key'")).toEqual(["'use --map'"]);
  });
});
