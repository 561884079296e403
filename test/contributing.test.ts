import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const exists = (path: string): boolean => existsSync(new URL(path, ROOT));
const PAGE = read('CONTRIBUTING.md');

/** Returns the code in a text, each in backticks. */
function findCode(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** Returns the files and folders in a text, also those that its commands and links name. */
function findPaths(text: string): string[] {
  const linked = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, link = '']) => link);
  const words = findCode(text).flatMap((code) => code.split(' '));
  return [...linked, ...words.filter((word) => /^[\w.-]+\/|^\w[\w-]*\.[a-z]+$/.test(word))];
}

/** Returns the steps of the lists: the first line of each, and the whole. */
function findSteps(): [string, string][] {
  const parts = PAGE.split(/\n(?=\d\. |\n)/).filter((part) => /^\d\. /.test(part));
  return parts.map((part) => [part.split('\n')[0] ?? '', part]);
}

describe('CONTRIBUTING.md', () => {
  it('names only files and folders that exist', () => {
    const paths = findPaths(PAGE);
    expect(paths.length).toBeGreaterThan(60);
    expect(paths.filter((path) => !exists(path))).toEqual([]);
  });

  it('names only npm scripts and checks that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const run = [...PAGE.matchAll(/npm (?:run )?([a-z:]+)/g)].map(([, name = '']) => name);
    expect(run.length).toBeGreaterThan(10);
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
    const listed = /The checks are ([^(]*)\(/.exec(PAGE)?.[1] ?? '';
    const checks = [...read('scripts/check.ts').matchAll(/\{ name: '([^']+)'/g)].map(([, name]) => name);
    expect(findCode(listed)).toEqual(checks);
    const asked = [...PAGE.matchAll(/npm run check -- ([^`]+)`/g)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    expect(asked.filter((name) => !checks.includes(name))).toEqual([]);
  });

  it.each(findSteps())('names only what the files of the step contain: %s', (_, step) => {
    const files = findPaths(step).filter((path) => !path.endsWith('/') && /\.(tsx?|md|sql)$/.test(path));
    const text = files.map(read).join('\n');
    const names = findCode(step).filter((code) => /^[A-Za-z_]{4,}$/.test(code));
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });

  it('has no line of more than 100 columns', () => {
    expect(PAGE.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });
});
