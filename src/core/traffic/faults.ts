import { notFound } from '../../contract/errors.js';
import { parseSmtpReply, toFault } from '../../contract/fault.js';
import type { Fault, FaultInput, HttpFault, SmtpFault, SmtpStage } from '../../contract/fault.js';
import type { Clock, Timers } from '../time/clock.js';
import type { SmtpReply } from '../ports/ports.js';
import { hashFraction } from '../time/random.js';
import type { Random } from '../time/random.js';

export interface FaultsDeps {
  clock: Clock;
  random: Random;
  timers: Timers;
  /** The seed in force, from which the probability of each strike is drawn. */
  seed(): number;
}

/** What is known of a mail at a stage of SMTP. */
export interface SmtpFacts {
  from?: string;
  to?: readonly string[];
}

/** What strikes an SMTP session: a reply in place of the real one, after a delay in real milliseconds. */
export interface SmtpStrike {
  /** null leaves the real reply, after the delay. */
  reply: SmtpReply | null;
  delay: number;
}

/** The faults of a workspace, in the order in which they were made; the first that matches strikes. */
export interface Faults {
  list(): Fault[];
  add(input: FaultInput): Fault;
  remove(id: string): void;
  /** Removes all rules. Answers how many there were. */
  clear(): number;
  /** The rules and how often each has struck, for a snapshot. */
  capture(): CapturedFaults;
  restore(captured: CapturedFaults): void;
  /** The fault that strikes this call, counted; null when none does. `path` is without the query. */
  matchHttp(method: string, path: string): HttpFault | null;
  /** The fault that strikes at this stage, counted; null when none does. */
  matchSmtp(stage: SmtpStage, facts: SmtpFacts): SmtpStrike | null;
  /** Resolves after real milliseconds, or as soon as the client went away. */
  pause(ms: number, gone?: AbortSignal): Promise<void>;
}

export interface CapturedFaults {
  made: number;
  rules: { fault: Fault; ordinal: number; tries: number }[];
}

interface Rule {
  fault: Fault;
  /** Its number since the last clearing: ids are random and must not decide who is struck. */
  ordinal: number;
  tries: number;
  /** Whether a call or a mail is meant at all. */
  path: RegExp;
}

const pathPattern = (path: string): RegExp => {
  const source = path
    .split('**')
    .map((piece) =>
      piece
        .split('*')
        .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^/]*'),
    )
    .join('.*');
  return new RegExp(`^${source}/?$`);
};

const pathOf = (fault: Fault): RegExp => pathPattern('match' in fault ? fault.match.path : '**');

const isIn = (part: string | undefined, texts: readonly string[]): boolean =>
  part === undefined || texts.some((text) => text.toLowerCase().includes(part.toLowerCase()));

export function createFaults({ clock, timers, random, seed }: FaultsDeps): Faults {
  let rules: Rule[] = [];
  let made = 0;

  /** Draws whether a rule that matches strikes, and counts it. */
  function applies(rule: Rule): boolean {
    const { times, hits, probability } = rule.fault;
    if (times !== null && hits >= times) return false;
    rule.tries += 1;
    if (hashFraction(seed(), 'fault', rule.ordinal, rule.tries) >= probability) return false;
    rule.fault = { ...rule.fault, hits: hits + 1 };
    return true;
  }

  const meansCall = ({ fault, path }: Rule, method: string, asked: string): boolean =>
    'match' in fault && (fault.match.method === '*' || fault.match.method === method) && path.test(asked);

  const meansMail = ({ fault }: Rule, stage: SmtpStage, { from, to = [] }: SmtpFacts): boolean =>
    'smtp' in fault &&
    fault.smtp.stage === stage &&
    isIn(fault.smtp.match.from, from === undefined ? [] : [from]) &&
    isIn(fault.smtp.match.to, to);

  return {
    list: () => rules.map(({ fault }) => fault),
    add(input) {
      const fault = toFault(input, `fault_${random.base36(8)}`, clock.now());
      made += 1;
      rules.push({ fault, ordinal: made, tries: 0, path: pathOf(fault) });
      return fault;
    },
    remove(id) {
      const rest = rules.filter(({ fault }) => fault.id !== id);
      if (rest.length === rules.length) throw notFound('fault', id);
      rules = rest;
    },
    clear() {
      const { length } = rules;
      rules = [];
      made = 0;
      return length;
    },
    capture: () => ({
      made,
      rules: rules.map(({ fault, ordinal, tries }) => ({ fault, ordinal, tries })),
    }),
    restore(captured) {
      made = captured.made;
      rules = captured.rules.map((rule) => ({ ...rule, path: pathOf(rule.fault) }));
    },
    matchHttp(method, path) {
      const rule = rules.find((each) => meansCall(each, method, path) && applies(each));
      return rule ? (rule.fault as HttpFault) : null;
    },
    matchSmtp(stage, facts) {
      const rule = rules.find((each) => meansMail(each, stage, facts) && applies(each));
      if (!rule) return null;
      const { reply, delay } = (rule.fault as SmtpFault).smtp;
      return { reply: reply === null ? null : parseSmtpReply(reply), delay };
    },
    pause: (ms, gone) =>
      new Promise((resolve) => {
        const alarm = timers.after(ms, resolve);
        gone?.addEventListener('abort', () => (alarm.cancel(), resolve()), { once: true });
      }),
  };
}
