import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import { nameProof } from '../../../devnet/example/proofs.ts';
import { openClient } from '../../../library/client.ts';
import { verifyProof } from '../../../library/verify.ts';
import { type Portal, showIn, VERIFY_FILE, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

export function describeVerify(portal: () => Portal): void {
  describe('verifying', () => {
    const fileOf = (name: string): string => join(portal().home.folder, 'example', nameProof(name));
    const openFiles = async (page: Page, ...names: string[]): Promise<void> => {
      await page.locator('input[type=file][multiple]').setInputFiles(names.map(fileOf));
    };
    const verdictOf = async (page: Page, verdict: string): Promise<string> => {
      const head = page.locator(`div[data-verdict="${verdict}"]`);
      await head.waitFor();
      return head.innerText();
    };

    it('shows what an old file says, how its record stands today, and gives both verdicts as the library does', async () => {
      const page = await portal().open('/verify');
      const errors = watchErrors(page);
      const asked = new Set<string>();
      page.on('request', (request) => asked.add(new URL(request.url()).origin));
      await openFiles(page, 'inventory');
      // A newer version exists in a later batch: a fresh file of the record is verified without being asked for.
      const said = await verdictOf(page, 'not-verified');
      expect(said).toContain('Not verified: genuine, but replaced by a newer version');
      expect(said).toContain('“It is the newest version”: no, version 2 is');
      expect(said).toMatch(/The file itself\s+Verified, as of batch \d+, .* UTC\. Checked .* UTC\./);
      expect(said).toMatch(/The record today\s+Not verified: genuine, .*, as of batch \d+, .* UTC\./);
      const report = page.getByRole('article');
      const text = await report.innerText();
      expect(text).toContain('lei:0000EXAMPLESTEEL0025');
      expect(text).toContain('What the file says (genuine, out of date)');
      const row = report.getByRole('row', { name: /^Scope 2, market-based scope2\/market/ });
      expect(await row.innerText()).toMatch(/21,081\.6 t CO₂\s+2023\s+computed again: same value/);
      await page.getByRole('button', { name: 'I have compared it' }).click();
      const [name, shown] = await saveVerdict(page, 'Verdict of the file (JSON)');
      expect(name).toMatch(/^verdict-[0-9a-f]{12}\.json$/);
      const [nameOfNow, now] = await saveVerdict(page, /^Verdict as of batch \d+ \(JSON\)$/);
      expect(nameOfNow).toMatch(/^verdict-[0-9a-f]{12}-as-of-batch-\d+\.json$/);
      expect(now['verdict']).toBe('not-verified');
      const kept = JSON.parse(await page.evaluate<string>("localStorage.getItem('verify-policy')")) as {
        policy: object;
      };
      const engines = [await readFile('engines/next.mjs')];
      const { proof: _, ...expected } = await verifyProof(await readFile(fileOf('inventory')), {
        policy: JSON.stringify(kept.policy),
        engines,
      });
      expect(shown['verdict']).toBe('verified');
      expect(summariseChecks(shown)).toEqual(summariseChecks(expected));
      expect(shown['parties']).toEqual(expected.parties);
      expect([...asked].sort()).toEqual([portal().url, new URL(portal().rpcUrl).origin].sort());
      expect(errors).toEqual([]);
    });

    it('shows the value of a tampered file beside the one that was signed', async () => {
      const page = await portal().open('/verify');
      await openFiles(page, 'disclosure-tampered');
      const said = await verdictOf(page, 'not-verified');
      expect(said).toContain('Not verified: altered or forged');
      expect(said).toContain('The figures shown are those that were signed');
      await page.getByText('given for the figures as signed, not for these').first().waitFor();
      const changes = page.getByRole('region', { name: 'What was changed' });
      await changes.getByRole('columnheader', { name: 'Hash that was signed' }).waitFor();
      await openFiles(page, 'disclosure');
      await page
        .getByRole('button', { name: /disclosure-tampered/ })
        .first()
        .click();
      const row = changes.getByRole('row', { name: /^Scope 2, market-based scope2\/market/ });
      await row.waitFor();
      expect(await row.innerText()).toMatch(/21081\.6 t\{CO2\}\s+11081\.6 t\{CO2\}/);
      expect(await row.locator('mark').allInnerTexts()).toEqual(['2', '1']);
    });

    it('is never green for a record whose figures it does not show, here and from the disk', async () => {
      const client = openClient(portal().url);
      const { items } = await client.listRecords({ kind: 'result', limit: 100 });
      const { id } = items.find(({ title }) => title === 'Inventory 2023, restated')!;
      const page = await portal().open(`/verify?record=${id}`);
      const check = async (): Promise<void> => {
        const head = page.locator('div[data-verdict="verified"][data-tone="unsure"]');
        await head.waitFor();
        expect(await head.innerText()).toMatch(/^Genuine, shows no figures\n/);
        expect(await page.locator('[data-sign="verified"]').count()).toBe(0);
        const report = page.getByRole('article');
        const line = report.getByRole('listitem').filter({ hasText: 'compared with what was signed' });
        expect(await line.innerText()).toContain('None is shown');
        expect(await report.innerText()).not.toContain('The figures shown are those that were signed');
      };
      await check();
      const [, saved] = await saveVerdict(page, 'Download verdict (JSON)');
      expect([saved['verdict'], saved['shownFigures']]).toEqual(['verified', 0]);
      const file = join(portal().home.folder, 'hidden.carbon-proof.json');
      await writeFile(file, await client.readProof({ id }));
      await page.goto(pathToFileURL(VERIFY_FILE).href);
      await page.locator('input[type=file][multiple]').setInputFiles(file);
      await page.getByRole('button', { name: 'Use the ledger that the file names' }).click();
      await page.getByLabel('Endpoints of the chain').fill(portal().rpcUrl);
      await page.getByRole('button', { name: 'Use this policy' }).click();
      await check();
    });

    it('is unchecked without an endpoint and with one of another chain, and says why', async () => {
      const page = await portal().open('/verify');
      await page.getByRole('button', { name: 'Change policy' }).click();
      await page.getByLabel('Endpoints of the chain').fill('');
      await page.getByRole('button', { name: 'Use this policy' }).click();
      await openFiles(page, 'disclosure');
      expect(await verdictOf(page, 'unchecked')).toContain('No endpoint of the chain was asked');
      await page.route('http://other-chain.example/', (route, request) => {
        const { id } = request.postDataJSON() as { id: number };
        return route.fulfill({
          headers: { 'access-control-allow-origin': '*' },
          json: { jsonrpc: '2.0', id, result: '0x1' },
        });
      });
      await page.getByRole('button', { name: 'Change policy' }).click();
      await page.getByLabel('Endpoints of the chain').fill('http://other-chain.example/');
      await page.getByRole('button', { name: 'Use this policy' }).click();
      await page.getByText('serve another chain than expected').first().waitFor();
      expect(await verdictOf(page, 'unchecked')).not.toContain('No endpoint of the chain was asked');
    });

    it('catches a server that changes the bytes in transit, of a proof file and of an engine', async () => {
      const page = await portal().open('/verify');
      await page.route('**/v1/records/*/bundle*', async (route) => {
        const response = await route.fetch();
        await route.fulfill({
          response,
          body: (await response.text()).replace('"sequence":1', '"sequence":2'),
        });
      });
      await page.route('**/engines/*.mjs', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${await response.text()}\nglobalThis.ran = true;` });
      });
      await openFiles(page, 'inventory');
      // The file is verified by itself; what the server answers about today counts for nothing.
      await page.getByText('the proof file that this website gave is altered or forged').waitFor();
      expect(await verdictOf(page, 'verified')).toMatch(/^Verified as of /);
      const again = page.getByRole('listitem').filter({ hasText: 'The figures can be computed again' });
      expect(await again.innerText()).toContain('does not have the SHA-256 that the run names');
      const id = JSON.parse(await readFile(fileOf('inventory'), 'utf8')) as { records: { id: string }[] };
      await page.goto(`${portal().url}/verify?record=${id.records[0]!.id}`);
      await verdictOf(page, 'not-verified');
    });

    itLong('says that a record is still the newest, and as of which batch', async () => {
      const page = await portal().open('/verify');
      await openFiles(page, 'gwps');
      await page.getByRole('heading', { name: /^Verified, and still the newest as of batch \d+$/ }).waitFor();
      const said = await verdictOf(page, 'verified');
      expect(said).toContain('Everything that the default conditions of this page require was checked');
      expect(said).toContain('The address of the ledger comes from this website');
    });

    itLong(
      'says why it is unknown how a record stands today, where a server gives no newer file',
      async () => {
        const page = await portal().open('/verify');
        const bundles = '**/v1/records/*/bundle*';
        const says = async (words: string): Promise<void> => {
          await page.getByText(words).waitFor();
          expect(await verdictOf(page, 'verified')).toMatch(/^Verified as of /);
        };
        await page.route(bundles, async (route) =>
          route.fulfill({ body: await readFile(fileOf('disclosure')) }),
        );
        await openFiles(page, 'disclosure');
        await says('this website gave a file that is no newer');
        await page.unroute(bundles);
        await page.route(bundles, async (route) => route.fulfill({ body: await readFile(fileOf('gwps')) }));
        await page.getByRole('button', { name: 'Check again' }).click();
        await says('this website gave no newer proof file');
        await page.getByText('sent the proof file of record').waitFor();
        await page.unroute(bundles);
        await page.route(bundles, (route) => route.abort());
        await page.getByRole('button', { name: 'Check again' }).click();
        await says('this website gave no newer proof file');
        await page.unroute(bundles);
        await page.getByRole('button', { name: 'Check again' }).click();
        expect(await verdictOf(page, 'not-verified')).toContain(
          '“Inventory 2023”, which it cites, was replaced by:',
        );
      },
    );

    itLong('follows a figure down to its rows by the file alone, or says which file to ask for', async () => {
      const page = await portal().open('/verify');
      await openFiles(page, 'disclosure-for-auditor');
      await verdictOf(page, 'not-verified');
      await page.route('**/v1/**', (route) => route.abort());
      await page.getByRole('button', { name: 'How it was computed: scope1/total' }).click();
      const report = page.getByRole('article');
      await report
        .getByRole('button', { name: /Combustion of anthracite, CO₂/ })
        .first()
        .click();
      await report.getByRole('button', { name: /AD/ }).first().waitFor();
      await openFiles(page, 'disclosure');
      await page.getByText('Ask the party for a re-performable file').waitFor();
      expect(await page.getByRole('button', { name: /^How it was computed/ }).count()).toBe(0);
    });

    itLong(
      'opens a file once, keeps it while another page is shown, and links to the records it names',
      async () => {
        const page = await portal().open('/verify');
        await openFiles(page, 'disclosure');
        await verdictOf(page, 'not-verified');
        await openFiles(page, 'disclosure');
        await verdictOf(page, 'not-verified');
        await openFiles(page, 'gwps');
        const files = page.getByRole('region', { name: 'Files' }).getByRole('listitem');
        await page.getByRole('heading', { name: /^Verified, and still the newest/ }).waitFor();
        expect(await files.count()).toBe(2);
        await files.filter({ hasText: 'disclosure' }).getByRole('button').first().click();
        await page.getByRole('article').getByRole('link', { name: 'Inventory 2023' }).click();
        await page.getByRole('heading', { level: 1, name: 'Inventory 2023' }).waitFor();
        await page.goBack();
        await page.getByRole('heading', { level: 1, name: 'Verify' }).waitFor();
        expect(await files.count()).toBe(2);
      },
    );

    itLong(
      'prints which page checked which record, when and how, with a place to sign and no buttons',
      async () => {
        const page = await portal().open('/verify');
        await openFiles(page, 'disclosure');
        await verdictOf(page, 'not-verified');
        await page.emulateMedia({ media: 'print' });
        const paper = await page.locator('main').innerText();
        const { records } = JSON.parse(await readFile(fileOf('disclosure'), 'utf8')) as {
          records: { id: string }[];
        };
        expect(paper).toContain('Carbon Ledger: verification of Disclosure 2023');
        for (const part of [portal().url, records[0]!.id, 'The default conditions of the page.', 'Signature'])
          expect(paper).toContain(part);
        expect(paper).toMatch(/Checked\s+\d.* UTC/);
        expect(await page.getByRole('button').count()).toBe(0);
      },
    );

    itLong('folds what is known in English only, for a reader of Chinese', async () => {
      const page = await portal().open('/verify', { context: { locale: 'zh-CN' } });
      await openFiles(page, 'disclosure-tampered');
      await verdictOf(page, 'not-verified');
      const report = page.getByRole('article');
      await report.getByText('技术说明（英文）').filter({ visible: true }).first().waitFor();
      expect(await report.locator('p[lang=en]:visible').count()).toBe(0);
    });

    itLong('says what a file is that is not a proof file', async () => {
      const page = await portal().open('/verify');
      const large = join(portal().home.folder, 'large.json');
      await writeFile(large, ' '.repeat((16 << 20) + 1));
      await page.locator('input[type=file][multiple]').setInputFiles(large);
      await page.getByText('The text is too long').first().waitFor();
      const files = [
        { name: 'cut.json', text: '{"format":"carbon-led', says: 'if it was cut off' },
        { name: 'deep.json', text: '['.repeat(100_000), says: 'nested too deeply' },
        { name: 'policy.json', text: '{"format":"carbon-ledger-policy/2"}', says: 'not a proof file' },
      ];
      for (const { name, text, says } of files) {
        const payload = { name, mimeType: 'application/json', buffer: Buffer.from(text) };
        await page.locator('input[type=file][multiple]').setInputFiles(payload);
        await page.getByText(says).first().waitFor();
      }
    });
    itLong(
      'keeps a policy only until the tab is closed if an endpoint may hold a key, and says so',
      async () => {
        const page = await portal().open('/verify');
        const stored = (place: string): Promise<string | null> =>
          page.evaluate<string | null>(`${place}.getItem('verify-policy')`);
        const choose = async (endpoint: string, says: string): Promise<void> => {
          await page.getByRole('button', { name: 'Change policy' }).click();
          await page.getByLabel('Endpoints of the chain').fill(endpoint);
          await page.getByText(says).waitFor();
          await page.getByRole('button', { name: 'Use this policy' }).click();
        };
        const [open, secret] = ['https://node.example/rpc', 'https://node.example/v3/0123456789abcdef0123'];
        await choose(open, 'Kept in this browser only.');
        expect([await stored('localStorage'), await stored('sessionStorage')]).toEqual([
          expect.stringContaining(open),
          null,
        ]);
        await choose(secret, 'Kept only until you close this tab');
        expect([await stored('localStorage'), await stored('sessionStorage')]).toEqual([
          null,
          expect.stringContaining(secret),
        ]);
        await page.reload();
        await page.getByRole('button', { name: 'Change policy' }).click();
        expect(await page.getByLabel('Endpoints of the chain').inputValue()).toBe(secret);
      },
    );

    itLong('can be done by keyboard, and has no fault that axe finds, light or dark', async () => {
      const page = await portal().open('/verify', { context: { colorScheme: 'dark' } });
      // Choosers of files are caught from now on: to begin with it takes longer than to press a key.
      page.on('filechooser', () => {});
      const press = async (name: string): Promise<void> => {
        const focused = page.locator('*:focus');
        for (let count = 0; count < 60; count += 1) {
          await page.keyboard.press('Tab');
          if ((await focused.count()) > 0 && (await focused.innerText()).trim() === name) break;
        }
        expect((await focused.innerText()).trim()).toBe(name);
      };
      await press('Choose files');
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
      await chooser.setFiles(fileOf('disclosure-tampered'));
      await verdictOf(page, 'not-verified');
      expect(await page.getByRole('status').allInnerTexts()).toContain('Not verified: altered or forged');
      await press('Change policy');
      await page.keyboard.press('Enter');
      await page.getByLabel('Endpoints of the chain').waitFor();
      await page.locator('summary', { hasText: 'More rules' }).click();
      for (const colorScheme of ['dark', 'light'] as const) {
        await showIn(page, colorScheme);
        const { violations } = await new AxeBuilder({ page }).include('main').analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      }
    });

    itLong('asks the wallet of the browser as an endpoint, for reading only', async () => {
      const page = await portal().open('/verify', {
        wallet: 'company',
        behaviour: { meddle: askChain(portal().rpcUrl) },
      });
      await page.getByRole('button', { name: 'Change policy' }).click();
      await page.getByLabel('Endpoints of the chain').fill('');
      await page.getByLabel('Ask my wallet').check();
      await page.getByRole('button', { name: 'Use this policy' }).click();
      await openFiles(page, 'gwps');
      await verdictOf(page, 'verified');
    });

    it('works from the disk as verify.html, and asks only the endpoint that was typed', async () => {
      const context = await portal().browser.newContext({ locale: 'en-GB' });
      const page = await context.newPage();
      const errors = watchErrors(page);
      const asked = new Set<string>();
      page.on('request', (request) => {
        if (/^https?:/.test(request.url())) asked.add(request.url());
      });
      await page.goto(pathToFileURL(VERIFY_FILE).href);
      await openFiles(page, 'inventory');
      expect(await verdictOf(page, 'unchecked')).toContain('comes from the file itself');
      expect([...asked]).toEqual([]);
      await page.getByRole('button', { name: 'Use the ledger that the file names' }).click();
      await page.getByLabel('Endpoints of the chain').fill(portal().rpcUrl);
      await page.getByRole('button', { name: 'Use this policy' }).click();
      const said = await verdictOf(page, 'verified');
      expect(said).toMatch(/^Verified as of .* UTC\n/);
      expect(said).toContain('Whether a newer version replaced it was not checked.');
      expect(said).toContain('comes from the file itself');
      await page.getByText('computed again: same value').first().waitFor();
      await page.getByRole('button', { name: 'I have compared it' }).click();
      expect(await verdictOf(page, 'verified')).not.toContain('comes from the file itself');
      await openFiles(page, 'disclosure-tampered');
      await verdictOf(page, 'not-verified');
      expect([...asked]).toEqual([`${portal().rpcUrl}/`]);
      expect(errors).toEqual([]);
    });
  });
}

/** Saves a verdict by a button; returns the name and the content of the file. */
async function saveVerdict(page: Page, button: string | RegExp): Promise<[string, Record<string, unknown>]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  return [download.suggestedFilename(), JSON.parse(text) as Record<string, unknown>];
}

/** Answers the reading calls of a wallet as its node would. */
function askChain(url: string): (method: string, params: readonly unknown[]) => unknown {
  return async (method, params) => {
    if (!/^eth_(?:chainId|call|getCode|getBlockBy|blockNumber)/.test(method)) return undefined;
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body });
    return ((await response.json()) as { result: unknown }).result;
  };
}

/** Returns what was found, without times and batches, which pass on between two verifications. */
function summariseChecks({ checks }: { checks?: unknown }): string[] {
  return (checks as { check: string; record: string | null; result: string; code: string }[]).map(
    ({ check, record, result, code }) => `${check} ${record} ${result} ${code}`,
  );
}
