import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Networks of IPv4 that are not of the public Internet: IANA's registry of special-purpose addresses (RFC 6890), multicast (RFC 5771), and
 * the one public address at which a cloud serves metadata to its own machines.
 */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '168.63.129.16/32',
] as const;

/** The global unicast addresses of IPv6 (RFC 4291). Outside are loopback, ULA, link-local, multicast, NAT64 and what maps IPv4. */
const GLOBAL_IPV6 = '2000::/3';

/** Networks of IPv6 inside the global ones that lead elsewhere, such as Teredo and 6to4, which contain an address of IPv4. */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'] as const;

const special = listNetworks([...SPECIAL_IPV4, ...SPECIAL_IPV6]);
const global = listNetworks([GLOBAL_IPV6]);

function listNetworks(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** Tells whether an IP address is one of the public Internet, so that a connection to it reaches nothing of the operator's own network. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  return isIPv6(address) && global.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
