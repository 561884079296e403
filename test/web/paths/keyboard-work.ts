import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { Wallet } from 'ethers';
import { openClient } from '../../../library/client.ts';
import type { KeyHolder } from '../../../devnet/stack/local-keys.ts';
import type { Portal } from '../portal.ts';
import { goTo, openByKeyboard, signInByKeyboard, type Typist } from './keyboard.ts';
import { itLong } from '../../helpers/long.ts';
import { ledgerWorks, saysGood } from './shown.ts';

const DATA = resolve(import.meta.dirname, '../../../data');
const FACTORS = ['Chinese grid factors 2023', 'Fuel defaults IPCC 2006', 'Warming potentials AR5'];
/** What the company registers in these paths. */
const ACTIVITY = { title: 'Typed activity 2023', subject: 'typed/activity' };
const INVENTORY = { title: 'Typed inventory 2023', subject: 'typed/inventory' };
const DISCLOSURE = { title: 'Typed disclosure 2023', subject: 'typed/exchange' };

/** Each user’s work from sign-in to signature, without a mouse. Each step continues the one before. */
export function describeKeyboardWork(portal: () => Portal): void {
  describe('by the keyboard alone, each step after the one before,', () => {
    const begin = async (path: string, wallet: KeyHolder): Promise<Typist> => {
      const typist = await openByKeyboard(portal(), path, { wallet });
      await signInByKeyboard(typist);
      return typist;
    };

    itLong(
      'a company imports a table with a faulty cell, computes and discloses, and gives access',
      async () => {
        const typist = await begin('/company', 'company');
        const { page, keys, errors } = typist;
        await goTo(typist, page.getByRole('link', { name: 'Import data' }), /Import/);
        await importTable(typist, join(portal().home.folder, 'typed.csv'));
        await describeRecord(typist, ACTIVITY);
        await register(typist);
        await goTo(typist, page.getByRole('link', { name: 'Compute figures' }), /Compute/);
        // What was just imported is already chosen.
        const own = page.getByRole('checkbox', { name: ACTIVITY.title });
        await expect.poll(() => own.isChecked()).toBe(true);
        for (const name of FACTORS) await keys.check(page.getByRole('checkbox', { name }));
        await keys.press(page.locator('summary', { hasText: 'More parameters' }));
        await keys.select(page.getByLabel('Figures of CO₂ alone'), 'count in the total, with a warning');
        await keys.press(page.getByRole('button', { name: 'Compute', exact: true }));
        await page.getByRole('table', { name: 'Scope 1' }).waitFor();
        await describeRecord(typist, INVENTORY);
        await register(typist);
        await goTo(typist, page.getByRole('link', { name: 'Disclose figures of it' }), /Disclose/);
        await keys.check(page.getByRole('checkbox', { name: / scope2\/market$/ }));
        await keys.check(page.getByRole('checkbox', { name: 'urn:example.org:open-carbon-exchange' }));
        await describeRecord(typist, DISCLOSURE);
        await register(typist);
        const saved = page.waitForEvent('download');
        await keys.press(page.getByRole('button', { name: 'Save the proof file' }));
        await saved;
        for (const { subject } of [ACTIVITY, INVENTORY, DISCLOSURE]) await giveAccess(typist, subject);
        // Taken back, and given again.
        await keys.press(page.getByRole('button', { name: 'Take back' }));
        await page.getByRole('button', { name: 'Take back' }).waitFor({ state: 'detached' });
        await chooseAuditor(typist);
        expect(errors).toEqual([]);
      },
    );

    itLong(
      'an auditor computes it again, samples its rows, assures it, withdraws that and assures it again',
      async () => {
        const typist = await begin('/auditor', 'auditor');
        const { page, keys, errors } = typist;
        await keys.select(page.getByLabel('What', { exact: false }).first(), 'Disclosures');
        await page.waitForURL(/kind=disclosure/);
        await goTo(
          typist,
          page.getByRole('link', { name: DISCLOSURE.title, exact: true }),
          /Typed disclosure/,
        );
        await saysGood(page).waitFor();
        await keys.press(page.getByRole('button', { name: 'Take the newest final block' }));
        await keys.type(page.getByLabel('Number of rows'), '2');
        await keys.press(page.getByRole('button', { name: 'Draw the sample' }));
        const findings = page.getByLabel(/^What you found at/);
        for (const index of [0, 1]) await keys.select(findings.nth(index), 'Agrees');
        await assure(typist);
        await goTo(typist, page.getByRole('link', { name: 'Back to the queue' }).first(), 'Auditor');
        await goTo(
          typist,
          page.getByRole('link', { name: DISCLOSURE.title, exact: true }),
          /Typed disclosure/,
        );
        await goToOpinion(typist);
        await keys.type(page.getByLabel('Reason for the withdrawal'), 'An invoice was mistyped.');
        await keys.press(page.getByRole('button', { name: 'Withdraw the opinion' }));
        await register(typist);
        await goTo(typist, page.getByRole('link', { name: 'Back to the queue' }).first(), 'Auditor');
        await goTo(
          typist,
          page.getByRole('link', { name: DISCLOSURE.title, exact: true }),
          /Typed disclosure/,
        );
        await assure(typist);
        expect(errors).toEqual([]);
      },
    );

    itLong(
      'an exchange filters its inbox, is kept from accepting unseen figures with others, queries, and rejects',
      async () => {
        const typist = await begin('/exchange', 'exchange');
        const { page, keys, errors } = typist;
        const row = page
          .getByRole('row')
          .filter({ has: page.getByRole('link', { name: DISCLOSURE.title, exact: true }) });
        await row.getByText('Genuine, shows no figures').waitFor();
        await saying(page, /^All are checked: \d+ of \d+ verified$/).waitFor();
        await keys.type(page.getByLabel('Company'), 'lei:0000EXAMPLESTEEL0025');
        await page.keyboard.press('Enter');
        await page.waitForURL(/party=/);
        await keys.expectFocus();
        await keys.check(page.getByLabel('Without my decision'));
        await keys.check(row.getByRole('checkbox'));
        await keys.press(page.getByRole('button', { name: 'Accept the chosen…' }));
        await page.getByText('None of the chosen disclosures can be accepted together').waitFor();
        await keys.press(page.getByRole('button', { name: 'Close' }));
        await keys.expectFocus();
        await keys.press(page.getByLabel('Without my decision'), 'Space');
        for (const [outcome, reason] of [
          ['Query', 'Which certificates are meant?'],
          ['Reject', 'No answer came.'],
        ] as const) {
          await goTo(typist, row.getByRole('link', { name: DISCLOSURE.title }), /Decide/);
          await keys.choose(page.getByRole('radio', { name: outcome }));
          await keys.type(page.getByLabel('Reason'), reason);
          await keys.press(page.getByRole('button', { name: 'Review what you sign' }));
          await register(typist);
          await goTo(typist, page.getByRole('link', { name: 'Back to the inbox' }), 'Exchange and regulator');
        }
        expect(errors).toEqual([]);
      },
    );

    itLong('a registrar registers a party by a wallet', async () => {
      const { page, keys, errors } = await openByKeyboard(portal(), '/operator', { wallet: 'registrar' });
      await ledgerWorks(page).waitFor();
      await keys.press(page.getByRole('button', { name: 'Connect Test wallet' }));
      await page.getByText('This account is a registrar.').waitFor();
      await keys.type(page.getByLabel('Identifier'), 'urn:example.org:typed-company');
      await keys.type(page.getByLabel('Address of the key'), Wallet.createRandom().address);
      await keys.press(page.getByRole('button', { name: 'Review the transaction' }));
      await keys.press(page.getByRole('button', { name: 'Send by wallet' }));
      await saying(page, /^Final in block/).waitFor();
      await keys.press(page.getByRole('button', { name: 'Another action' }));
      await keys.expectFocus();
      const party = await openClient(portal().url).readParty({
        party: 'urn:example.org:typed-company',
      });
      expect(party.roles).toEqual(['company']);
      expect(errors).toEqual([]);
    });
  });
}

/** Imports the activities: at first with a fault, which is shown. */
async function importTable({ page, keys }: Typist, faulty: string): Promise<void> {
  const text = await readFile(join(DATA, 'activity-2023.csv'), 'utf8');
  await writeFile(faulty, text.replace('12500,t,', '12500,tonne weight,'));
  const choose = page.getByRole('button', { name: 'Choose a table' });
  const check = page.getByRole('button', { name: 'Check all rows' });
  await keys.chooseFile(choose, faulty);
  await keys.press(check);
  await page.getByRole('table', { name: 'Rows with problems' }).waitFor();
  await keys.press(page.getByRole('button', { name: 'Choose another' }));
  await keys.chooseFile(choose, join(DATA, 'activity-2023.csv'));
  await keys.press(check);
  await saysGood(page).waitFor();
}

async function describeRecord({ keys, page }: Typist, { title, subject }: typeof ACTIVITY): Promise<void> {
  await keys.type(page.getByRole('textbox', { name: 'Title', exact: true }), title);
  await keys.type(page.getByRole('textbox', { name: 'Subject', exact: true }), subject);
  await keys.press(page.getByRole('button', { name: 'Read what you sign' }));
}

/** Signs what is shown, and hears how the record comes to be final. The focus goes to each part as it appears. */
async function register({ page, keys }: Typist): Promise<void> {
  await expectOn(page.getByRole('heading', { name: 'What you sign' }));
  await keys.press(page.getByRole('button', { name: 'Sign and register' }));
  await expectOn(page.getByRole('heading', { name: /registered/i }));
  await saying(
    page,
    /Received by the ledger|Sealed in a batch|Anchored on the chain|the record is final/,
  ).waitFor({ state: 'attached' });
  await saying(page, /the record is final/).waitFor();
}

/** The live region that says something. */
function saying(page: Page, words: RegExp): Locator {
  return page.getByRole('status').filter({ hasText: words }).first();
}

async function expectOn(heading: Locator): Promise<void> {
  await heading.first().waitFor();
  await expect
    .poll(() => heading.first().evaluate((element) => element === document.activeElement))
    .toBe(true);
}

/** Lets the auditor read the entries of the newest record of a subject. */
async function giveAccess(typist: Typist, subject: string): Promise<void> {
  const { page } = typist;
  await goTo(typist, page.getByRole('link', { name: 'Company', exact: true }), 'Your desk');
  const streams = page.getByRole('region', { name: 'What you have registered' }).getByRole('listitem');
  await goTo(
    typist,
    streams.filter({ hasText: subject }).getByRole('link', { name: 'Files and access' }),
    /./,
  );
  await chooseAuditor(typist);
}

async function chooseAuditor({ page, keys }: Typist): Promise<void> {
  await keys.check(page.getByRole('checkbox', { name: 'urn:example.org:clear-assurance' }));
  await keys.press(page.getByRole('button', { name: 'Give access' }));
  await page.getByRole('button', { name: 'Take back' }).waitFor();
  await keys.expectFocus();
}

/** Goes to the last part of the page by the list of its parts. */
async function goToOpinion({ page, keys }: Typist): Promise<void> {
  await keys.press(page.getByRole('link', { name: 'Opinion', exact: true }));
  await expectOn(page.getByRole('heading', { name: 'Your opinion' }));
}

/** Signs an unqualified opinion, against which something speaks. */
async function assure(typist: Typist): Promise<void> {
  const { page, keys } = typist;
  await saysGood(page).waitFor();
  await goToOpinion(typist);
  const another = page.locator('summary', { hasText: 'Sign another opinion, which replaces it' });
  if ((await another.count()) > 0) await keys.press(another);
  await keys.choose(page.getByRole('radio', { name: /^Unqualified/ }));
  await keys.type(page.getByRole('textbox', { name: 'Scope' }), 'Scope 2, market-based, 2023');
  const sure = page.getByRole('checkbox', { name: /^I have read this/ });
  if ((await sure.count()) > 0) await keys.check(sure);
  await keys.press(page.getByRole('button', { name: 'Read what will be signed' }));
  await register(typist);
}
