import type { z } from 'zod';
import { showValue } from '../errors.ts';

type Issue = z.core.$ZodIssue;

/** The messages that zod writes itself, which a schema's own message replaces. */
const DEFAULT_MESSAGE = /^(Invalid|Too small|Too big|Unrecognized)/;

/** A message names at most this many unknown members. */
const MAX_NAMED = 4;
/** It shows this many characters of each. */
const MAX_SHOWN = 40;

/** JSON types as zod names them → in words. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/**
 * Returns in one line what a schema expected and what it got: `expected a string, got 12`. `value` is the value at the issue's
 * path.
 */
export function describeMismatch(issue: Issue, value: unknown): string {
  if (issue.code === 'unrecognized_keys') return describeUnknown(issue.keys);
  if (issue.code === 'invalid_type' && issue.expected === 'never') return 'not allowed here: remove it';
  const expected = expectationOf(issue);
  if (value === undefined) return `required, but missing${isOwn(issue) ? `: ${expected}` : ''}`;
  // A rule about several members of an object says itself which ones; the whole object would hide them.
  if (issue.code === 'custom' && typeof value === 'object' && isOwn(issue)) return expected;
  return `${expected}, got ${showValue(value)}`;
}

/** Returns the value at a path of an issue; undefined where a step is missing. */
export function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | null | undefined)?.[step],
    whole,
  );
}

function describeUnknown(keys: readonly string[]): string {
  const named = keys.slice(0, MAX_NAMED).map((key) => showValue(key.slice(0, MAX_SHOWN)));
  const more = keys.length > MAX_NAMED ? ` and ${keys.length - MAX_NAMED} more` : '';
  const [members, them] = keys.length === 1 ? ['member', 'it'] : ['members', 'them'];
  return `unknown ${members} ${named.join(', ')}${more}: remove ${them}`;
}

function isOwn({ message }: Issue): boolean {
  return !DEFAULT_MESSAGE.test(message);
}

function expectationOf(issue: Issue): string {
  return isOwn(issue) ? issue.message : `expected ${acceptedBy(issue)}`;
}

function acceptedBy(issue: Issue): string {
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map(showValue).join(' or ');
  if (issue.code === 'too_big') return `at most ${sizeOf(issue.origin, issue.maximum)}`;
  if (issue.code === 'too_small') return `at least ${sizeOf(issue.origin, issue.minimum)}`;
  if (issue.code === 'invalid_union') return alternativesOf(issue.errors);
  if (issue.code !== 'invalid_format') return 'another value';
  return issue.format === 'url'
    ? 'an http or https URL'
    : `text in the format ${issue.pattern ?? issue.format}`;
}

function sizeOf(origin: string, size: number | bigint): string {
  if (origin === 'array') return `${size} item${size === 1 ? '' : 's'}`;
  if (origin === 'string') return `${size} character${size === 1 ? '' : 's'}`;
  return String(size);
}

function alternativesOf(options: readonly (readonly Issue[])[]): string {
  const accepted = options.flatMap(([first]) =>
    first === undefined ? [] : [expectationOf(first).replace(/^expected /, '')],
  );
  return [...new Set(accepted)].join(' or ') || 'another value';
}
