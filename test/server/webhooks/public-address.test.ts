import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../server/webhooks/public-address.ts';
import { parseWebhookUrl } from '../../../server/webhooks/webhook-url.ts';

/** Addresses that are not of the public Internet, each for another reason. */
const PRIVATE = {
  'this host': '0.0.0.0',
  'this network': '0.1.2.3',
  loopback: '127.0.0.1',
  'another loopback': '127.255.255.254',
  'RFC 1918 of class A': '10.0.0.1',
  'RFC 1918 of class B, its first': '172.16.0.0',
  'RFC 1918 of class B, its last': '172.31.255.255',
  'RFC 1918 of class C': '192.168.1.1',
  'carrier-grade NAT': '100.64.0.1',
  'metadata in carrier-grade NAT': '100.100.100.200',
  'link-local': '169.254.1.1',
  'metadata of clouds': '169.254.169.254',
  'metadata at a public address': '168.63.129.16',
  'protocol assignments': '192.0.0.192',
  'documentation 1': '192.0.2.1',
  'documentation 2': '198.51.100.1',
  'documentation 3': '203.0.113.1',
  benchmarks: '198.19.255.255',
  '6to4 relay': '192.88.99.1',
  multicast: '224.0.0.251',
  reserved: '240.0.0.1',
  broadcast: '255.255.255.255',
  'IPv6 unspecified': '::',
  'IPv6 loopback': '::1',
  'IPv4-mapped loopback': '::ffff:127.0.0.1',
  'IPv4-mapped loopback in hex': '::ffff:7f00:1',
  'IPv4-mapped public address': '::ffff:8.8.8.8',
  'IPv4-compatible': '::127.0.0.1',
  'IPv4-translated': '::ffff:0:127.0.0.1',
  NAT64: '64:ff9b::7f00:1',
  'local NAT64': '64:ff9b:1::1',
  discard: '100::1',
  'unique local': 'fd00::1',
  'metadata at a unique local address': 'fd00:ec2::254',
  'IPv6 link-local': 'fe80::1',
  'site-local': 'fec0::1',
  'IPv6 multicast': 'ff02::1',
  Teredo: '2001:0:4136:e378::1',
  ORCHID: '2001:20::1',
  'IPv6 documentation': '2001:db8::1',
  'IPv6 documentation 2': '3fff::1',
  '6to4 of loopback': '2002:7f00:1::1',
  'segment routing': '5f00::1',
} as const;

const PUBLIC = [
  '8.8.8.8',
  '1.1.1.1',
  '172.15.255.255',
  '172.32.0.0',
  '100.128.0.0',
  '2606:4700::1111',
  '2a00::1',
];

/** Other notations of 127.0.0.1 that a URL may have. */
const NOTATIONS = [
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  '%31%32%37.0.0.1',
  '１２７.０.０.１',
  '127。0。0。1',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
];

describe('isPublicAddress', () => {
  it.each(Object.entries(PRIVATE))('refuses %s (%s)', (_, address) => {
    expect(isIP(address)).not.toBe(0);
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(PUBLIC)('allows %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it('refuses what is not an address', () => {
    for (const text of ['', 'localhost', '127.1', '0x7f000001', '1.2.3.4.5', 'fe80::1%eth0'])
      expect(isPublicAddress(text), text).toBe(false);
  });

  it('refuses every address of IPv4 that is written as one of IPv6', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(
        fc.tuple(byte, byte, byte, byte),
        fc.constantFrom('::ffff:', '::', '64:ff9b::'),
        (bytes, prefix) => {
          expect(isPublicAddress(`${prefix}${bytes.join('.')}`)).toBe(false);
        },
      ),
    );
  });
});

describe('parseWebhookUrl', () => {
  const refuse = (text: string): void =>
    expect(() => parseWebhookUrl(text, false), text).toThrow(
      expect.objectContaining({ code: 'webhook-url' }),
    );

  it('refuses private addresses in every notation that a URL has', () => {
    for (const host of NOTATIONS) refuse(`https://${host}/hook`);
    for (const address of Object.values(PRIVATE))
      refuse(`https://${isIP(address) === 6 ? `[${address}]` : address}:8443/hook`);
  });

  it('refuses names that are never public', () => {
    for (const host of [
      'localhost',
      'LOCALHOST',
      'api.localhost',
      'localhost.',
      'printer.local',
      'metadata.google.internal',
    ])
      refuse(`https://${host}/hook`);
  });

  it('refuses what is not a plain https URL', () => {
    for (const url of [
      '',
      'example.org/hook',
      'http://example.org/hook',
      'ftp://example.org/hook',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'https://user@example.org/',
      'https://user:secret@example.org/',
      'https://example.org/#part',
      'https://exa mple.org/',
    ])
      refuse(url);
  });

  it('allows hosts of the public Internet, with port, path and query', () => {
    expect(parseWebhookUrl('https://Example.org:8443/a?b=c', false)).toBe('https://example.org:8443/a?b=c');
    for (const address of PUBLIC)
      expect(() =>
        parseWebhookUrl(`https://${isIP(address) === 6 ? `[${address}]` : address}/`, false),
      ).not.toThrow();
  });

  it('allows http and private addresses where the configuration does', () => {
    expect(parseWebhookUrl('http://127.1:9/hook', true)).toBe('http://127.0.0.1:9/hook');
    expect(() => parseWebhookUrl('ftp://127.0.0.1/', true)).toThrow();
  });
});
