/**
 * The gate of an agent whose numbers the program writes: a model names handles, and this decides what may be shown. Pure: it asks no host. Runs in
 * Node.js 20 or newer and in browsers.
 *
 * A program issues handles for what it found, gives a model `answerSchema` as the schema of its last tool, admits what comes back, and renders it.
 *
 * @packageDocumentation
 */
export { type Attack, listAttacks } from '../agents/evaluate/attacks/list-attacks.ts';
export { admit, admitNotice, admitRefusal, type Verdict } from '../agents/gate/admit.ts';
export type { Admitted, AdmittedBlock } from '../agents/gate/admitted.ts';
export { answerSchema, type Answer, type Block } from '../agents/gate/block.ts';
export type { Duty, GateContext } from '../agents/gate/gate-context.ts';
export { HOST_ERRORS, type HostError, type Notice } from '../agents/gate/notice.ts';
export { FRAMES, type FrameId } from '../agents/frames/frame-list.ts';
export type { Frame, FrameGroup, Predicate, Slot } from '../agents/frames/frame.ts';
export type {
  ComputedSource,
  DerivedSource,
  FigureItem,
  FigureStanding,
  NamedParty,
  ProvenSource,
} from '../agents/handles/figure-item.ts';
export { figureOfEntry, type EntryOrigin, type FigureEntry } from '../agents/handles/figure-of-entry.ts';
export { findGiven } from '../agents/handles/find-given.ts';
export { HandleTable, type Handles } from '../agents/handles/handle-table.ts';
export type { Handle, HandleKind } from '../agents/handles/handle.ts';
export type {
  CandidateItem,
  ClauseItem,
  CountItem,
  FindingItem,
  GivenItem,
  Item,
  ItemOf,
  LinkItem,
  OrderItem,
  PassageItem,
  PeriodItem,
  PictureItem,
  RecordItem,
  RowItem,
  RunItem,
  TableItem,
} from '../agents/handles/item.ts';
export type { Resolved, Slots } from '../agents/handles/slots.ts';
export {
  REASONS,
  WITHHELD,
  type Problem,
  type Reason,
  type WithheldReason,
} from '../agents/reasons/reason.ts';
export type { Node, Part, Segment } from '../agents/render/node.ts';
export { plainText } from '../agents/render/plain-text.ts';
export { plainWriting } from '../agents/render/plain-writing.ts';
export { render } from '../agents/render/render.ts';
export type { Writing } from '../agents/render/writing.ts';
export { describeHandle, type Sight } from '../agents/tools/describe.ts';
export { deriveTool, sortTool, tabulateTool } from '../agents/tools/figure-tools.ts';
export type { ToolName } from '../agents/tools/tool-names.ts';
export type { Tool, ToolCall, ToolOutcome } from '../agents/tools/tool.ts';
export type { Language } from '../agents/words/language.ts';
export type { OfferEffect } from '../jobs/compute/offers.ts';
export type { Operation } from '../jobs/derive/derived.ts';
export type { FigureCover, FigureParts } from '../jobs/derive/figure-cover.ts';
