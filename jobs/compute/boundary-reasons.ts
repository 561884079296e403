/** Why a value of a boundary that nobody chose can be taken, as it is recorded: it is what the method takes by itself, or not. */
export const BOUNDARY_REASONS = {
  usual: 'the method takes it where nobody chooses',
  other: 'the method has it too',
} as const;
