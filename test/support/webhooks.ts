import type { ServerResponse } from 'node:http';
import type { Connection } from '../../src/index.js';

export const address = (name: string): string => `${name}@example.com`;

/** Sends mails one after the other and lets each be delivered: two events a mail. */
export async function sendMails(emulator: Connection, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await emulator.trigger('email.delivered', { to: address(`reader${number}`) });
  }
}

/** Answers one after the other; the last one again and again. */
export function inTurn(...answers: ((response: ServerResponse) => void)[]) {
  let turn = 0;
  return (_hook: unknown, response: ServerResponse) => {
    const answer = answers[Math.min(turn, answers.length - 1)];
    turn += 1;
    answer?.(response);
  };
}

export const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void =>
    void response.writeHead(code, headers).end();
