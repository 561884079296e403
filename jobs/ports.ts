import type { OpenDocument, OpenEngine } from '../core/verify/engine.ts';

/** Opens the engines that runs name, and the documents that they used. */
export interface EnginePorts {
  readonly openEngine: OpenEngine | undefined;
  /** Without it, a run that used documents is not computed again. */
  readonly openDocument?: OpenDocument;
}
