import * as z from 'zod';
import { FRAME_IDS } from '../frames/frame-list.ts';
import { HANDLE } from '../handles/handle.ts';
import { LANGUAGES } from '../words/language.ts';

/** The most blocks of an answer, handles in a slot, and bytes of a remark and a quotation. */
export const MOST = { blocks: 60, handles: 40, remark: 600, quotation: 600 } as const;

const handle = z.string().regex(HANDLE);
const slot = z.union([handle, z.array(handle).max(MOST.handles)]);

/**
 * The blocks of an answer, as a model writes them. No member holds words of the model but `remark`, whose words are those of a list. Members
 * that are not named here are refused.
 */
export const blockSchema = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('statement'),
    frame: z.enum(FRAME_IDS),
    slots: z.record(z.string().regex(/^[a-z]{1,12}$/), slot),
  }),
  z.strictObject({ is: z.literal('table'), table: handle }),
  z.strictObject({ is: z.literal('picture'), picture: handle }),
  z.strictObject({ is: z.literal('link'), link: handle }),
  z.strictObject({
    is: z.literal('quotation'),
    passage: handle,
    /** Bytes of the passage in UTF-8; the end is exclusive. */
    from: z.int().min(0),
    until: z.int(),
  }),
  z.strictObject({
    is: z.literal('remark'),
    language: z.enum(LANGUAGES),
    words: z.string().max(MOST.remark),
  }),
]);
/** A block of an answer: handles in the slots of a frame, or one thing to show. */
export type Block = z.output<typeof blockSchema>;
export type Statement = Extract<Block, { is: 'statement' }>;

/** What a model ends with. */
export const answerSchema = z.strictObject({ blocks: z.array(blockSchema).max(MOST.blocks) });
/** An answer as a model writes it, before the gate judges it. */
export type Answer = z.output<typeof answerSchema>;
