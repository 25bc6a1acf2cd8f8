import type { Dispatcher } from 'undici';
import { expect, it } from 'vitest';
import { readAnswer } from './receiver-answer.js';

it('keeps the first hundred headers of an answer', async () => {
  const rawHeaders = Array.from({ length: 150 }, (_, index) => [`X-Header-${index}`, 'x']).flat();
  const dispatcher: Partial<Dispatcher> = {
    dispatch(_request, handler) {
      const controller = { rawHeaders } as Partial<Dispatcher.DispatchController>;
      handler.onResponseStart?.(controller as Dispatcher.DispatchController, 200, {});
      handler.onResponseEnd?.(controller as Dispatcher.DispatchController, {});
      return true;
    },
  };
  const request = { path: '/', method: 'POST' } as const;
  const { headers } = await readAnswer(dispatcher as Dispatcher, request, () => undefined);
  expect(Object.keys(headers)).toHaveLength(100);
  expect(headers).toHaveProperty('x-header-99');
});
