import type { Failure, Success } from '../../../src/contract/envelope.js';
import type { Issue } from '../../../src/contract/errors.js';

/** A call that was answered with an error, or (status 0) not at all. */
export class CallError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** What was wrong, by field. */
    readonly issues: readonly Issue[] = [],
  ) {
    super(message);
    this.name = 'CallError';
  }
}

/** Whether what was asked for is not there. */
export const isMissing = (error: unknown): boolean => error instanceof CallError && error.status === 404;

/** What is said where nobody answers. */
export const unanswered = 'The emulator does not answer';

/** What the user reads about a thrown value. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const root = '/_emulator';

/** An address that the browser itself loads, which cannot send the header of the workspace. */
export const controlAddress = (workspace: string, path: string, query: Record<string, string> = {}): string =>
  `${root}${path}?${new URLSearchParams({ workspace, ...query }).toString()}`;

/**
 * The control API of one workspace; paths are those below `/_emulator`. Every call rejects with a CallError. What reads waits
 * until `begun`: then the live feed tells of all that changes after the answer.
 */
export function createControl(workspace: string, begun: Promise<void>) {
  const headers = { 'X-Emulator-Workspace': workspace };

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const json = init.body === undefined ? {} : { 'Content-Type': 'application/json' };
    const response = await fetch(root + path, { ...init, headers: { ...headers, ...json } }).catch(
      (error: unknown) => {
        if (error instanceof DOMException && error.name === 'AbortError') throw error;
        throw new CallError(0, unanswered);
      },
    );
    if (response.ok) return response;
    throw await refusalOf(response);
  }
  const early = new Set<() => Promise<void>>();
  async function post<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await ask(path, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    return ((await response.json()) as Success<T>).data;
  }
  async function read(path: string, signal: AbortSignal): Promise<Response> {
    await begun;
    return ask(path, { signal });
  }
  const page = async <T, M>(path: string, signal: AbortSignal): Promise<Success<T, M>> =>
    (await (await read(path, signal)).json()) as Success<T, M>;

  return {
    /** A list with its meta. */
    page,
    data: async <T>(path: string, signal: AbortSignal): Promise<T> =>
      (await page<T, unknown>(path, signal)).data,
    text: async (path: string, signal: AbortSignal): Promise<string> => (await read(path, signal)).text(),
    bytes: async (path: string, signal: AbortSignal): Promise<ArrayBuffer> =>
      (await read(path, signal)).arrayBuffer(),
    /** Changes something, after all that goes `beforeChanges`, and answers what the emulator made of it. */
    async change<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T> {
      await Promise.all([...early].map((work) => work()));
      return post<T>(method, path, body);
    },
    /** What the emulator says of a body that changes nothing. */
    judge: <T>(path: string, body: object): Promise<T> => post<T>('POST', path, body),
    /** Does `work`, which is not to reject, before each change, until the returned function is called. */
    beforeChanges(work: () => Promise<void>): () => void {
      early.add(work);
      return () => void early.delete(work);
    },
    /** Changes something at once, even though the page is about to go. */
    async send(method: 'POST' | 'DELETE', path: string, body?: object): Promise<void> {
      await ask(path, { method, keepalive: true, ...(body ? { body: JSON.stringify(body) } : {}) });
    },
    address: (path: string, query?: Record<string, string>) => controlAddress(workspace, path, query),
  };
}
export type Control = ReturnType<typeof createControl>;

async function refusalOf(response: Response): Promise<CallError> {
  const { status } = response;
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as Failure;
    const { field = '', line, issue = error.message, issues = [{ field, issue }] } = error.details;
    // The message names the line of a file, which the issue may not.
    return new CallError(status, line ? error.message : issue, issues);
  } catch {
    return new CallError(status, `The emulator answered ${status}`);
  }
}
