import { Wallet, id, keccak256, toUtf8Bytes } from 'ethers';
import {
  DAY,
  GENESIS,
  ZERO,
  deployLedger,
  deployRegistry,
  openChain,
  write,
  type Chain,
  type Receipt,
  type Target,
} from './chain.ts';
import { digestOf, domainOf, hashOf } from './typed-data.ts';

export interface GasFigure {
  readonly call: string;
  readonly gas: number;
}

const START = GENESIS + DAY;
const IDENTIFIER = 'lei:529900T8BM49AURSDO55';
const PARTY = keccak256(toUtf8Bytes(IDENTIFIER));
const STATEMENT = '{"period":"2024","standard":"ISO 14064-1","title":"Inventory 2024"}';

/** Returns the gas of each kind of transaction, measured on a new chain. The numbers are the same every time. */
export async function measureGas(): Promise<GasFigure[]> {
  const chain = await openChain();
  try {
    const registry = await deployRegistry(chain);
    const ledger = await deployLedger(chain, registry);
    return [
      { call: 'deploy PartyRegistry', gas: await gasOfBlock(chain, 1) },
      { call: 'deploy CarbonLedger', gas: await gasOfBlock(chain, 2) },
      ...(await measureRegistry(chain, registry)),
      ...(await measureLedger(chain, ledger)),
    ];
  } finally {
    await chain.close();
  }
}

async function measureRegistry(chain: Chain, registry: Target): Promise<GasFigure[]> {
  const figures: GasFigure[] = [];
  const wallet = new Wallet(id('company'));
  const measure = async (call: string, name: string, args: unknown[]): Promise<void> => {
    figures.push(figureOf(call, await write(chain, registry, chain.registrar, name, args)));
  };
  const spare = new Wallet(id('spare')).address;
  await measure('registerParty, one role', 'registerParty', [IDENTIFIER, wallet.address, 1]);
  await measure('addIdentifier', 'addIdentifier', [PARTY, 'vat:de136695976']);
  await measure('openRole', 'openRole', [PARTY, 2]);
  await measure('closeRole', 'closeRole', [PARTY, 2]);
  await measure('addKey', 'addKey', [PARTY, spare]);
  await measure('closeKey', 'closeKey', [PARTY, spare]);
  await measure('registerParty, no role', 'registerParty', ['x:suspended', spare, 0]);
  await measure('suspend, one key', 'suspend', [keccak256(toUtf8Bytes('x:suspended'))]);
  await measure('proposeRegistrar', 'proposeRegistrar', [spare]);
  return figures;
}

async function measureLedger(chain: Chain, ledger: Target): Promise<GasFigure[]> {
  const figures: GasFigure[] = [];
  let previous = ZERO;
  for (const number of [1, 2, 3]) {
    const sealedAt = START + number * 600;
    const records = id(`records ${number}`);
    const header = { number, previous, records, recordCount: 1000, heads: id(`heads ${number}`), sealedAt };
    previous = hashOf('BatchHeader', header);
    const receipt = await write(chain, ledger, chain.anchorer, 'anchor', [header], sealedAt + 60);
    figures.push(figureOf(`anchor, batch ${number}`, receipt));
  }
  const record = {
    ...{
      party: PARTY,
      kind: 3,
      subject: 'inventory/2024',
      sequence: 1,
      previous: ZERO,
      entries: id('entries'),
    },
    ...{ sources: [id('source')], statement: keccak256(toUtf8Bytes(STATEMENT)) },
  };
  const digest = digestOf(domainOf(31_337, ledger.address), 'Record', record);
  const signature = new Wallet(id('company')).signingKey.sign(digest).serialized;
  const notice = await write(chain, ledger, chain.admin, 'notice', [record, STATEMENT, signature]);
  const close = await write(chain, ledger, chain.admin, 'close', [chain.anchorer]);
  return [...figures, figureOf('notice, one source', notice), figureOf('close', close)];
}

async function gasOfBlock(chain: Chain, number: number): Promise<number> {
  const block = await chain.request('eth_getBlockByNumber', [`0x${number.toString(16)}`, false]);
  return Number((block as { gasUsed: string }).gasUsed);
}

function figureOf(call: string, { gasUsed }: Receipt): GasFigure {
  return { call, gas: Number(gasUsed) };
}
