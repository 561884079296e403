/** Words by which a name says that it is a part of the one before it: `其中：烟煤`, `thereof renewable`, `davon Prozess`. */
const PART =
  /^[\s–—•·*-]*(?:其中|of\s+which\b|thereof\b|davon\b|darunter\b|dont\b|di\s+cui\b|de\s+los\s+cuales\b|waarvan\b|w\s+tym\b)/i;

/** Whether a name says that it is a part of the one before it, which counts it. */
export function isPartName(name: string): boolean {
  return PART.test(name);
}
