import { bytesOf, exchange } from '../client/exchange.js';
import { parseJsonText } from '../contract/json/json-text.js';
import type { ApiCaller } from '../core/ports/api-caller.js';

/** Calls our own `/v2` as any application does, so that each call meets faults, limits and the request log. */
export const createApiCaller =
  (apiUrl: () => string): ApiCaller =>
  async ({ method, path, key, body }) => {
    const headers = {
      Authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    };
    try {
      const answer = await exchange({
        url: `${apiUrl()}${path}`,
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const { success, data } = parseJsonText(String(await bytesOf(answer))) as {
        success: boolean;
        data?: unknown;
      };
      return success ? (data ?? null) : null;
    } catch {
      // A fault that was set on purpose: the request log shows it.
      return null;
    }
  };
