import { describe, expect, it } from 'vitest';
import { openClient } from '../../../library/client.ts';
import { goInside } from '../pages.ts';
import { type Portal, signIn } from '../portal.ts';
import { IS_LONG } from '../../helpers/long.ts';

export function describeServerWord(portal: () => Portal): void {
  describe('what the server says', () => {
    it('a figure that is changed in transit is not shown, and nothing else is as if it was checked', async () => {
      const { items } = await openClient(portal().url).listRecords({ kind: 'result', limit: 100 });
      const { id } = items.find(({ title }) => title === 'Inventory 2023')!;
      const liar = await portal().open('/company', { wallet: 'company' });
      await signIn(liar);
      await liar.route(`**/v1/records/${id}/entries`, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace('"32831.675"', '"22831.675"');
        await route.fulfill({ response, body });
      });
      for (const path of IS_LONG ? ['', '/pictures', '/provenance'] : ['', '/provenance']) {
        await goInside(liar, `/records/${id}${path}`);
        const alert = liar.getByRole('alert').filter({ hasText: 'proof-root' }).first();
        await alert.waitFor();
        expect(await alert.innerText()).toContain('The server sent something else than what was signed');
        const main = await liar.locator('main').innerText();
        expect(main).not.toMatch(/[23]2,831\.675/);
        expect(main).not.toContain('The chain cannot take it back');
        const word = liar.locator('main [data-server-word]');
        expect(await word.innerText()).toContain('Your browser has not checked it with the chain');
        const verify = word.getByRole('link', { name: 'Verify', exact: true });
        expect(await verify.getAttribute('href')).toContain(id);
      }
    });

    it('a list says so first, with the way to verify each record beside it', async () => {
      const page = await portal().open('/');
      await page.getByText('This is what this server says').waitFor();
      const newest = page.getByRole('region', { name: 'Newest records' }).getByRole('listitem');
      await newest.filter({ hasText: 'Final' }).first().waitFor();
      for (const item of await newest.filter({ hasText: 'Final' }).all())
        expect(await item.getByRole('link', { name: 'Verify', exact: true }).count()).toBe(1);
      expect(await page.locator('main [data-tone="good"]').count()).toBe(0);
    });
  });
}
