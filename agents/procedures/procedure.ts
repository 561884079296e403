import type { KindName } from '../../core/records/kind.ts';
import type { Operation } from '../../jobs/derive/derived.ts';
import type { FrameId } from '../frames/frame-list.ts';
import type { BothTexts } from '../words/language.ts';
import type { Obligation } from './obligation.ts';
import type { Pick } from './pick.ts';
import type { RunName } from '../handles/run-name.ts';

/** The five agents, and what sends questions to them. */
export type AgentName =
  | 'coordinator'
  | 'industrial-process'
  | 'trade'
  | 'life-cycle'
  | 'nature'
  | 'uncertainty';

/** A run that a question takes: what a person gives for it. */
export interface RunSlot {
  readonly run: RunName;
  /** The methods that it may have, the usual one first. */
  readonly methods: readonly string[];
  readonly about: BothTexts;
  readonly optional: boolean;
  /** Keys of the figures that it issues, as regular expressions; of the others, the answer does not speak. */
  readonly figures: readonly string[];
  /** Types of rows that it issues, of those that its figures are computed from. */
  readonly rows?: readonly string[];
}

/** What a question takes of registered records. */
export interface RecordSlot {
  readonly about: BothTexts;
  /** Keys of the figures that are issued of each, as a regular expression: `{place}` is a place of the question, or any. */
  readonly figures: string;
  /** The most figures of each that are issued; ten where it is missing. */
  readonly most?: number;
  /** What the statements of the records name as their standard; any where it is missing. */
  readonly standard?: string;
  /** The kinds of records that are searched; those with figures where it is missing. */
  readonly kinds?: readonly KindName[];
}

/** A tool that takes what is known of registered records, without arguments. */
export type RecordsTool = 'panorama' | 'explain' | 'compare' | 'impact';

/** A tool that the forms planner calls after the runs, under the name by which blocks and obligations speak of what it issues. */
export type Step =
  | {
      readonly step: string;
      readonly tool: 'derive';
      readonly operation: Operation;
      readonly of: readonly Pick[];
    }
  | { readonly step: string; readonly tool: 'sort' | 'tabulate'; readonly of: readonly Pick[] }
  | { readonly step: string; readonly tool: 'draft'; readonly of: readonly Pick[] }
  /** The figure of run a that is to be surer, and the percentage that the person gave. */
  | { readonly step: string; readonly tool: 'choose-rows'; readonly of: readonly [Pick, Pick] }
  | { readonly step: string; readonly tool: 'find-factors'; readonly of: readonly [] }
  | { readonly step: string; readonly tool: 'find-records'; readonly of: readonly [] }
  /** Of the records that were found or opened. */
  | { readonly step: string; readonly tool: RecordsTool; readonly of: readonly [Pick] }
  /** Each of the records that a pick finds. */
  | { readonly step: string; readonly tool: 'open-record'; readonly of: readonly [Pick] };

/** A block of an answer, before its handles are known. It is left out where a slot finds nothing. */
export type PlannedBlock =
  | {
      /** The first frame that holds is used. */
      readonly frames: readonly FrameId[];
      readonly slots: Readonly<Record<string, Pick>>;
      /**
       * The slot whose handles each get a statement of their own. Where its pattern has groups, `{1}` in the patterns of other
       * slots is what the first one found.
       */
      readonly each?: string;
    }
  | { readonly table: Pick }
  | { readonly picture: Pick };

/** How an agent answers one type of question. It is data: the program carries it out, and refuses an answer that does not meet it. */
export interface Procedure {
  readonly agent: AgentName;
  /** The name of the type of question. */
  readonly question: string;
  readonly asks: BothTexts;
  /** Words by which the type is found. Each list is one way to ask: all of its words are there, in any form. */
  readonly words: readonly (readonly string[])[];
  readonly runs: readonly RunSlot[];
  /** Where it is answered from registered records. */
  readonly records?: RecordSlot;
  readonly steps: readonly Step[];
  readonly obligations: readonly Obligation[];
  readonly blocks: readonly PlannedBlock[];
}
