import { describe, expect, test } from 'vitest';
import { findRetiredPhrases, hideCode } from '../../scripts/retired-phrases.ts';

const phrasesIn = (text: string): string[] => findRetiredPhrases(text).map(({ phrase }) => phrase);

describe('findRetiredPhrases', () => {
  test.each([
    ['a bundle that is none is refused', 'that is none'],
    ['the file, which is no proof', 'which is no'],
    ['two records, of which one is sealed', 'of which'],
    ['What rests on it is stale.', 'What rests on'],
    ['--thousands wants one mark', 'wants one'],
    ['--previous wants --sequence beside it', 'wants --sequence'],
    ['a password is wanted', 'is wanted'],
    ['is not of api, sealer, anchorer', 'is not of'],
    ['the newest of its stream', 'newest of its stream'],
    ['judged by policy.json, found by itself', 'found by itself'],
    ['whoever runs the ledger', 'whoever'],
    ['the records of the bundle', 'the bundle'],
    ['Nothing is to be done.', 'Nothing is to be done'],
  ])('finds the retired phrase in "%s"', (text, phrase) => {
    expect(phrasesIn(text)).toContain(phrase);
  });

  test.each([
    'there is no figure',
    'a key that is no longer valid',
    'a sequence that is no more than 1',
    'the time as of which the records were signed',
    'a factor that stands in for that of 2023',
    'example.org wants you to sign in with your Ethereum account:',
    'the bundle route, the command `ledger proof`',
    'each of the records',
  ])('accepts the plain text "%s"', (text) => {
    expect(phrasesIn(text)).toEqual([]);
  });

  test('finds a phrase that continues on the next line of a comment, and names its first line', () => {
    expect(findRetiredPhrases('/**\n * A file that is\n * no proof file.\n */')).toEqual([
      { line: 2, phrase: 'that is no', instead: 'is not a' },
    ]);
  });
});

describe('hideCode', () => {
  test('hides code blocks and spans and keeps the number of lines', () => {
    const page = 'Write `the bundle`.\n\n```sh\nwhoever\n```\n\nThe end of it\n';
    expect(phrasesIn(hideCode(page))).toEqual([]);
    expect(hideCode(page).split('\n')).toHaveLength(page.split('\n').length);
  });
});
