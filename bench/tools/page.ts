import { readFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { showMemory } from './measure.ts';
import { type Goal, type Line, type Row, isMet } from './row.ts';

const HEAD = `# Benchmarks

\`npm run bench\` writes this page. \`npm run bench -- --only tree\` runs one benchmark, \`bench/rows/tree.ts\`, and replaces only its
section. The benchmarks \`million\` and \`slow-clients\` take half an hour each and run only when named.

- Every goal compares two values measured in the same run, so it also holds on other machines.
- _Bare_ is the comparison: the same work without the ledger around it.
- _Processor_ is the time of all threads of the process. Other programs on the machine change it little. _Clock_ is elapsed time.
- _Held_ is the memory that the result keeps after garbage collection.
`;

/** Packages that are measured or compared with. */
const PACKAGES = ['hash-wasm', 'merkletreejs', '@openzeppelin/merkle-tree', '@noble/curves'];

/** Returns the section of a row: its figures, its goals and whether they are met, and the machine. */
export function renderSection(name: string, row: Row, peak: number): string {
  const parts = [
    `## ${row.title}`,
    row.method,
    renderTable(row.head, row.lines),
    ...(row.goals.length === 0 ? [] : [renderTable(['ratio', 'reached', 'goal', ''], row.goals.map(lineOf))]),
    ...(row.notes ?? []),
    `_\`${name}\`, ${new Date().toISOString().slice(0, 10)}, peak memory of the process ${showMemory(peak)}; ${describeMachine()}._`,
  ];
  return `${openMark(name)}\n\n${parts.join('\n\n')}\n\n${closeMark(name)}\n`;
}

/** Returns the page with the section of this name replaced, or added at the end. */
export function replaceSection(page: string, name: string, section: string): string {
  const text = page === '' ? HEAD : page;
  const [from, until] = [text.indexOf(openMark(name)), text.indexOf(closeMark(name))];
  if (from < 0 || until < 0) return `${text.trimEnd()}\n\n${section}`;
  return text.slice(0, from) + section.trimEnd() + text.slice(until + closeMark(name).length);
}

function openMark(name: string): string {
  return `<!-- ${name} -->`;
}

function closeMark(name: string): string {
  return `<!-- end of ${name} -->`;
}

function lineOf(goal: Goal): Line {
  const { what, ratio, sense } = goal;
  const digits = ratio < 10 ? 2 : 0;
  return [what, ratio.toFixed(digits), `${sense} ${goal.goal}`, isMet(goal) ? 'met' : '**missed**'];
}

/** Returns a table in Markdown. */
export function renderTable(head: Line, lines: readonly Line[]): string {
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function describeMachine(): string {
  const [cpu] = cpus();
  const packages = PACKAGES.map((name) => `${name} ${versionOf(name)}`).join(', ');
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${showMemory(totalmem())}, ${platform()} ${arch()}, Node ${process.versions.node}, ${packages}`;
}

function versionOf(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
