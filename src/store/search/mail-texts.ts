import { yieldToEventLoop } from '../../contract/event-loop.js';
import type { MessageId } from '../../contract/ids.js';
import type { Logger } from '../../contract/logger.js';
import { searchedPart } from '../../contract/search-limits.js';
import type { MailSearchIndex } from '../../core/ports/ports.js';
import { quickBytes } from '../files/growing-file.js';
import { createBloomFilters, bloomHasher } from './bloom-filters.js';
import { openTextFiles } from './text-files.js';
import type { TextEntry, TextFiles } from './text-files.js';

export interface MailTexts extends MailSearchIndex {
  /** Writes what is still in memory. */
  close(): Promise<void>;
}

/** Texts are written in batches, not one by one: small enough to be written without waiting. */
const batchCharacters = quickBytes / 2;

/** Texts in memory, for `--memory`. */
export function createMemoryTexts(): MailTexts {
  return createTexts(null, () => undefined);
}

/**
 * Texts and their Bloom filters as files in `dir`. They can be made again from the mail at any time: what was not written
 * when the process was killed is simply not there, and is read again.
 */
export async function openMailTexts(dir: string, log: Logger, worthCompacting?: number): Promise<MailTexts> {
  return createTexts(await openTextFiles({ dir, log, worth: worthCompacting }), log);
}

function createTexts(files: TextFiles | null, log: Logger): MailTexts {
  const filters = files?.filters ?? createBloomFilters();
  // What is not written yet and, without files, everything.
  const fresh = new Map<MessageId, TextEntry>();
  let freshCharacters = 0;
  let revision = 0;
  let writing: Promise<void> | null = null;
  let warned = false;

  async function write(into: TextFiles): Promise<void> {
    await yieldToEventLoop();
    const batch = [...fresh.values()];
    freshCharacters = 0;
    try {
      await into.append(batch);
    } catch (error) {
      // Search goes on from memory; the next mail tries again.
      if (!warned) log('warn', `the search index cannot be written: ${(error as Error).message}`);
      warned = true;
      return;
    }
    warned = false;
    for (const entry of batch) {
      if (fresh.get(entry.id) === entry) fresh.delete(entry.id);
      if (!filters.has(entry.id)) into.remove(entry.id);
    }
  }
  function flush(): Promise<void> {
    if (!files || fresh.size === 0) return Promise.resolve();
    writing ??= write(files).finally(() => {
      writing = null;
      // What came meanwhile would stay in memory until the next mail.
      flushIfMuch();
    });
    return writing;
  }
  function flushIfMuch(): void {
    if (freshCharacters > batchCharacters) void flush();
  }

  return {
    put(id, text, known = null) {
      const kept = searchedPart(text);
      const filter = known ?? bloomHasher.of(kept);
      fresh.set(id, { id, text: kept, filter });
      filters.put(id, filter);
      revision += 1;
      freshCharacters += kept.length;
      flushIfMuch();
    },
    remove(id) {
      fresh.delete(id);
      filters.remove(id);
      files?.remove(id);
      revision += 1;
    },
    has: (id) => filters.has(id),
    revision: () => revision,
    candidates: filters.candidates,
    textOf: (id) => fresh.get(id)?.text ?? files?.read(id),
    async close() {
      while (writing) await writing;
      await flush();
      await files?.close();
    },
  };
}
