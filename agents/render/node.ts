import type { FrameGroup } from '../frames/frame.ts';
import type { Handle } from '../handles/handle.ts';
import type { LinkItem } from '../handles/item.ts';
import type { Picture } from '../../pictures/kinds/picture.ts';
import type { Problem } from '../reasons/reason.ts';

/** What of a thing a chip shows. */
export type Part =
  | 'name'
  | 'party'
  | 'period'
  | 'gases'
  | 'gwp-set'
  | 'condition'
  | 'value'
  | 'interval'
  | 'rounding'
  | 'standing'
  | 'title'
  | 'version'
  | 'place'
  | 'size'
  | 'count'
  | 'given'
  | 'clause'
  | 'effect'
  | 'message'
  | 'run';

/** A piece of a sentence: words of the program, or what a handle stands for. Every quantity is in a chip. */
export type Segment =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'chip'; readonly ref: Handle; readonly part: Part; readonly text: string }
  /** A figure with all that belongs to it: a face opens its verdict, provenance or run. */
  | { readonly is: 'figure'; readonly ref: Handle; readonly segments: readonly Segment[] };

/** A block as a face shows it. No member comes from a model but the words of a remark. */
export type Node =
  | { readonly is: 'paragraph'; readonly group: FrameGroup; readonly segments: readonly Segment[] }
  | {
      readonly is: 'table';
      readonly ref: Handle | null;
      readonly caption: string;
      readonly head: readonly string[];
      /** Rows of cells. */
      readonly rows: readonly (readonly (readonly Segment[])[])[];
    }
  | {
      readonly is: 'picture';
      readonly ref: Handle;
      readonly picture: Picture;
      /** What it shows: the alternative text of a page, too. */
      readonly caption: readonly Segment[];
    }
  | {
      readonly is: 'link';
      readonly ref: Handle;
      readonly to: LinkItem['to'];
      readonly segments: readonly Segment[];
    }
  | {
      readonly is: 'quotation';
      readonly ref: Handle;
      readonly from: number;
      readonly until: number;
      readonly text: string;
      /** Whose words these are: unverified. */
      readonly by: readonly Segment[];
    }
  /** Shown on a screen alone: absent from what is copied, printed and stored. */
  | { readonly is: 'remark'; readonly label: string; readonly text: string }
  | { readonly is: 'withheld'; readonly text: string }
  | {
      readonly is: 'refused';
      readonly text: string;
      readonly problems: readonly { readonly problem: Problem; readonly text: string }[];
    }
  | { readonly is: 'notice'; readonly text: string };
