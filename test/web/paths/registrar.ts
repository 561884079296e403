import { Wallet } from 'ethers';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { openClient } from '../../../library/client.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

const AUDITOR = 'urn:example.org:clear-assurance';
const COMPANY = 'lei:0000EXAMPLESTEEL0025';

export function describeRegistrar(portal: () => Portal): void {
  describe('the actions of a registrar', () => {
    itLong('a key is added from the page of its party: read in words, changed, sent, and dated', async () => {
      const page = await portal().open(`/parties/${AUDITOR}`, { wallet: 'registrar' });
      const errors = watchErrors(page);
      await signIn(page);
      await page.getByText('Registrar’s actions').click();
      await page.getByRole('link', { name: 'Add a key' }).click();
      // The wallet is connected already.
      await page.getByText('This account is a registrar.').waitFor();
      expect(await page.getByLabel('Action', { exact: true }).inputValue()).toBe('addKey');
      expect(await party(page).inputValue()).toBe(AUDITOR);

      const shared = new Wallet(portal().keyOf('company')).address;
      await page.getByLabel('Address of the key').fill(shared);
      await page.getByRole('button', { name: 'Review the transaction' }).click();
      await page.getByText('This address is already a key of another party').waitFor();
      await page.getByText(`A key of ${COMPANY}, since`).waitFor();

      await page.getByRole('button', { name: 'Change it' }).click();
      expect(await page.getByLabel('Action', { exact: true }).inputValue()).toBe('addKey');
      expect(await party(page).inputValue()).toBe(AUDITOR);
      expect(await page.getByLabel('Address of the key').inputValue()).toBe(shared);

      const key = Wallet.createRandom().address;
      await page.getByLabel('Address of the key').fill(key);
      await page.getByRole('button', { name: 'Review the transaction' }).click();
      const section = page.getByRole('region', { name: 'Registrar’s actions' });
      await section.getByText('a further key waits 1 day').waitFor();
      const says = await section.innerText();
      for (const words of ['Add a key', AUDITOR, key, 'Auditor', 'valid since', /About [\d.]+ ETH, paid/])
        expect(says).toMatch(words);
      expect(await page.getByText('already a key of another').count()).toBe(0);
      await page.getByRole('button', { name: 'Send by wallet' }).click();
      await page.getByText(/^Final in block/).waitFor();
      const { windows } = await openClient(portal().url).readParty({ party: AUDITOR });
      const from = windows.keys.find((each) => each.key === key)?.from ?? 0;
      const time = await page.evaluate<string>(
        `new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(${1000 * from})`,
      );
      await page.getByText(`The key ${key} can sign from ${time}.`).waitFor();
      expect(errors).toEqual([]);
    });

    itLong(
      'what the registry refuses is said next to its field, even if the wallet hides the reason',
      async () => {
        const hide = (method: string, params: readonly unknown[]): unknown => {
          const [call] = params as readonly [{ from?: string }?];
          // A call with a sender is the trial of a transaction.
          if (method === 'eth_call' && call?.from !== undefined) throw new Error('execution reverted');
          return undefined;
        };
        const page = await portal().open(`/operator?action=openRole&party=${AUDITOR}`, {
          wallet: 'registrar',
          behaviour: { meddle: hide },
        });
        await page.getByRole('button', { name: 'Connect Test wallet' }).click();
        const review = page.getByRole('button', { name: 'Review the transaction' });
        await review.click();
        await page.getByText('Auditor excludes Company').waitFor();
        await page.getByText('RoleExcluded').waitFor();
        await page.getByLabel('Role', { exact: true }).selectOption('Auditor');
        await review.click();
        await page.getByText('The party has the role already: Auditor').waitFor();

        await party(page).fill('urn:example.org:nobody');
        await review.click();
        await page.getByText('The registry has no such party').waitFor();
        await party(page).fill('clear');
        await page.getByRole('option', { name: AUDITOR }).click();
        expect(await party(page).inputValue()).toBe(AUDITOR);
      },
    );

    itLong(
      'a registrar without a party is led to the actions from a page of work and from the menu',
      async () => {
        const page = await portal().open('/company', { wallet: 'registrar' });
        await signIn(page);
        const main = page.getByRole('main');
        await main.getByText('You are a registrar').waitFor();
        await page.getByRole('button', { name: /Signed in as/ }).click();
        expect(await page.getByRole('menu').innerText()).toContain('You are a registrar');
        await page.keyboard.press('Escape');
        await main.getByRole('link', { name: 'Registrar’s actions' }).click();
        await page.getByText('This account is a registrar.').waitFor();
        await page.getByRole('button', { name: 'Review the transaction' }).waitFor();
      },
    );
  });
}

/** The field of the party. */
function party(page: Page) {
  return page.getByLabel('Party', { exact: false }).and(page.locator('input'));
}
