import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encryptKey } from '../../../chain/keys/key-file.ts';
import { bytesOf, type Hex } from '../../../core/encoding/hex.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

export function describeSignIn(portal: () => Portal): void {
  describe('signing in', () => {
    it('with a wallet shows the party of its account, and signing out ends it', async () => {
      const page = await portal().open('/company', { wallet: 'company' });
      const errors = watchErrors(page);
      await signIn(page);
      const menu = page.getByRole('button', { name: 'Signed in as lei:0000EXAMPLESTEEL0025' });
      await menu.click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).waitFor();
      expect(errors).toEqual([]);
      const stored = await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })');
      expect(stored).not.toMatch(/token|Bearer|0x[0-9a-f]{64}/);
    });

    itLong('says what to do when the wallet refuses', async () => {
      const meddle = (method: string): undefined => {
        if (method === 'personal_sign') throw Object.assign(new Error('User rejected'), { code: 4001 });
      };
      const page = await portal().open('/', { wallet: 'company', behaviour: { meddle } });
      await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Connect Test wallet' }).click();
      const alert = page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.textContent()).toContain('wallet-refused');
    });

    itLong('with an encrypted key file asks for its password, and says when it is wrong', async () => {
      const file = join(portal().home.folder, 'auditor.key.json');
      await writeFile(file, await encryptKey(bytesOf(portal().keyOf('auditor') as Hex), 'a good password'));
      const page = await portal().open('/');
      await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
      await page.locator('input[type=file]').setInputFiles(file);
      await page.getByLabel('Password of the key file').fill('another');
      await page.getByRole('button', { name: 'Open and sign in' }).click();
      expect(await page.getByRole('alert').textContent()).toContain('wrong-password');
      await page.getByLabel('Password of the key file').fill('a good password');
      await page.getByRole('button', { name: 'Open and sign in' }).click();
      await page.getByRole('button', { name: 'Signed in as urn:example.org:clear-assurance' }).waitFor();
    });
  });
}
