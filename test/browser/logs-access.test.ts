import { expect, it } from 'vitest';
import { axeInBothThemes } from '../support/axe.js';
import { useBrowserPages } from '../support/browser-pages.js';
import { callApi, useEmulator } from '../support/emulator.js';

const openPage = useBrowserPages();
const longUrl = `http://127.0.0.1:9/${'very-long-path/'.repeat(20)}?token=${'0'.repeat(64)}`;

/** Endpoints and calls of every kind, and the states of both pages with a text that each shows. */
async function useStates() {
  const emulator = await useEmulator();
  const endpoint = await emulator.webhooks.add({ url: longUrl, retries: 'fast' });
  await emulator.webhooks.add({ url: 'http://127.0.0.1:9/', enabled: false });
  await emulator.clock.freeze();
  await emulator.trigger('email.bounced', { to: 'ada@x.test' });
  await emulator.clock.advance('10m');
  const [delivery] = await emulator.webhooks.deliveries();
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'none' } });
  await callApi(emulator, `/contacts?search=${'w'.repeat(300)}`);
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ada@x.test', emial: 'x' } });
  const refused = (await emulator.requests.list()).find(({ status }) => status === 400);
  // The list stands beside what is opened, so that a look sees both.
  const states: [state: string, sign: string][] = [
    [`webhooks/${delivery?.id}`, 'Nothing was answered'],
    [`webhooks/${endpoint.id}?status=succeeded`, 'No delivery matches'],
    [`webhooks/${endpoint.id}/edit`, 'Save the endpoint'],
    [`requests/${refused?.id}`, 'INVALID_REQUEST'],
    ['requests/req_00000000?path=nowhere', 'This call is not there'],
  ];
  return { emulator, states };
}

const boxes = 'html, main, article, section, form, .rows-scroll';
const wideBoxes = `[...document.querySelectorAll('${boxes}')]
  .filter((box) => box.scrollWidth > box.clientWidth + 1)
  .map((box) => box.className)`;

it('axe-core finds nothing on webhooks and requests in either theme, and nothing scrolls sideways', async () => {
  const { emulator, states } = await useStates();
  const page = await openPage(emulator, '#/webhooks');
  const found: string[] = [];
  const look = async (name: string, sign: string) => {
    await page.getByText(sign).first().waitFor();
    found.push(...(await axeInBothThemes(page)).map((finding) => `${name} ${finding}`));
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const wide = await page.evaluate<string[]>(wideBoxes);
      if (wide.length > 0) found.push(`${name} at ${width}: ${wide.join(', ')}`);
    }
  };
  for (const [state, sign] of states) {
    await page.evaluate((next) => (location.hash = next), `#/${state}`);
    await look(state, sign);
  }
  await page.route(/_emulator\/(?:requests|deliveries|webhooks)/, (route) => route.abort());
  await page.goto(`${emulator.url}/?failed#/webhooks`);
  await look('webhooks failed', 'could not be fetched');
  await page.evaluate(() => (location.hash = '#/requests'));
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor();
  expect(found).toEqual([]);
}, 60_000);
