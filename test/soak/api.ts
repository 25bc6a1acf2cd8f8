import type { Connection } from '../../src/index.js';
import { requireDescribed } from '../support/answers-check.js';

export interface ApiAnswer<T> {
  status: number;
  data: T;
}

/** Calls `/v2`; throws where the answer is none that the document describes, or of another status than is accepted. */
export type Api = <T>(
  method: string,
  path: string,
  options?: { body?: object; accept?: readonly number[] },
) => Promise<ApiAnswer<T>>;

export function createApi({ apiUrl, apiKey }: Pick<Connection, 'apiUrl' | 'apiKey'>): Api {
  return async <T>(
    method: string,
    path: string,
    { body, accept = [200, 201] }: { body?: object; accept?: readonly number[] } = {},
  ) => {
    const response = await fetch(`${apiUrl}${path}`, {
      method,
      headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    requireDescribed(apiUrl, { method, path, status: response.status, body: text });
    if (!accept.includes(response.status)) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    const { data } = JSON.parse(text) as { data: T };
    return { status: response.status, data };
  };
}
