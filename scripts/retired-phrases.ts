/** A phrase that this project no longer uses, and what to write instead. */
interface Retired {
  /** A regular expression; one blank separates words, and a group `(a|b)` gives alternatives. */
  readonly phrase: string;
  readonly instead: string;
  /** Phrases that begin in the same way and are plain English. */
  readonly except?: string;
}

const COMPARATIVES = '(longer|more|less|later|earlier|older|newer|larger|greater|smaller|wider)';

/** Only phrases that are always wrong in this project. A word with a plain meaning elsewhere is not in this list. */
const RETIRED: readonly Retired[] = [
  { phrase: '(?<!as )of which', instead: 'two sentences' },
  { phrase: '(it|that|this|which|what|who) is no', instead: 'is not a', except: COMPARATIVES },
  { phrase: '(it|that|this|which|what|who) is none', instead: 'is not one, or the noun' },
  { phrase: 'is not of', instead: 'must be one of, or does not belong to' },
  { phrase: 'not one and the same', instead: 'two sentences' },
  { phrase: 'so it does', instead: 'the whole sentence' },
  { phrase: 'as (it|they) (stands|stand)', instead: 'unchanged' },
  { phrase: '(stands|stand) (in|at|beside|below|above)', instead: 'is in, is next to', except: 'for' },
  { phrase: '(that rest|what rests|rests) on', instead: 'depends on' },
  { phrase: '(hangs|hang) on', instead: 'belongs to, depends on' },
  { phrase: '(is|are|was|were|be) told', instead: 'is reported, gets' },
  { phrase: '(tells|tell|told|says|said) of', instead: 'describes, says about' },
  { phrase: '(mend|mends|mended) (it|the)', instead: 'fix' },
  { phrase: '(wants|want) (a|an|one|the|no|--\\w+)', instead: 'needs' },
  { phrase: '(is|are) wanted', instead: 'is required, is missing' },
  { phrase: '(goes|go|went) on (where|with|by|to|from)', instead: 'continues' },
  { phrase: '(comes|come) again', instead: 'is sent again' },
  { phrase: '(is|are) believed', instead: 'is trusted' },
  { phrase: '(vouches|vouch|vouched) for', instead: 'confirms, assures' },
  { phrase: 'newest of (its|the|their) (stream|streams)', instead: 'newest version in its stream' },
  { phrase: 'whoever', instead: 'anyone who' },
  { phrase: 'beneath', instead: 'below, in' },
  { phrase: 'under way', instead: 'in progress' },
  { phrase: 'on (its|their|the) way', instead: 'in transit, on the path' },
  { phrase: "(can't|cannot) be asked", instead: 'cannot be reached' },
  { phrase: 'found by itself', instead: 'found automatically' },
  { phrase: '(receipt|operator) (promises|promised)', instead: 'the deadline of the receipt' },
  { phrase: 'nothing is to be done', instead: 'ignore it, or you need do nothing' },
  { phrase: 'for nothing but', instead: 'only' },
  { phrase: '(tells|tell|told) so', instead: 'says so, states it' },
  { phrase: '(a|the|this|each|every) bundle', instead: 'a proof file', except: '(route|command)' },
];

/** What separates words: blanks, line ends, and the marks that begin a line of a comment or a quotation. */
const GAP = '(?:\\s|\\*|//+|>)+';

const PATTERNS = RETIRED.map(({ phrase, instead, except }) => ({
  pattern: new RegExp(`(?<![\\w-])${toPattern(phrase)}(?![\\w-])${exclude(except)}`, 'gi'),
  instead,
}));

function toPattern(phrase: string): string {
  return phrase.replaceAll(/\((?!\?)/g, '(?:').replaceAll(' ', GAP);
}

function exclude(except: string | undefined): string {
  return except === undefined ? '' : `(?!${GAP}${toPattern(except)})`;
}

/** A retired phrase in a text. */
export interface Finding {
  /** Counted from 1. */
  readonly line: number;
  readonly phrase: string;
  readonly instead: string;
}

/** Finds the retired phrases in a text, also those that continue on the next line of a comment. */
export function findRetiredPhrases(text: string): Finding[] {
  const findings = PATTERNS.flatMap(({ pattern, instead }) =>
    [...text.matchAll(pattern)].map(({ index, 0: found }) => ({
      line: text.slice(0, index).split('\n').length,
      phrase: found.replaceAll(new RegExp(GAP, 'g'), ' '),
      instead,
    })),
  );
  return findings.sort((a, b) => a.line - b.line);
}

/** Returns Markdown with empty code blocks and code spans, which name commands and members; lines stay where they are. */
export function hideCode(markdown: string): string {
  return markdown.replaceAll(/^```[^]*?^```|`[^`\n]*`/gm, (code) => code.replaceAll(/[^\n]/g, '`'));
}
