export const DATA_MEDIANS: Readonly<Record<string, number>> = {};
