import { UserFacingError } from '../../../core/errors.ts';

/** Why a tool of the MCP server gives no answer, besides what its command refuses: code → meaning and what to do. */
export const TOOL_CODES = {
  argument: 'An argument of the tool is missing, unknown or wrong. The message names it, and what it takes.',
  'outside-folder':
    'The file is outside the folder whose files the server may read. Copy it there, or start ledger mcp with another --folder.',
  'too-large':
    'The answer is larger than a client can take. Ask for less: a smaller limit, fewer entries, or one figure; or run the command itself.',
  'too-slow': 'The tool took longer than it may. Run the command itself, which has no such limit.',
  'too-many': 'Too many calls wait already. Call again when others have ended.',
  stopped: 'The client cancelled the call, or has left.',
} as const;

export type ToolCode = keyof typeof TOOL_CODES;

/** A tool gives no answer, for a reason that its caller can do something about. */
export class ToolError extends UserFacingError<ToolCode> {
  override readonly name = 'ToolError';
}
