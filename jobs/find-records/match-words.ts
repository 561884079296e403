import { listWords } from '../../engine/search/words.ts';
import type { AskedWords } from './asked-words.ts';

/** What of a record is compared with the words of a question. */
export interface SearchedRecord {
  readonly title: string;
  readonly subject: string;
  readonly party: { readonly identifier: string };
}

/** What of a figure is compared. Unix seconds; the end is exclusive. */
export interface SearchedFigure {
  readonly key: string;
  readonly from: number;
  readonly until: number;
}

/** The part of the best match that another record must have to be found beside it. */
const ENOUGH = 0.6;

/** Returns the records whose title, subject or party has words of a question, the best first. A word that many records have counts little. */
export function matchRecords<Each extends SearchedRecord>(
  records: readonly Each[],
  asked: AskedWords,
): readonly Each[] {
  const read = records.map((record) => ({
    record,
    words: new Set(listWords(`${record.title} ${record.subject} ${record.party.identifier}`)),
  }));
  const named = [...[...asked.words].filter(isTelling), ...asked.places.map((place) => place.toLowerCase())];
  const weights = named.map((word): [string, number] => {
    const having = read.filter(({ words }) => words.has(word)).length;
    return [word, having === 0 ? 0 : 1 / having];
  });
  const scored = read
    .map(({ record, words }) => ({
      record,
      score: weights.reduce((sum, [word, weight]) => sum + (words.has(word) ? weight : 0), 0),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score);
  const least = ENOUGH * (scored[0]?.score ?? 0);
  return scored.filter(({ score }) => score >= least).map(({ record }) => record);
}

/** Whether a word can tell records apart: short words of English, such as "the", and single Chinese characters do not. */
function isTelling(word: string): boolean {
  return !/^(?:[a-z]{1,3}|\p{Script=Han})$/u.test(word);
}

/** Returns the figures that a question is about: of the years that it names, or of no period; of these, those with most of its words and places in their keys. */
export function matchFigures<Each extends SearchedFigure>(
  figures: readonly Each[],
  { words, places, years }: AskedWords,
): readonly Each[] {
  const among = figures.filter(
    (figure) => years.length === 0 || years.some((year) => isOfYear(figure, year)),
  );
  const scored = among.map((figure) => {
    const own = figure.key.split('/');
    const named = listWords(figure.key).filter((word) => words.has(word) && !/^\d+$/u.test(word));
    return { figure, score: named.length + places.filter((place) => own.includes(place)).length };
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === best).map(({ figure }) => figure);
}

function isOfYear({ from, until }: SearchedFigure, year: number): boolean {
  return (
    (from === 0 && until === 0) || (from * 1000 < Date.UTC(year + 1, 0) && until * 1000 > Date.UTC(year, 0))
  );
}
