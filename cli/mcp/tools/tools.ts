import type { Tool } from '../calls/tool.ts';
import { AGENT_TOOLS } from './agent-tools.ts';
import { FIGURE_TOOLS } from './figure-tools.ts';
import { RECORD_TOOLS } from './record-tools.ts';

/** All tools, in the order in which clients list them. */
export const TOOLS: readonly Tool[] = [...RECORD_TOOLS, ...FIGURE_TOOLS, ...AGENT_TOOLS];
