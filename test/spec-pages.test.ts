import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const decisions = readdirSync(new URL('docs/decisions/', ROOT)).map((name) => `docs/decisions/${name}`);
const PAGES = [
  'docs/spec/protocol.md',
  'docs/spec/publication.md',
  'docs/spec/matrices.md',
  'docs/glossary.md',
  'docs/operate.md',
  ...decisions,
];

/** Returns the anchors that GitHub gives to the headings of a page. */
function findAnchors(page: string): string[] {
  return [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** Returns the relative links of a page, inline and by reference. */
function findLinks(page: string): string[] {
  const links = page.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$/gm);
  return [...links]
    .map(([, inline, byName]) => inline ?? byName ?? '')
    .filter((link) => !link.includes('://'));
}

/** Returns whether a link of a page leads to an existing file and, if it names one, to an existing heading. */
function isSound(path: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? new URL(path, ROOT) : new URL(file, new URL(path, ROOT));
  if (!existsSync(target)) return false;
  return anchor === undefined || findAnchors(readFileSync(target, 'utf8')).includes(anchor);
}

describe('the pages of the specification', () => {
  it.each(PAGES)('%s has no broken link', (path) => {
    expect(findLinks(read(path)).filter((link) => !isSound(path, link))).toEqual([]);
  });
});

describe('docs/spec/protocol.md', () => {
  const page = read('docs/spec/protocol.md');

  it('has sections 1 to 12, which code and pages cite by number', () => {
    const numbers = [...page.matchAll(/^## (\d+)\. /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('has no line of more than 100 columns', () => {
    expect(page.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('takes every hash and address of its examples from the vectors', () => {
    const vectors = ['protocol-v1', 'row-sets-v1'].map((name) => read(`test/vectors/${name}.json`)).join(' ');
    const shown = new Set(page.match(/0x[0-9a-fA-F]{8,}/g));
    expect(shown.size).toBeGreaterThan(30);
    expect([...shown].filter((value) => !vectors.includes(value))).toEqual([]);
  });
});

describe('docs/decisions/README.md', () => {
  const index = read('docs/decisions/README.md');
  const listed = [...index.matchAll(/^- \[(\d+)\]\((\S+)\): (.*)$/gm)].map(([, ...line]) => line);

  it('lists every decision once, with its number and title', () => {
    const pages = decisions.filter((path) => /\/\d{4}-/.test(path));
    const expected = pages.map((path) => {
      const [, number = '', title = ''] = /^# (\d+)\. (.*)$/m.exec(read(path)) ?? [];
      return [number, path.replace('docs/decisions/', ''), title];
    });
    expect(pages.length).toBeGreaterThan(60);
    expect(listed.toSorted()).toEqual(expected.toSorted());
  });

  it('names in its headings only folders that exist', () => {
    const headings = [...index.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
    const folders = headings.flatMap((heading) =>
      [...heading.matchAll(/`(\w+\/)`/g)].map(([, name = '']) => name),
    );
    expect(folders.length).toBeGreaterThan(10);
    expect(folders.filter((folder) => !existsSync(new URL(folder, ROOT)))).toEqual([]);
  });
});

describe('docs/glossary.md', () => {
  const terms = [...read('docs/glossary.md').matchAll(/^- \*\*([^*]+)\*\*:(.*(?:\n {2}.*)*)$/gm)];
  const names = terms.map(([, name = '']) => name);

  it('defines at most 40 terms', () => {
    expect(terms.length).toBeGreaterThan(30);
    expect(terms.length).toBeLessThanOrEqual(40);
  });

  it('lists its terms in alphabetical order', () => {
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')));
  });

  it('links each term to the page that specifies it', () => {
    expect(terms.filter(([, , text = '']) => !/\[[^\]]+\]/.test(text)).map(([, name]) => name)).toEqual([]);
  });
});
