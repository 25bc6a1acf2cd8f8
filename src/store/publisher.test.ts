import { expect, it } from 'vitest';
import type { Commit } from '../core/ports/ports.js';
import { createPublisher } from './publisher.js';

const commit = (seq: number): Commit => ({ seq, bulk: null, changes: [], events: [] });

/** A publisher, and what it logged. */
function usePublisher() {
  const logged: string[] = [];
  return { logged, ...createPublisher((_level, message) => logged.push(message)) };
}

it('all listeners hear commits in one order, also one that a listener makes', () => {
  const { publish, subscribe } = usePublisher();
  const heard: string[] = [];
  subscribe(({ seq }) => {
    heard.push(`first ${seq}`);
    if (seq === 1) publish(commit(2));
  });
  subscribe(({ seq }) => heard.push(`second ${seq}`));
  publish(commit(1));
  expect(heard).toEqual(['first 1', 'second 1', 'first 2', 'second 2']);
});

it('a listener that fails is logged with its stack, and keeps the others from nothing', () => {
  const { publish, subscribe, logged } = usePublisher();
  const heard: number[] = [];
  subscribe(function faultyListener() {
    throw new TypeError('no');
  });
  subscribe(({ seq }) => heard.push(seq));
  publish(commit(1));
  expect(heard).toEqual([1]);
  expect(logged).toEqual([expect.stringMatching(/^a listener failed: TypeError: no\n +at .*faultyListener/)]);
});
