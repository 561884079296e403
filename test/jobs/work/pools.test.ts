import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepOnce } from '../../../server/work/keeper.ts';
import { engineFolder } from '../../../cli/engines/engine-folder.ts';
import { openUnitsInThreads } from '../../../cli/threads/open-units.ts';
import { openTaskReads } from '../../../jobs/work/task-reads.ts';
import { openMethodEngine } from '../../../jobs/engines/method-engine.ts';
import type { OpenedTask, UnitComputer } from '../../../jobs/work/opened-tasks.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { Task } from '../../../core/work/task.ts';
import { COMMON, dataset } from '../../engine/dataset.ts';
import { makeTrade } from '../../helpers/trade-documents.ts';
import type { OpenDocument } from '../../../core/verify/engine.ts';
import { type RunOfRows, type RunPorts, runRows } from '../../../jobs/compute/run-rows.ts';
import { openSource } from '../../../jobs/documents/document-source.ts';
import { solveOnPools } from '../../../jobs/work/solve-on-pools.ts';
import { computeWhole } from '../../../jobs/work/unit-bytes.ts';
import {
  askPorts,
  METHOD,
  NO_ENGINES,
  OFFER,
  openPoolLedger,
  openUnitsHere,
  PARAMETERS,
  type PoolLedger,
  UNITS,
} from './pool-ledger.ts';
import { IS_LONG } from '../../helpers/long.ts';

/** A task without its engine. */
type UnopenedTask = Task extends infer One ? (One extends Task ? Omit<One, 'engine'> : never) : never;

let opened: PoolLedger;
let atHome: string;

beforeAll(async () => {
  opened = await openPoolLedger();
  await opened.grant(opened.ledger.auditor);
  await opened.grant(opened.ledger.exchange);
  const engine = await openMethodEngine(METHOD, engineFolder);
  atHome = JSON.stringify(await engine.run(opened.inputs, PARAMETERS));
});
afterAll(() => opened.stop());

/** Waits until the newest work of the company is open, and returns its id. */
async function awaitWork(): Promise<string> {
  const client = opened.client(opened.ledger.company);
  await expect
    .poll(async () => (await client.list())[0]?.state, { interval: 20, timeout: 30_000 })
    .toBe('open');
  return (await client.list())[0]!.id;
}

/** A worker whose units have one bit flipped. */
const flip: typeof openUnitsHere = async (task) => {
  const honest = await openUnitsHere(task);
  return {
    ...honest,
    async compute(unit) {
      const bytes = await honest.compute(unit);
      bytes[bytes.length - 1]! ^= 1;
      return bytes;
    },
  };
};

describe('draws on a pool', () => {
  it.each(IS_LONG ? [1, 2, 3, 7, 16] : [1, 2, 3, 7])(
    'have the same bits as at home with %d workers',
    async (count) => {
      const asked = opened.ask({});
      await awaitWork();
      const done = await Promise.all(
        Array.from({ length: count }, (_, index) =>
          opened.work(opened.ledger.auditor, { worker: `w${index}` }),
        ),
      );
      const { result, where } = await asked;
      expect(JSON.stringify(result)).toBe(atHome);
      expect(done.reduce((sum, { units }) => sum + units, 0)).toBe(UNITS);
      expect(where).toEqual({
        units: UNITS,
        pools: [{ party: opened.ledger.auditor.party, units: UNITS, wrong: 0 }],
        here: 1,
      });
    },
  );
});

describe('a unit states enough bytes for all', () => {
  it('also where the one that is computed at home is the last slice, which is shorter', async () => {
    const asked = opened.ask({}, { random: () => 0.999 });
    await awaitWork();
    const { units, failed } = await opened.work(opened.ledger.auditor);
    expect({ units, failed }).toEqual({ units: UNITS, failed: 0 });
    expect(JSON.stringify((await asked).result)).toBe(atHome);
  });
});

describe('what a pool gives is not trusted:', () => {
  it('one that flips a bit is found by the unit that is computed at home, and nothing of it is used', async () => {
    const asked = opened.ask({});
    const refused = expect(asked).rejects.toMatchObject({
      code: 'work-differs',
      message: expect.stringContaining(`${opened.ledger.auditor.party} (worker w)`) as string,
    });
    const id = await awaitWork();
    await opened.work(opened.ledger.auditor, {}, { openUnits: flip });
    await refused;
    expect((await opened.client(opened.ledger.company).read(id)).state).toBe('cancelled');
  });

  it('of two owners the one that flips a bit is named, and the result is as at home', async () => {
    const { auditor, exchange } = opened.ledger;
    const asked = opened.ask({ pools: [auditor.party, exchange.party], check: 'alone' });
    await awaitWork();
    await Promise.all([opened.work(auditor), opened.work(exchange, {}, { openUnits: flip })]);
    const { result, where } = await asked;
    expect(JSON.stringify(result)).toBe(atHome);
    expect(where!.pools).toContainEqual({ party: exchange.party, units: UNITS, wrong: UNITS });
    expect(where!.pools).toContainEqual({ party: auditor.party, units: UNITS, wrong: 0 });
    expect(opened.said.at(-1)).toContain(`other bytes from ${exchange.party}`);
  });

  it('two owners that collude are found by the unit that is computed at home, and only there', async () => {
    const { auditor, exchange } = opened.ledger;
    const asked = opened.ask({ pools: [auditor.party, exchange.party], check: 'alone' });
    const refused = expect(asked).rejects.toMatchObject({ code: 'work-differs' });
    await awaitWork();
    await Promise.all([auditor, exchange].map((pool) => opened.work(pool, {}, { openUnits: flip })));
    await refused;
  });

  it('without a second owner, a run for a record is computed at home again, unit by unit', async () => {
    const asked = opened.ask({ check: 'alone' });
    await awaitWork();
    await opened.work(opened.ledger.auditor);
    const { result, where } = await asked;
    expect(JSON.stringify(result)).toBe(atHome);
    expect(where!.here).toBe(UNITS);
  });
});

describe('equations that a pool solves', () => {
  const TRADE = makeTrade(['CN', 'DE'], 3);
  const table = [dataset('a', ...TRADE.entries)];
  const openDocument: OpenDocument = ({ sha256 }) =>
    Promise.resolve(openSource(TRADE.documents.find((document) => document.sha256 === sha256)!.bytes));

  /** Computes the accounts of a table; the pool solves its equations, and changes what it found. */
  async function solve(change: (text: string) => string): Promise<RunOfRows & { where: unknown }> {
    const { auditor, company } = opened.ledger;
    const ports = { ...askPorts(opened.client(company), (text) => void opened.said.push(text)) };
    const solvingPlace = solveOnPools({ pools: [auditor.party], check: 'sample' }, ports);
    const asked = computeTrade({ solvingPlace });
    await awaitWork();
    await opened.work(auditor, {}, { openUnits: (task) => Promise.resolve(solver(task, change)) });
    return { ...(await asked), where: solvingPlace.where() };
  }

  const computeTrade = (more: Partial<RunPorts>): Promise<RunOfRows> =>
    runRows(
      {
        ...{ method: 'trade@1', inputs: table },
        parameters: { period: COMMON.period, rounding: { mode: 'half-even', digits: 9 } },
      },
      {
        ...{ engines: engineFolder, openDocument, finish: (prepared) => prepared.finish() },
        ...{ onProgress: () => {}, ...more },
      },
    );

  const solver = ({ task, engine }: OpenedTask, change: (text: string) => string): UnitComputer => ({
    async compute() {
      if (task.kind !== 'solution') throw new Error('only solutions');
      const unit = { kind: task.kind, ...task.run, inputs: table, documents: TRADE.documents };
      const bytes = await computeWhole(unit, engine, openDocument);
      return new TextEncoder().encode(change(new TextDecoder().decode(bytes)));
    },
    close: () => Promise.resolve(),
  });

  it('give the same figures as here, and are not solved here', async () => {
    const { result, where } = await solve((text) => text);
    expect(result).toEqual((await computeTrade({})).result);
    expect(where).toEqual({
      units: 1,
      pools: [{ party: opened.ledger.auditor.party, units: 1, wrong: 0 }],
      here: 0,
    });
  });

  it.each<[string, (text: string) => string]>([
    ['a wrong solution', (text) => text.replace(/^(\d\S+)\n$/m, (number) => `${Number(number) * 1.001}\n`)],
    ['the solution of another table', (text) => text.replaceAll('DE/', 'FR/')],
    ['no matrix', () => 'nothing of the kind'],
  ])('%s is refused, its pool is named, and the figures are as here', async (_, change) => {
    const { auditor } = opened.ledger;
    const { result, where } = await solve(change);
    expect(result).toEqual((await computeTrade({})).result);
    expect(where).toEqual({ units: 1, pools: [{ party: auditor.party, units: 1, wrong: 1 }], here: 1 });
    expect(opened.said.at(-1)).toContain(`! the solution from ${auditor.party} is not taken`);
  });
});

describe('nothing is lost, and nothing counts twice:', () => {
  it('who asks again after a crash gets the same work, and what came back meanwhile', async () => {
    const stopped = opened.ask({}, { wait: () => Promise.reject(new Error('killed')) });
    await expect(stopped).rejects.toThrow('killed');
    const id = await awaitWork();
    await opened.work(opened.ledger.auditor);
    const { result } = await opened.ask({});
    expect(JSON.stringify(result)).toBe(atHome);
    expect((await opened.client(opened.ledger.company).list())[0]).toMatchObject({ id, state: 'done' });
  });

  it('a worker that is killed loses its units to the next one, and its late results are refused', async () => {
    const { auditor } = opened.ledger;
    const asked = opened.ask({});
    const work = await awaitWork();
    const zombie = opened.client(auditor);
    const lease = (await zombie.lease({ worker: 'zombie', memory: 2 ** 40, most: 2 })).lease!;
    expect(lease.units).toEqual([0, 1].map((unit) => ({ unit, token: 1 })));
    await opened.endLeases();
    const { units } = await opened.work(auditor);
    expect(units).toBe(UNITS);
    const held = { work, pool: auditor.party, ...lease.units[0]! };
    const late = {
      bytes: new Uint8Array(8),
      sha256: createHash('sha256').update(new Uint8Array(8)).digest('hex'),
    };
    await expect(zombie.deliver(held, { ...late, milliseconds: 1 })).rejects.toMatchObject({
      code: 'lease-lost',
    });
    expect(JSON.stringify((await asked).result)).toBe(atHome);
  });

  it('a result that is sent again because its answer was lost is stored once', async () => {
    const { auditor, company } = opened.ledger;
    const asked = opened.ask({});
    const work = await awaitWork();
    const client = opened.client(auditor);
    const repeating = {
      ...client,
      deliver: async (...sent: Parameters<typeof client.deliver>) => {
        await client.deliver(...sent);
        await client.deliver(...sent);
      },
    };
    await opened.work(auditor, {}, { work: repeating });
    const [line] = (await opened.client(company).read(work)).lines;
    expect(line).toMatchObject({ done: UNITS });
    expect(JSON.stringify((await asked).result)).toBe(atHome);
  });

  it('bytes that change in transit are refused by their hash', async () => {
    const { auditor } = opened.ledger;
    const asked = opened.ask({});
    const work = await awaitWork();
    const client = opened.client(auditor);
    const lease = (await client.lease({ worker: 'w', memory: 2 ** 40, most: 1 })).lease!;
    const held = { work, pool: auditor.party, ...lease.units[0]! };
    const sent = { bytes: new Uint8Array(8), sha256: '0'.repeat(64), milliseconds: 1 };
    await expect(client.deliver(held, sent)).rejects.toMatchObject({ code: 'unit-hash' });
    await opened.endLeases();
    await opened.work(auditor);
    await asked;
  });

  it('work that is cancelled ends: nothing more is taken or stored, and the party that waits gets the reason', async () => {
    const { auditor, company } = opened.ledger;
    const asked = opened.ask({});
    const refused = expect(asked).rejects.toMatchObject({ code: 'work-ended' });
    const work = await awaitWork();
    const client = opened.client(auditor);
    const lease = (await client.lease({ worker: 'w', memory: 2 ** 40, most: 1 })).lease!;
    await opened.client(company).end(work, 'cancelled');
    expect(await client.renew(work, auditor.party, lease.units)).toEqual([]);
    const held = { work, pool: auditor.party, ...lease.units[0]! };
    const sent = {
      bytes: new Uint8Array(8),
      sha256: createHash('sha256').update(new Uint8Array(8)).digest('hex'),
    };
    await expect(client.deliver(held, { ...sent, milliseconds: 1 })).rejects.toMatchObject({
      code: 'lease-lost',
    });
    expect((await client.lease({ worker: 'w', memory: 2 ** 40, most: 1 })).lease).toBeNull();
    await refused;
  });

  it('a unit that ends every worker is given up after three, and is not computed at home', async () => {
    const { auditor } = opened.ledger;
    const asked = opened.ask({}, {}, { ...PARAMETERS, draws: 3000 });
    const refused = expect(asked).rejects.toMatchObject({
      code: 'work-dead',
      message: expect.stringContaining('268435456 bytes of memory') as string,
    });
    await awaitWork();
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { lease } = await opened
        .client(auditor)
        .lease({ worker: `w${attempt}`, memory: 2 ** 40, most: 1 });
      expect(lease!.units).toEqual([{ unit: 0, token: attempt }]);
      await opened.endLeases();
    }
    await keepOnce(opened.database.pool, OFFER);
    await opened.work(auditor);
    await refused;
  });
});

/** A task, as a worker opens it in a thread, where nobody has documents. */
async function openInThread(task: UnopenedTask, opening: Partial<OpenedTask> = {}): Promise<UnitComputer> {
  const { digest } = (await engineFolder.list()).at(-1)!;
  const reads = openTaskReads(
    () => Promise.resolve(opened.api(opened.ledger.auditor)),
    () => {},
  );
  return openUnitsInThreads(
    {
      task: { ...task, engine: digest },
      engine: { digest, bytes: (await engineFolder.read(digest))! },
      ...{ limits: null, ...reads, ...opening },
    },
    { threads: 1, locate: () => Promise.resolve(null) },
  );
}

describe('a unit that takes longer than it may', () => {
  it('is stopped in its thread, and says so', async () => {
    const run = { method: 'inventory@2', parameters: {}, inputs: [] };
    const units = await openInThread({ kind: 'runs', runs: [run] }, { limits: { memory: 1, seconds: 0.01 } });
    await expect(units.compute(0)).rejects.toMatchObject({
      code: 'unit-too-slow',
      message: 'the unit was stopped: it took more than 0.01 s',
    });
    await units.close();
  });
});

describe('a run whose draws are units', () => {
  it('is refused before its first unit where it lacks a document', async () => {
    const { entries, documents } = makeTrade(['CN', 'DE'], 2);
    const run = {
      ...{ method: 'uncertainty@1', inputs: [dataset('a').record as Hex] },
      parameters: {
        method: 'trade@1',
        approach: 2,
        parameters: {},
        period: COMMON.period,
        rounding: COMMON.rounding,
      },
    };
    const opening = openInThread(
      { kind: 'draws', slices: 1, run },
      { readInput: () => Promise.resolve(dataset('a', ...entries)) },
    );
    await expect(opening).rejects.toMatchObject({
      code: 'missing-document',
      message: expect.stringContaining(documents[0]!.sha256) as string,
    });
  });
});

describe('each reason why a pool does not compute reaches the party that asked:', () => {
  it.each([
    ['rows that it may not read', 'provider', {}, 'forbidden'],
    ['an engine that it has not', 'auditor', { engines: NO_ENGINES }, 'engine-missing'],
  ] as const)('%s', async (_, pool, ports, code) => {
    const party = opened.ledger[pool];
    const asked = opened.ask({ pools: [party.party] });
    const refused = expect(asked).rejects.toMatchObject({
      code: 'work-refused',
      message: expect.stringContaining(code) as string,
    });
    const work = await awaitWork();
    const hurried = async (): Promise<void> => {
      await opened.endLeases();
    };
    await opened.work(party, {}, { ...ports, now: () => performance.now() * 1000, wait: hurried });
    await refused;
    const [line] = (await opened.client(opened.ledger.company).read(work)).lines;
    expect(line).toMatchObject({ done: 0, refused: { code } });
  });

  it('a party sees the work of others neither by list nor by id', async () => {
    const asked = opened.ask({});
    const work = await awaitWork();
    const other = opened.client(opened.ledger.exchange);
    expect(await other.list()).toEqual([]);
    await expect(other.read(work)).rejects.toMatchObject({ status: 404 });
    await expect(other.end(work, 'cancelled')).rejects.toMatchObject({ status: 404 });
    expect((await other.lease({ worker: 'w', memory: 2 ** 40, most: 1 })).lease).toBeNull();
    await opened.work(opened.ledger.auditor);
    await asked;
  });
});
