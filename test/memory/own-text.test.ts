import { expect, it } from 'vitest';
import { ownText } from '../../src/contract/text/own-text.js';
import { heldBytes } from '../support/heap.js';

it('what is kept of a text does not keep the text', async () => {
  const before = await heldBytes();
  const kept = Array.from({ length: 200 }, (_, n) =>
    ownText(Buffer.alloc(100_000, `${n} words `).toString('latin1'), 200),
  );
  expect((await heldBytes()) - before).toBeLessThan(5_000_000);
  expect(kept).toHaveLength(200);
});
