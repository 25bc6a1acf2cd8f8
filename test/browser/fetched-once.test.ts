import { expect, it } from 'vitest';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { sendMails } from '../support/send-mails.js';

const openPage = useBrowserPages();

it('fetches nothing twice when a page is first opened, whichever it is', async () => {
  const emulator = await useEmulator({ fixture: ['docs'] });
  await callApi(emulator, '/contacts');
  const { data: contacts } = await callApi<{ id: string }[]>(emulator, '/contacts?limit=1');
  const [mail] = await emulator.inbox.list();
  await emulator.inbox.markRead();
  const context = (await openPage(emulator, '#/settings')).context();
  /** The requests that a page makes from the first one until it is quiet. */
  async function requestsOf(hash: string) {
    const page = await context.newPage();
    const made: string[] = [];
    page.on('request', (request) => made.push(`${request.method()} ${request.url()}`));
    await page.goto(`${emulator.url}/${hash}`);
    await page.getByText('Live', { exact: true }).waitFor();
    await page.waitForLoadState('networkidle');
    await page.close();
    return made;
  }
  const hashes = [
    `#/inbox/${mail?.id}/html`,
    '#/campaigns',
    `#/contacts/${contacts[0]?.id}`,
    '#/requests',
    '#/settings/in-force',
  ];
  const all = await Promise.all(hashes.map(requestsOf));
  const twice = all.map((made) => made.filter((request, at) => made.indexOf(request) !== at));
  expect(twice).toEqual(hashes.map(() => []));
  expect(Math.min(...all.map(({ length }) => length))).toBeGreaterThan(5);
}, 60_000);

it('shows its mail where the live connection is not answered, and what came meanwhile once it is', async () => {
  const emulator = await useEmulator();
  await sendMails(emulator, ['Before']);
  const page = await openPage(emulator, '#/settings');
  let greet = () => {};
  await page.routeWebSocket('**/live*', (socket) => {
    greet = () => void socket.connectToServer();
  });
  await page.goto(`${emulator.url}/?again#/inbox`);
  await page.getByRole('option', { name: /Before/ }).waitFor();
  await sendMails(emulator, ['Meanwhile']);
  greet();
  await page.getByRole('option', { name: /Meanwhile/ }).waitFor();
});
