import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Digits } from './digits.ts';
import type { Stream } from './stream.ts';

/** A regulation or guideline by which plants report: its name in parameters, the rule set of its constants, and its clauses. */
export interface RuleSet {
  readonly title: string;
  /** The name of its constants in rows `constant`. */
  readonly constants: string;
  /** The clause by which each kind of stream is computed. It does not cover a kind that is absent. */
  readonly clauses: Readonly<Partial<Record<ClauseKind, string>>>;
  /** The first day that it is for: in words, and as seconds. Absent where it is for any time. */
  readonly from?: { readonly day: string; readonly at: number };
  /** The highest tier of each kind of stream. A kind that is absent has no tiers. */
  readonly tiers?: Readonly<Partial<Record<ClauseKind, number>>>;
  /** To how many decimals it rounds each step. Absent where a figure is rounded once. */
  readonly digits?: Digits;
}

/**
 * What a clause is about: a treatment of streams, carbon that leaves the plant in products without a mass balance, a gas that was measured, or one
 * that is handed over.
 */
export type ClauseKind =
  | 'combustion'
  | 'process'
  | 'mass-balance'
  | 'fixed-carbon'
  | 'measurement'
  | 'measurement-N2O'
  | 'transfer'
  | 'transfer-N2O';

/** Returns the rule set and its clauses as one text, such as `Implementing Regulation (EU) 2018/2066, article 25`. */
export function citeClauses({ title, clauses }: RuleSet, kinds: readonly ClauseKind[]): string {
  return [title, ...new Set(kinds.map((kind) => clauses[kind]!))].join(', ');
}

/** Throws where streams are of a time, of a kind or of a tier that a rule set does not cover. @throws EngineError `outside-rules` */
export function checkCovered(set: RuleSet, streams: readonly Stream[], kind: ClauseKind): void {
  const { title, clauses, from, tiers = {} } = set;
  const [first] = streams;
  if (clauses[kind] === undefined) {
    const column = kind.startsWith('transfer') ? 'transfer' : 'treatment';
    const text = `${first!.key} is ${WORDS[kind]}, which ${title} does not cover: correct detail.${column}, leave the stream out, or name another rule set in parameters.rules`;
    throw new EngineError('outside-rules', text, kind, placeOf(first!, `detail.${column}`));
  }
  const most = tiers[kind] ?? 0;
  const high = streams.find(({ detail }) => (detail.tier ?? 0) > most);
  if (high !== undefined) {
    const which = most === 0 ? 'no tiers' : `tiers from 1 to ${most}`;
    const text = `${high.key} is ${WORDS[kind]}, and ${title} has ${which} for it: correct detail.tier, or leave it out`;
    throw new EngineError('outside-rules', text, high.detail.tier, placeOf(high, 'detail.tier'));
  }
  const early = from === undefined ? undefined : streams.find((stream) => stream.from < from.at);
  if (early === undefined) return;
  const text = `${early.key} begins before ${from!.day}, and ${title} is for periods from that day: name another rule set in parameters.rules, or correct the period`;
  throw new EngineError('outside-rules', text, from!.day, placeOf(early, 'from'));
}

const WORDS: Readonly<Record<ClauseKind, string>> = {
  combustion: 'burned',
  process: 'part of a process',
  'mass-balance': 'part of a mass balance',
  'fixed-carbon': 'a product with carbon',
  measurement: 'a gas that was measured',
  'measurement-N2O': 'N2O that was measured',
  transfer: 'CO2 that is handed over',
  'transfer-N2O': 'N2O that is handed over',
};

/** Returns the tiers of streams, or of figures of them, as a member of a figure. */
export function noteTiers(stated: readonly (number | undefined)[]): { readonly tiers?: readonly number[] } {
  const tiers = [...new Set(stated.filter((tier) => tier !== undefined))].sort((a, b) => a - b);
  return tiers.length === 0 ? {} : { tiers };
}
