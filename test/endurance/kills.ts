import { setTimeout as wait } from 'node:timers/promises';
import type { Front } from './front.ts';
import type { Part } from './part.ts';
import type { Random } from './random.ts';
import { killWorker, type TakeOver } from './take-over.ts';
import type { WholeLedger } from './whole-ledger.ts';

/** What is killed, and by which chance. */
export interface Killing {
  readonly ledger: Pick<WholeLedger, 'parts' | 'databaseUrl'>;
  /** What stands before the processes of the API. */
  readonly front: Front;
  readonly random: Random;
}

/** What was done to a ledger. */
export interface Killed {
  /** What was killed, in order. */
  readonly told: string[];
  readonly takeOvers: TakeOver[];
}

/** How long at most all goes well between two kills, in milliseconds. */
const QUIET_MS = 1000;

/** How long at most a process that was sent a request still lives, in milliseconds: about as long as it works on it. */
const REQUEST_MS = 12;

/** One kill in so many is aimed. */
const AIMED_ONE_IN = 3;

/** Moments that chance seldom finds, in the order in which they are aimed at. */
const AIMS = ['answer', 'sealer', 'answers', 'anchorer', 'request', 'indexer'] as const;

/** Kills processes of a ledger, so many times, at moments of the seed and at aimed ones, and starts them again. */
export async function killAtRandom(killing: Killing, times: number): Promise<Killed> {
  const killed: Killed = { told: [], takeOvers: [] };
  const { told } = killed;
  let aimed = 0;
  while (told.length < times) {
    await wait(killing.random.below(QUIET_MS));
    if (told.length >= AIMED_ONE_IN * (aimed + 1) - 1) await killAimed(killing, killed, aimed++);
    else await killAny(killing, told, times - told.length);
  }
  return killed;
}

async function killAny({ ledger: { parts }, random }: Killing, told: string[], most: number): Promise<void> {
  const victims = chooseVictims(parts, random);
  const names = await Promise.all(victims.map((part) => part.kill()));
  const database = names.find((name) => name.startsWith('postgres'));
  told.push(victims.length === parts.length ? `all, ${database}` : names.join(' + '));
  if (random.below(4) === 0 && victims.length === 1 && most > 1)
    told.push(await killWhileStarting(victims[0]!, random));
  await startInOrder(victims);
}

/** Kills at a moment that is waited for. */
async function killAimed(killing: Killing, { told, takeOvers }: Killed, aimed: number): Promise<void> {
  const { ledger, front, random } = killing;
  const aim = AIMS[aimed % AIMS.length]!;
  if (aim === 'sealer' || aim === 'anchorer' || aim === 'indexer') {
    const takeOver = await killWorker(ledger.parts, ledger.databaseUrl, aim, random);
    takeOvers.push(takeOver);
    told.push(`${takeOver.killed} at work`);
    await startInOrder(ledger.parts.filter(({ name }) => name === takeOver.killed));
    return;
  }
  const name = await findMoment(front, aim, random);
  const part = ledger.parts.find((each) => each.name === name)!;
  told.push(
    `${await part.kill()} ${{ answer: 'as it answered', answers: 'as it answered many', request: 'as it was asked' }[aim]}`,
  );
  await startInOrder([part]);
}

/** Resolves with the process to kill, in the moment to kill it. */
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

/** Mostly one; one time in eight two at once, one time in eight all. */
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

/** The database and the chain first, since the others end where they find none; then all others at once. */
async function startInOrder(victims: readonly Part[]): Promise<void> {
  const isFirst = ({ name }: Part): boolean => name === 'postgres' || name === 'chain';
  await Promise.all(victims.filter(isFirst).map((part) => part.start()));
  await Promise.all(victims.filter((part) => !isFirst(part)).map((part) => part.start()));
}
