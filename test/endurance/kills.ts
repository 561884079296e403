import { setTimeout as wait } from 'node:timers/promises';
import type { Front } from './front.ts';
import type { Part } from './part.ts';
import type { Random } from './random.ts';
import { killWorker, type TakeOver } from './take-over.ts';
import type { WholeLedger } from './whole-ledger.ts';

/** What to kill, and the random numbers that choose it. */
export interface Killing {
  readonly ledger: Pick<WholeLedger, 'parts' | 'databaseUrl'>;
  /** The front of the API processes. */
  readonly front: Front;
  readonly random: Random;
}

/** What was killed. */
export interface Killed {
  /** A description of each kill, in order. */
  readonly kills: string[];
  readonly takeOvers: TakeOver[];
}

/** The longest time between two kills, in milliseconds. */
const QUIET_MS = 1000;

/** The longest time from a request to the kill of its process, in milliseconds: about as long as the process works on it. */
const REQUEST_MS = 12;

/** One kill out of this number is aimed. */
const AIMED_ONE_IN = 3;

/** Moments that random kills seldom hit, in the order in which they are aimed at. */
const AIMS = ['answer', 'sealer', 'answers', 'anchorer', 'request', 'indexer'] as const;

/** Kills processes of a ledger at random and at aimed moments, this many times, and starts them again. */
export async function killAtRandom(killing: Killing, times: number): Promise<Killed> {
  const killed: Killed = { kills: [], takeOvers: [] };
  const { kills } = killed;
  let aimed = 0;
  while (kills.length < times) {
    await wait(killing.random.below(QUIET_MS));
    if (kills.length >= AIMED_ONE_IN * (aimed + 1) - 1) await killAimed(killing, killed, aimed++);
    else await killAny(killing, kills, times - kills.length);
  }
  return killed;
}

async function killAny({ ledger: { parts }, random }: Killing, kills: string[], most: number): Promise<void> {
  const victims = chooseVictims(parts, random);
  const names = await Promise.all(victims.map((part) => part.kill()));
  const database = names.find((name) => name.startsWith('postgres'));
  kills.push(victims.length === parts.length ? `all, ${database}` : names.join(' + '));
  if (random.below(4) === 0 && victims.length === 1 && most > 1)
    kills.push(await killWhileStarting(victims[0]!, random));
  await startInOrder(victims);
}

/** Waits for an aimed moment, and kills in it. */
async function killAimed(killing: Killing, { kills, takeOvers }: Killed, aimed: number): Promise<void> {
  const { ledger, front, random } = killing;
  const aim = AIMS[aimed % AIMS.length]!;
  if (aim === 'sealer' || aim === 'anchorer' || aim === 'indexer') {
    const takeOver = await killWorker(ledger.parts, ledger.databaseUrl, aim, random);
    takeOvers.push(takeOver);
    kills.push(`${takeOver.killed} at work`);
    await startInOrder(ledger.parts.filter(({ name }) => name === takeOver.killed));
    return;
  }
  const name = await findMoment(front, aim, random);
  const part = ledger.parts.find((each) => each.name === name)!;
  kills.push(
    `${await part.kill()} ${{ answer: 'while it answered', answers: 'while it answered a bulk request', request: 'after a request' }[aim]}`,
  );
  await startInOrder([part]);
}

/** Resolves with the process to kill, at the moment to kill it. */
async function findMoment(
  front: Front,
  aim: 'answer' | 'answers' | 'request',
  random: Random,
): Promise<string> {
  if (aim !== 'request') return front.loseNext(aim === 'answer' ? 'one' : 'many');
  const name = await front.untilRequest();
  await wait(random.below(REQUEST_MS));
  return name;
}

/** Returns the processes to kill: mostly one, one time in eight two at once, and one time in eight all. */
function chooseVictims(parts: readonly Part[], random: Random): readonly Part[] {
  const chance = random.below(8);
  if (chance === 0) return parts;
  const first = random.pick(parts);
  if (chance > 1) return [first];
  const second = random.pick(parts.filter((part) => part !== first));
  return parts.filter((part) => part === first || part === second);
}

async function killWhileStarting(part: Part, random: Random): Promise<string> {
  const starting = part.start();
  await wait(random.below(1000));
  const name = await part.kill();
  await starting;
  return `${name} while it started`;
}

/** Starts database and chain first, since the others end without them; then all others at once. */
async function startInOrder(victims: readonly Part[]): Promise<void> {
  const isFirst = ({ name }: Part): boolean => name === 'postgres' || name === 'chain';
  await Promise.all(victims.filter(isFirst).map((part) => part.start()));
  await Promise.all(victims.filter((part) => !isFirst(part)).map((part) => part.start()));
}
