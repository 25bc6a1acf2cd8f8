import type { CursorMeta } from '../contract/envelope.js';
import type { CallOptions, ControlClient } from './http.js';

/** A page of a list: an array with the place of the page after it. */
export type Page<T> = T[] & {
  /** Give it as `cursor` for the page after this one; null at the end of the list. */
  readonly nextCursor?: string | null;
};

/** Which part of a list. */
export interface PageOptions {
  /** How many at most, from 1 to 500. */
  limit?: number;
  /** `nextCursor` of the page before; the beginning of the list unless given. */
  cursor?: string | null;
}

type Query = NonNullable<CallOptions['query']>;

const largest = 500;

/** One page. `nextCursor` cannot be enumerated, so that a page equals an array of the same rows. */
export async function pageOf<T>({ whole }: ControlClient, path: string, query: Query): Promise<Page<T>> {
  const { data, meta } = await whole<T[], CursorMeta>(path, { query });
  return Object.defineProperty(data, 'nextCursor', { value: meta.next_cursor });
}

/** Every row, page by page, to the end of the list. */
export async function* rowsOf<T>(client: ControlClient, path: string, query: Query): AsyncGenerator<T, void> {
  let cursor: string | null | undefined;
  do {
    const page: Page<T> = await pageOf<T>(client, path, { limit: largest, ...query, cursor });
    yield* page;
    cursor = page.nextCursor;
  } while (cursor);
}
