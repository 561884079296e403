import { setTimeout as wait } from 'node:timers/promises';
import type { Part } from './part.ts';
import type { Random } from './random.ts';

/** How long at most all goes well between two kills, in milliseconds. */
const QUIET_MS = 1000;

/** Kills processes of a ledger, so many times, at moments of the seed, and starts them again; returns what was killed, in order. */
export async function killAtRandom(parts: readonly Part[], times: number, random: Random): Promise<string[]> {
  const told: string[] = [];
  while (told.length < times) {
    await wait(random.below(QUIET_MS));
    const victims = chooseVictims(parts, random);
    await Promise.all(victims.map((part) => part.kill()));
    told.push(victims.length === parts.length ? 'all' : victims.map(({ name }) => name).join(' + '));
    if (random.below(4) === 0 && victims.length === 1 && told.length < times)
      told.push(await killWhileStarting(victims[0]!, random));
    await startInOrder(victims);
  }
  return told;
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
  await part.kill();
  await starting;
  return `${part.name} while it started`;
}

/** The database and the chain first, since the others end where they find none; then all others at once. */
async function startInOrder(victims: readonly Part[]): Promise<void> {
  const isFirst = ({ name }: Part): boolean => name === 'postgres' || name === 'chain';
  await Promise.all(victims.filter(isFirst).map((part) => part.start()));
  await Promise.all(victims.filter((part) => !isFirst(part)).map((part) => part.start()));
}
