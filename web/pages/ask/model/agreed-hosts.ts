import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as z from 'zod';
import { statusQuery } from '../../../data/queries.ts';

const hostsSchema = z.array(z.string().max(300)).max(100);

/** The hosts to which the person of this browser agreed to send data of the ledger of this page. */
interface AgreedHosts {
  readonly hosts: readonly string[];
  /** Agrees to a host, or takes that back. */
  readonly change: (host: string, isAgreed: boolean) => void;
}

/** Reads and keeps agreements in this browser, for each ledger its own. Where nothing can be kept, they last as long as the page. */
export function useAgreedHosts(): AgreedHosts {
  const { data } = useQuery({ ...statusQuery, refetchInterval: false });
  const ledger = data?.chain == null ? null : `${data.chain.chainId} ${data.chain.ledger}`;
  const [changed, setChanged] = useState<Readonly<Record<string, readonly string[]>>>({});
  if (ledger === null) return { hosts: [], change: () => {} };
  const hosts = changed[ledger] ?? readHosts(ledger);
  return {
    hosts,
    change: (host, isAgreed) => {
      const others = hosts.filter((each) => each !== host);
      const next = isAgreed ? [...others, host] : others;
      keepHosts(ledger, next);
      setChanged({ ...changed, [ledger]: next });
    },
  };
}

function nameKept(ledger: string): string {
  return `agreed-hosts ${ledger}`;
}

function readHosts(ledger: string): readonly string[] {
  try {
    return hostsSchema.parse(JSON.parse(localStorage.getItem(nameKept(ledger)) ?? '[]'));
  } catch {
    return [];
  }
}

function keepHosts(ledger: string, hosts: readonly string[]): void {
  try {
    localStorage.setItem(nameKept(ledger), JSON.stringify(hosts));
  } catch {
    // The agreement then lasts as long as the page.
  }
}
