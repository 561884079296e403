import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A DNS server on this machine. */
export interface DnsServer {
  /** Its address, as `dns.Resolver` takes it. */
  readonly address: string;
  /** How many questions it got about a name. */
  asked(name: string): number;
  stop(): Promise<void>;
}

const [A, AAAA] = [1, 28];

/**
 * Starts a DNS server on a free UDP port. It answers for the names that have addresses, and that other names do not exist. Questions about
 * `silent.example` and the names below it get no answer.
 */
export async function startDnsServer(names: Readonly<Record<string, readonly string[]>>): Promise<DnsServer> {
  const questions: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = readQuestion(query);
    questions.push(name);
    if (/(^|\.)silent\.example$/.test(name)) return;
    const known = names[name]?.filter((text) => (text.includes(':') ? AAAA : A) === type);
    socket.send(formatAnswer(query.subarray(0, end), known?.map(bytesOf) ?? null, type), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked: (name) => questions.filter((question) => question === name).length,
    async stop() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase());
    at += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** Formats an answer (RFC 1035, section 4): the question again, then a resource record for each address. */
function formatAnswer(question: Buffer, addresses: readonly Buffer[] | null, type: number): Buffer {
  const head = Buffer.from(question);
  const isUnknown = addresses === null;
  head.writeUInt16BE(isUnknown ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(addresses?.length ?? 0, 6);
  // Nothing of authorities and additional records, whatever the question had.
  head.writeUInt32BE(0, 8);
  const records = (addresses ?? []).map((address) => {
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(type, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(60, 6);
    record.writeUInt16BE(address.length, 10);
    return Buffer.concat([record, address]);
  });
  return Buffer.concat([head, ...records]);
}

/** Returns the bytes of an address; one of IPv6 has all of its eight groups. */
function bytesOf(text: string): Buffer {
  if (!text.includes(':')) return Buffer.from(text.split('.').map(Number));
  return Buffer.from(
    text
      .split(':')
      .map((group) => group.padStart(4, '0'))
      .join(''),
    'hex',
  );
}
