import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { type Client, openClient } from '../../library/client.ts';
import { ACTORS } from '../../devnet/stack/actors.ts';
import { ZERO_HASH } from '../../core/encoding/hex.ts';
import { HAS_CHROMIUM, WITHOUT } from '../browser/chromium.ts';
import { type Portal, signIn, startPortal } from './portal.ts';
import { IS_LONG } from '../helpers/long.ts';

/** A ledger of its own takes long to start: only in `npm run test:long`. */
describe.skipIf(!HAS_CHROMIUM || !IS_LONG)(
  `work on pools in the portal ${HAS_CHROMIUM ? '' : WITHOUT}`,
  () => {
    let portal: Portal;
    beforeAll(async () => {
      portal = await startPortal('parties');
    }, 900_000);
    afterAll(() => portal.stop());

    const clientOf = (holder: 'company' | 'exchange'): Promise<Client> =>
      openClient(portal.url).signIn(portal.keyOf(holder));
    const progress = (page: Page): Promise<string> =>
      page.getByRole('region', { name: 'Computed on pools now' }).getByRole('status').innerText();

    it('shows how far it is, also after a reload, and cancels it', { timeout: 600_000 }, async () => {
      const [company, exchange] = await Promise.all([clientOf('company'), clientOf('exchange')]);
      const run = { method: 'inventory@2', parameters: {}, inputs: [ZERO_HASH] };
      const { id } = await company.work.ask({
        pools: [ACTORS.exchange.identifier],
        task: { kind: 'runs', engine: ZERO_HASH, runs: [run, run, run, run] },
        units: 4,
        unit: { bytes: 100, memory: 1, seconds: 1 },
      });
      const page = await portal.open('/company', { wallet: 'company' });
      await signIn(page);
      expect(await progress(page)).toContain('0 of 4 units done.');
      const { lease } = await exchange.work.lease({ worker: 'test', memory: 1, most: 1 });
      const bytes = new Uint8Array(8);
      const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
      await exchange.work.deliver(
        { work: id, pool: lease!.pool, ...lease!.units[0]! },
        { bytes, sha256, milliseconds: 1 },
      );
      await expect.poll(() => progress(page), { timeout: 60_000 }).toContain('1 of 4 units done.');
      await page.reload();
      const banner = page.getByRole('banner');
      await banner.getByRole('button', { name: /Sign(?:ed)? in/ }).waitFor();
      if ((await banner.getByRole('button', { name: /Signed in as/ }).count()) === 0) await signIn(page);
      expect(await progress(page)).toContain('1 of 4 units done.');
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await page.getByRole('region', { name: 'Computed on pools now' }).waitFor({ state: 'detached' });
      expect((await company.work.read(id)).state).toBe('cancelled');
    });
  },
);
