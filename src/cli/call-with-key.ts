import { Option } from 'commander';
import { EmulatorError, NoEmulatorError } from '../client/errors.js';
import { bytesOf, exchange } from '../client/exchange.js';
import { connectionFailureOf } from '../client/http.js';
import type { Failure, Success } from '../contract/envelope.js';
import { isKey, keyWords } from '../contract/key.js';
import { usageError } from './failure.js';

/** The key by which a command calls the imitated API. */
export const keyOption = (permission: string): Option =>
  new Option('--api-key <key>', `a key with ${permission}; that of the settings unless given`).env(
    'MAILDRONE_API_KEY',
  );

export function campaignUrl(apiUrl: string, id: string): string {
  if (/^\.{0,2}$/.test(id)) throw usageError(`<campaign>: expected the id of a campaign, got "${id}"`);
  return `${apiUrl}/campaigns/${encodeURIComponent(id)}`;
}

export function requireKey(key: string): string {
  if (isKey(key)) return key;
  throw usageError(`--api-key: expected a key of this workspace${key === '' ? '' : `: ${keyWords}`}`);
}

/** Calls the imitated API, as an application does. */
export async function callWithKey<T>({
  url,
  key,
  method,
}: {
  url: string;
  key: string;
  method: string;
}): Promise<T> {
  const headers = { Authorization: `Bearer ${key}` };
  const exchanged = async () => {
    const response = await exchange({ url, method, headers });
    return { status: response.statusCode ?? 0, body: await bytesOf(response) };
  };
  const { status, body } = await exchanged().catch((error: Error) => {
    throw new NoEmulatorError(new URL(url).origin, connectionFailureOf(error));
  });
  const answer = answerIn<T>(body);
  if (!answer) {
    const issue = `Expected the JSON of the API from ${url}`;
    throw new EmulatorError(status, 'INTERNAL_SERVER_ERROR', `Something else answered ${status}`, { issue });
  }
  if (answer.success) return answer.data;
  const { code, message, details } = answer.error;
  throw new EmulatorError(status, code, message, details);
}

/** Null where it is none of the API, but of a proxy, say. */
function answerIn<T>(body: Buffer): Success<T> | Failure | null {
  try {
    const answer = JSON.parse(body.toString()) as Success<T> | Partial<Failure> | null;
    return answer?.success || answer?.error ? (answer as Success<T> | Failure) : null;
  } catch {
    return null;
  }
}
