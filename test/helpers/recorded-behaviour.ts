import { readEngineDigests } from '../../cli/engines/engine-folder.ts';
import { engineName, engineVersion } from '../../engine/version.ts';

/** The engine of this checkout: a changed method makes another one, and what else is recorded stays the same. */
const [ENGINE = ''] = (await readEngineDigests()).slice(-1);

/** What a record passes through while it is looked at. */
const ON_ITS_WAY = 'accepted|sealed|submitted|anchored|final';
const WHOLLY_ON_ITS_WAY = new RegExp(`^(?:${ON_ITS_WAY})$`);

/**
 * What differs from run to run, and the mark that replaces it. Counts of batches, blocks, events and replays are among it: what runs
 * at the same time shares the ledger, a batch is sealed after a time, and the regulator of the example continues to replay.
 */
const VARYING: readonly (readonly [pattern: RegExp, mark: string])[] = [
  [new RegExp(ENGINE, 'g'), '<engine>'],
  [new RegExp(`(?<=${engineName} )[\\w.-]*\\w`, 'g'), '<engine version>'],
  [/\b0x[0-9a-fA-F]{8,}(?:…|\b)/g, '0x…'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<id>'],
  [/\b(test|evt)_[0-9a-f]+\b/g, '$1_<id>'],
  [/\bwhsec_[\w+/=]+/g, 'whsec_<secret>'],
  [/\b[0-9a-f]{64}\b/g, '<hash>'],
  [/\b[0-9a-f]{32}\b/g, '<nonce>'],
  [/\b[0-9a-f]{8}-\d+\b/g, '<event>'],
  [/\b20(?:2[5-9]|[3-9]\d)-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '<time>'],
  [/\b(?:127\.0\.0\.1|localhost):\d+/g, '<host>'],
  [/\/tmp\/carbon-ledger-[a-z]+-\w{6}/g, '<folder>'],
  [/\d+ ms\b/g, '# ms'],
  [/^\d+(?= {2}<time> {2})/gm, '#'],
  [/(?<=--cursor )\S+/g, '<cursor>'],
  [new RegExp(`(?<=\\S {2,})(?<!\\boutcome +)(?:${ON_ITS_WAY}) *(?= {2}|$)`, 'gm'), '<state>'],
  [/; \d+ newer (?:batch exists|batches exist), ledger proof refresh renews the file/g, ''],
  [/, \d+ batch(?:es)? before the newest/g, ''],
  [/；另有[^；]*?更 ?新 ?文 ?件/g, ''],
  [/第 \d+ 批次/g, '第 # 批次'],
  [/\b\d+ sealed, \d+ anchored, \d+ final/g, '# sealed, # anchored, # final'],
  [/\b(batch|block|batches) +\d+/g, '$1 #'],
  [/\b(batch|batches) # (→|to) \d+(?: of \d+)?/g, '$1 # $2 #'],
  [/\b(?:one of the \d+ records|the only record) in batch/g, 'a record in batch'],
  [/\bbatch #, \d+ records?/g, 'batch #, # records'],
  [/\brecords waiting +\d+(?:, the oldest since <time>)?/g, 'records waiting  #'],
  [/\brecords +\d+, (?:all replayed|none of them new|\d+ of them new) in this run/g, 'records #'],
  [/\b\d+ streams? of \d+ part(?:y|ies)/g, '# streams of # parties'],
  [/\bin canonical form, \d+ bytes/g, 'in canonical form, # bytes'],
];

/** Returns a text without what differs from run to run. */
export function hideVarying(text: string): string {
  return VARYING.reduce((left, [pattern, mark]) => left.replaceAll(pattern, mark), joinWrapped(text));
}

/** Numbers that are not equally long in each run, so that a text may be wrapped elsewhere. */
const OF_VARYING_LENGTH =
  /\b(?:batch|block|batches|newest block|final block) +\d|第 \d+ 批次|^ *(?:rpc|server) /;

/** Returns a text with the continuations of a line on the line, where a varying number decides how it is wrapped. */
function joinWrapped(text: string): string {
  const indentOf = (line = ''): number => /^ */.exec(line)![0].length;
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const last = lines.at(-1);
    const continues = last !== undefined && line !== '' && indentOf(line) > indentOf(last);
    if (continues && OF_VARYING_LENGTH.test(last)) lines[lines.length - 1] = `${last} ${line.trim()}`;
    else lines.push(line);
  }
  return lines.join('\n');
}

/** Members of JSON whose numbers differ from run to run. A time is known by its size. */
const VARYING_MEMBERS =
  /^(?:id|batch|before|after|block|number|position|sealed|anchored|final|latest|recordCount|records|streams|parties|replayedNow|milliseconds)$/;
/** A queue is empty or not, a batch has a record or more, a working paper names blocks; the schemas of rows are long, and generated. */
const LEFT_OUT = ['queue', 'proof', 'workingPaper', 'schemas'];
/** Numbers from here to twice as many are times, in Unix seconds. */
const FIRST_TIME = 1_750_000_000;

/** Returns a JSON value without what differs from run to run. `name` is the member that has it. */
function hideInJson(value: unknown, name = ''): unknown {
  if (LEFT_OUT.includes(name)) return '…';
  if (typeof value === 'string') return hideInString(value, name);
  if (typeof value === 'number') {
    if (value > FIRST_TIME && value < 2 * FIRST_TIME) return '<time>';
    return VARYING_MEMBERS.test(name) ? '#' : value;
  }
  if (Array.isArray(value)) return settleOrder(value.map((item) => hideInJson(item)));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([member, item]) => [member, hideInJson(item, member)]);
  return Object.fromEntries(members) as object;
}

function hideInString(value: string, name: string): string {
  if (name === 'state' && WHOLLY_ON_ITS_WAY.test(value)) return '<state>';
  if (name === 'version' && value === engineVersion) return '<engine version>';
  if (name === 'number' && /^\d+$/.test(value)) return '#';
  return name === 'next' && /^\w+$/.test(value) ? '<cursor>' : hideVarying(value);
}

/**
 * Returns the items of a list in an order that is the same in each run, and equal ones that follow each other once. Items about a record
 * or a party each are in the order of its hash: here they are in the order of their texts. Those with an id or a name of their own have
 * an order that means something.
 */
function settleOrder(items: readonly unknown[]): unknown[] {
  const alike: string[][] = [];
  for (const text of items.map((item) => JSON.stringify(item))) {
    const last = alike.at(-1);
    if (last !== undefined && isInOrderOfHashes(last[0]!, text)) last.push(text);
    else alike.push([text]);
  }
  const settled = alike.flatMap((texts) => texts.sort());
  return settled
    .filter((text, index) => text !== settled[index - 1])
    .map((text) => JSON.parse(text) as unknown);
}

/** Tells whether the hashes of two items decide which comes first: they are alike up to a hash, or name a record in the same check. */
function isInOrderOfHashes(one: string, other: string): boolean {
  if (/^\{"id"|"name":/.test(one)) return false;
  const [beginning, ...rest] = one.split('0x…');
  if (rest.length > 0 && other.startsWith(`${beginning!}0x…`)) return true;
  const [first, second] = [one, other].map(
    (text) => JSON.parse(text) as { record?: unknown; check?: unknown } | null,
  );
  return first?.record === '0x…' && second?.record === '0x…' && first.check === second.check;
}

const WIDTH = 120;

/** Returns JSON with a line for each value that is short enough, so that a change is a difference of few lines. */
export function formatJson(value: unknown, indent = ''): string {
  const text = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + text.length <= WIDTH) return text;
  const deeper = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => formatJson(item, deeper))
    : Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${formatJson(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open!}\n${items.map((item) => `${deeper}${item}`).join(',\n')}\n${indent}${close!}`;
}

/** Returns a JSON value as it is recorded. */
export function recordJson(value: unknown): string {
  return formatJson(hideInJson(value));
}

/** What is printed while something is waited for. */
const PROGRESS = /^(?:.* …|batch # of .*)\n/gm;

/** How a call ended, and what it printed on standard output and standard error. */
interface Run {
  readonly exit: number;
  readonly result: string;
  readonly messages: string;
}

/** Returns how a call ended and what it printed, as it is recorded. Of a list that others lengthen, it has the `lines` alone, sorted. */
export function recordRun(run: Run, lines?: RegExp): string {
  const values = readJson(run.result);
  const printed =
    values === null
      ? hideVarying(run.result)
      : settleOrder(values.map((value) => hideInJson(value)))
          .map((value) => `${formatJson(value)}\n`)
          .join('');
  const result = lines === undefined ? printed : pickLines(printed, lines);
  const messages = hideVarying(run.messages).replaceAll(PROGRESS, '');
  return `exit ${run.exit}\n${result}${messages === '' ? '' : `messages:\n${messages}`}`.trimEnd();
}

function pickLines(text: string, lines: RegExp): string {
  // Columns are as wide as lines of others need.
  const picked = text
    .split('\n')
    .filter((line) => lines.test(line))
    .map((line) => line.replaceAll(/(?<=\S) {2,}/g, '  '));
  return [...new Set(picked)]
    .sort()
    .map((line) => `${line}\n`)
    .join('');
}

/** Returns the JSON value of a text, or those of its lines; null if it is another text. */
function readJson(text: string): unknown[] | null {
  if (!/^[{["]/.test(text)) return null;
  const parse = (part: string): unknown => JSON.parse(part);
  try {
    return [parse(text)];
  } catch {
    return text.trimEnd().split('\n').map(parse);
  }
}
