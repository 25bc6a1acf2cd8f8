import { expect, it } from 'vitest';
import { systemTimers } from '../../core/time/clock.js';
import { createTranscripts } from './transcripts.js';

it.each(['open', 'ended'])('what all sessions, %s, hold together is bounded', (state) => {
  const transcripts = createTranscripts(systemTimers.now);
  const lines = 900;
  const long = 'x'.repeat(5000);
  for (let session = 0; session < 60; session += 1) {
    const id = `session-${session}`;
    transcripts.open(id, '127.0.0.1');
    for (let line = 0; line < lines; line += 1) transcripts.log(id, 'client', `${line} ${long}`);
    if (state === 'ended') transcripts.close(id);
  }
  const all = transcripts.list('default');
  const characters = all.flatMap((each) => each.lines).reduce((sum, { text }) => sum + text.length, 0);
  expect(all).toHaveLength(60);
  expect(characters).toBeLessThan(16 * 1024 * 1024 + lines * 1000);
  const [first, last] = [all.at(-1)?.lines ?? [], all[0]?.lines ?? []];
  expect(last).toHaveLength(lines);
  // The oldest keep how they began and ended.
  expect(first).toHaveLength(40);
  expect(first[0]?.text.slice(0, 2)).toBe('0 ');
  expect(first.at(-1)?.text.slice(0, 4)).toBe('899 ');
});

it.each([0, 1, 20, 900])('a session of %d lines says the same once it has ended', (count) => {
  const transcripts = createTranscripts(() => 1_795_000_000_000);
  transcripts.open('session', '127.0.0.1');
  transcripts.assign('session', 'ws_aaaaaaaa');
  for (let line = 0; line < count; line += 1)
    transcripts.log('session', line % 2 ? 'server' : 'client', `${line} ~[Grüße, 日本, 🙂] "\u0000\ud800"`);
  const before = transcripts.get('session')?.lines;
  expect(before).toHaveLength(count);
  transcripts.close('session');
  expect(transcripts.get('session')?.lines).toEqual(before);
  expect(transcripts.list('ws_aaaaaaaa')[0]?.lines).toEqual(before);
});
