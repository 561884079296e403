/** The tools of all agents. A model calls them by these names, and the progress that a person sees names them in words. */
export const TOOL_NAMES = [
  'find-records',
  'open-record',
  'compute',
  'choose-rows',
  'derive',
  'sort',
  'tabulate',
  'find-factors',
  'panorama',
  'explain',
  'compare',
  'impact',
  'draft',
] as const;
/** The name of a tool. */
export type ToolName = (typeof TOOL_NAMES)[number];
