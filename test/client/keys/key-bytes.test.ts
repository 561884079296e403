import { Wallet } from 'ethers';
import { describe, expect, it } from 'vitest';
import { createKeyFile, openKeyBytes, readKeyBytes } from '../../../client/keys/key-bytes.ts';
import { formatHex } from '../../../core/encoding/hex.ts';
import { hashPersonalText } from '../../../core/hashing/personal-text.ts';
import { recoverAddress } from '../../../core/hashing/signature.ts';
import { makeKey } from '../../helpers/registry.ts';

const utf8 = new TextEncoder();

describe('key files from bytes', () => {
  it('are made with a new key, which ethers and this program open with the password, and report progress', async () => {
    const made: number[] = [];
    const { address, bytes } = await createKeyFile('correct horse', (done) => void made.push(done));
    const wallet = await Wallet.fromEncryptedJson(new TextDecoder().decode(bytes), 'correct horse');
    expect(wallet.address).toBe(address);
    const file = readKeyBytes('a.key.json', bytes);
    expect(file).toMatchObject({ format: 'keystore', address });
    const opened: number[] = [];
    const signer = await openKeyBytes(file, 'correct horse', (done) => void opened.push(done));
    expect(recoverAddress(hashPersonalText('x'), await signer.signText('x'))).toBe(address);
    for (const progress of [made, opened]) {
      expect(progress.length).toBeGreaterThan(2);
      expect(progress.at(-1)).toBe(1);
    }
    await expect(openKeyBytes(file, 'wrong')).rejects.toMatchObject({ code: 'wrong-password' });
  });

  it('may hold a key that is not encrypted', async () => {
    const { address, privateKey } = makeKey('plain');
    const file = readKeyBytes('plain.key', utf8.encode(`${formatHex(privateKey)}\n`));
    expect(file).toMatchObject({ format: 'development', address });
    expect((await openKeyBytes(file, '')).address).toBe(address);
  });

  it.each([
    ['that are no text', Uint8Array.of(0xff, 0xfe, 0x00)],
    ['of another file', utf8.encode('{"format":"carbon-ledger-proof/1"}')],
    ['of a key that is zero', utf8.encode(`0x${'00'.repeat(32)}`)],
    ['that are too many', new Uint8Array(1 << 20).fill(0x20)],
  ])('refuse bytes %s', (_, bytes) => {
    expect(() => readKeyBytes('a.key', bytes)).toThrow(
      expect.objectContaining({ name: 'KeyFileError', code: 'key-file' }),
    );
  });
});
