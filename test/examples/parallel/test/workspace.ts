import { connect } from 'maildrone-emulator';
import { inject, test } from 'vitest';
import { createNews } from '../src/news.js';

/** Each test file has a workspace of its own: contacts, campaigns, mail, webhooks and clock are its alone. */
export const it = test
  .extend('emulator', { scope: 'file' }, async ({}, { onCleanup }) => {
    const shared = await connect(inject('emulatorUrl'));
    const workspace = await shared.workspace();
    onCleanup(() => workspace.drop());
    return workspace;
  })
  .extend('news', ({ emulator }) => createNews({ baseUrl: emulator.apiUrl, apiKey: emulator.apiKey }));
