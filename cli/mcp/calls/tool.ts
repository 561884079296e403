import * as z from 'zod';
import { showValue } from '../../../core/errors.ts';
import type { Desk, Line } from './desk.ts';
import { ToolError } from './tool-error.ts';

/** The most characters of a file with an answer. */
export const MOST_FILE = 1_000_000;

/** A file that belongs to an answer, whole: a proof file, a draft. */
export interface AnswerFile {
  readonly name: string;
  readonly text: string;
}

/** What a tool found. */
export interface Found {
  /** A text of the program alone, or data. */
  readonly value: string | object;
  readonly files?: readonly AnswerFile[];
}

/** A tool: a thin adapter between the arguments of a client and commands of `ledger`. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly input: z.ZodObject;
  /** Answers a call. What it was given is of its input schema. */
  readonly answer: (given: unknown, desk: Desk) => Promise<Found>;
}

interface Declared<Input extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly input: Input;
  readonly find: (given: z.output<Input>, desk: Desk) => Promise<Found>;
}

/** Declares a tool. Its arguments are checked here, not by the protocol, so that a mistake has a code and names its value. */
export function defineTool<Input extends z.ZodObject>({ find, ...declared }: Declared<Input>): Tool {
  return {
    ...declared,
    answer: (given, desk) => find(readArguments(declared.input, given), desk),
  };
}

/** @throws ToolError `argument` */
function readArguments<Input extends z.ZodObject>(input: Input, given: unknown): z.output<Input> {
  const read = input.safeParse(given ?? {}, { reportInput: true });
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  const said =
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.join(', ')} is unknown`
      : `${issue.path.join('.')}: ${issue.message}, got ${showValue(issue.input)}`;
  throw new ToolError('argument', `${said}; this tool takes ${Object.keys(input.shape).join(', ')}`);
}

const LIST_PAGE = 50;
/** What a tool takes whose answer has a list that can be long. */
export const PAGE = {
  offset: z.int().min(0).default(0).describe('how many of the list to skip'),
  limit: z.int().min(1).max(500).default(LIST_PAGE).describe('how many of the list to show'),
};

/** Returns what a command printed, with a page of one of its lists, and how long that list is. */
export function pageOf(
  value: unknown,
  list: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): object {
  const whole = value as Readonly<Record<string, unknown>>;
  const all = whole[list];
  if (!Array.isArray(all)) return whole;
  const shown = all.slice(offset, offset + limit) as unknown[];
  const next = offset + shown.length < all.length ? offset + shown.length : null;
  return { ...whole, [list]: shown, page: { of: list, all: all.length, offset, shown: shown.length, next } };
}

/** The key of the user, for a command that can read private entries. */
export function asReader(desk: Desk, line: Line): Line {
  return { ...line, command: [...line.command, ...desk.setting.reader] };
}
