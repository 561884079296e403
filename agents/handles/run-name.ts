/** The runs of a question, by the names under which a person gives them. */
export const RUN_NAMES = ['a', 'b', 'c', 'd'] as const;
/** The name of a run of a question. */
export type RunName = (typeof RUN_NAMES)[number];
