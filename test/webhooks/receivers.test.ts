import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { verify } from '@octokit/webhooks-methods';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';

const { verifyWebhookSignature } = createRequire(import.meta.url)(
  '../fixtures/verify-webhook-signature.cjs',
) as {
  verifyWebhookSignature(payload: string, signature: string, secret: string): boolean;
};

const secret = 'whsec_for_the_receivers';
const address = 'zoë+tag@example.com'.replace('ë', 'e');

function stopping(server: Server): number {
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const listening = async (server: Server): Promise<Server> => {
  if (!server.listening) await new Promise<void>((resolve) => server.once('listening', resolve));
  return server;
};

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Next.js hands a web Request to the handler and sends the Response that it gets: so does this. */
async function serveRoute(post: (request: Request) => Promise<Response>): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const init = {
        method: 'POST',
        body: await bodyOf(request),
        headers: request.headers as Record<string, string>,
      };
      const answer = await post(new Request('http://receiver.test/api/webhooks/maildrone', init));
      response.writeHead(answer.status).end(await answer.text());
    })();
  });
  return await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** Loads a receiver as it stands in the README, as a process with these variables would. */
async function serve(name: string): Promise<number> {
  vi.stubEnv('MAILDRONE_WEBHOOK_SECRET', secret);
  vi.stubEnv('PORT', '0');
  onTestFinished(() => void vi.unstubAllEnvs());
  const path = `../receivers/${name}.js`;
  const module = (await import(path)) as { server?: Server; POST?: (request: Request) => Promise<Response> };
  const server = module.POST ? await serveRoute(module.POST) : module.server;
  if (!server) throw new Error(`${name} has neither a server nor a route`);
  return stopping(await listening(server));
}

describe('a receiver of the README', () => {
  it.each(['node', 'express', 'fastify', 'next'])(
    'in %s takes what is signed and refuses the rest',
    async (name) => {
      const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
      onTestFinished(() => log.mockRestore());
      const port = await serve(name);
      const { webhooks, trigger } = await useEmulator();
      const url = `http://127.0.0.1:${port}/webhooks/maildrone`;
      const right = await webhooks.add({ url, secret, events: ['email.clicked'], retries: 'none' });
      const wrong = await webhooks.add({
        url,
        secret: 'whsec_another',
        events: ['email.clicked'],
        retries: 'none',
      });

      const event = await trigger('email.clicked', { to: address, url: 'https://example.com/?a=1&b=ü' });

      const taken = await webhooks.waitFor({ webhook: right.id });
      expect(taken).toMatchObject({ status: 'succeeded', event_id: event.id, attempts: [{ status: 204 }] });
      const refused = await webhooks.waitFor({ webhook: wrong.id });
      expect(refused).toMatchObject({
        status: 'failed',
        attempts: [{ status: 401, response_body: 'wrong signature' }],
      });
      expect(log.mock.calls).toEqual([['email.clicked', address]]);
    },
  );

  it('that parses and serialises again fails, and verify says why', async () => {
    const receiver = await useReceiver((hook, response) => {
      const again = JSON.stringify(hook.json, null, 1);
      const isSigned = verifyWebhookSignature(again, String(hook.headers['x-maildrone-signature']), secret);
      response.writeHead(isSigned ? 200 : 401).end();
    });
    const { webhooks, trigger } = await useEmulator();
    const { id } = await webhooks.add({
      url: receiver.url,
      secret,
      events: ['email.opened'],
      retries: 'none',
    });
    await trigger('email.opened', { to: address });

    expect(await webhooks.waitFor({ webhook: id })).toMatchObject({
      status: 'failed',
      attempts: [{ status: 401 }],
    });
    const [hook] = await receiver.waitFor(1);
    const claim = { signature: String(hook?.headers['x-maildrone-signature']), secret };
    const verdict = await webhooks.verify({ ...claim, payload: JSON.stringify(hook?.json, null, 1) });
    expect(verdict.valid).toBe(false);
    expect(verdict.reason).toMatch(/parsed and serialised again.*differs first at character 1:/);
    expect(await webhooks.verify({ ...claim, payload: hook?.body ?? '' })).toMatchObject({ valid: true });
  });
});

describe('every delivery', () => {
  it("passes the reference's own function and a public library for GitHub-style signatures", async () => {
    const receiver = await useReceiver();
    const { webhooks, trigger } = await useEmulator();
    await webhooks.add({ url: receiver.url, secret });
    for (const event of ['email.clicked', 'email.bounced', 'email.unsubscribed'] as const) {
      await trigger(event, {
        to: address,
        ...(event === 'email.clicked' ? { url: 'https://example.com/é?q="1"' } : {}),
      });
    }
    const hooks = await receiver.waitFor(6);
    expect(new Set(hooks.map(({ json }) => json.type))).toEqual(
      new Set(['email.sent', 'email.delivered', 'email.clicked', 'email.bounced', 'email.unsubscribed']),
    );
    for (const { body, headers } of hooks) {
      const signature = String(headers['x-maildrone-signature']);
      expect(verifyWebhookSignature(body, signature, secret)).toBe(true);
      expect(await verify(secret, body, signature)).toBe(true);
      expect(await verify('whsec_another', body, signature)).toBe(false);
    }
  });
});
