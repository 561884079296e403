/**
 * Refuses phrases that this project no longer uses (`retired-phrases.ts`), in the pages and in the sources that have the texts for
 * users: help, errors, OpenAPI, metrics. Prints each with what to write instead, and exits with 1 if there are any.
 */
import { globSync, readFileSync } from 'node:fs';
import { findRetiredPhrases, hideCode } from './retired-phrases.ts';
import { ROOMS } from './rooms.ts';

const CHECKED = [
  '{README,CONTRIBUTING}.md',
  '{docs,data,deploy}/**/*.{md,yml,sql,service}',
  'docs/openapi.json',
  `{${[...ROOMS, 'contracts'].join()}}/**/*.{ts,tsx,sol}`,
];

/** The list of phrases and its test. */
const UNCHECKED = ['scripts/retired-phrases.ts', 'test/tooling/check-words.test.ts'];

const files = globSync(CHECKED).filter((file) => !UNCHECKED.some((path) => file.startsWith(path)));
let count = 0;
for (const file of files.sort()) {
  const text = readFileSync(file, 'utf8');
  for (const { line, phrase, instead } of findRetiredPhrases(file.endsWith('.md') ? hideCode(text) : text)) {
    console.log(`${file}:${line}: "${phrase}". Write: ${instead}.`);
    count++;
  }
}
console.log(`${files.length} files, ${count} retired phrases`);
if (files.length === 0 || count > 0) process.exitCode = 1;
