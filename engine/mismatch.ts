import type * as z from 'zod';
import { showValue } from '../core/errors.ts';

/** Returns what a schema expected and what it got: `expected string, got 12`. `value` is the value at the issue's path. */
export function describeMismatch(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'unrecognized_keys') return `unknown member ${issue.keys.join(', ')}: remove it`;
  const expected = issue.message
    .replace(/^(Invalid input|Invalid option|Too small|Too big): /, '')
    .replace(/, received .*$/, '')
    .replace('<=', 'at most ')
    .replace('>=', 'at least ');
  return `${expected}, got ${value === undefined ? 'nothing' : showValue(value)}`;
}

/** Returns the value at a path of a schema's issue; undefined where a step is missing. */
export function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | null | undefined)?.[step],
    whole,
  );
}
