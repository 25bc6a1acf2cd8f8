import type { SmtpReply } from '../../contract/smtp-reply.js';
import { folded } from '../../contract/text/folding.js';
import { invalidField, notFound } from '../../contract/errors.js';
import { parseSmtpReply, smtpStages, stagesBeforeAuth, toFault } from '../../contract/fault.js';
import type { Fault, FaultInput, HttpFault, SmtpFault, SmtpStage } from '../../contract/fault.js';
import type { WorkspaceId } from '../../contract/ids.js';
import { compilePath } from '../../contract/web/path-pattern.js';
import type { PathPattern } from '../../contract/web/path-pattern.js';
import type { Clock, Timers } from '../time/clock.js';
import { createHolds } from './holds.js';
import type { Hold } from './holds.js';
import { hashFraction } from '../time/random.js';
import type { Random } from '../time/random.js';

export interface FaultsDeps {
  workspace: WorkspaceId;
  clock: Clock;
  random: Random;
  timers: Timers;
  /** Aborted when the workspace ends. */
  ended: AbortSignal;
  /** The seed in force, from which it is drawn whether a rule applies. */
  seed(): number;
  /** Called before a rule is added or removed; throws where that could not be kept. */
  requireWritable(): void;
  /** Called when a rule was added or removed. */
  onRules(): void;
  /** Called when a rule with `times` was injected. */
  onHit(): void;
}

/** What is known of a mail at a stage of SMTP. */
export interface SmtpFacts {
  from?: string;
  to?: readonly string[];
}

/** A fault for an SMTP session: a reply in place of the real one, after a delay in real milliseconds. */
export interface InjectedReply {
  /** null leaves the real reply, after the delay. */
  reply: SmtpReply | null;
  delay: number;
  /** The rule that asks for it. */
  rule: string;
}

/** The fault rules of a workspace, in the order in which they were made; the first that matches is injected. */
export interface Faults {
  list(): Fault[];
  /** Throws a 400 for a rule that only the workspace `default` can have. */
  add(input: FaultInput): Fault;
  remove(id: string): void;
  /** Removes all rules. Answers how many there were. */
  clear(): number;
  /** The rules and how often each was injected. */
  capture(): CapturedFaults;
  /** Puts captured rules in place of all. */
  restore(captured: CapturedFaults): void;
  /** The fault to inject into this call, counted; null when none applies. `path` is without the query. */
  matchHttp(method: string, path: string): HttpFault | null;
  /** The fault to inject at this stage, counted; null when none applies. */
  matchSmtp(stage: SmtpStage, facts: SmtpFacts): InjectedReply | null;
  /**
   * Resolves when the time is up, or as soon as the rule is removed or the client went away. Rejects as soon as the workspace
   * ends, with the reason.
   */
  pause(hold: Hold, gone?: AbortSignal): Promise<void>;
}

export interface CapturedFaults {
  made: number;
  rules: { fault: Fault; ordinal: number; tries: number }[];
}

interface Rule {
  fault: Fault;
  /** Its number since the last clearing: ids are random and must not decide what is injected. */
  ordinal: number;
  tries: number;
  /** Which calls are meant. */
  path: PathPattern;
}

const pathOf = (fault: Fault): PathPattern => compilePath('match' in fault ? fault.match.path : '**');

/** Throws a 400 for a stage that comes before the workspace of a session is known, unless the rule is that of `default`. */
function requireStage(input: FaultInput, workspace: WorkspaceId): void {
  const early = stagesBeforeAuth.find((stage) => stage === input.smtp?.stage);
  if (!early || workspace === 'default') return;
  const others = smtpStages.filter((stage) => !stagesBeforeAuth.some((each) => each === stage));
  throw invalidField(
    'smtp.stage',
    `Expected one of ${others.join(', ')}: at ${early} no session has a workspace yet, so this stage belongs to the workspace default`,
  );
}

/** Why a rule for SMTP can never apply: addresses are known from `mail` and `rcpt` on. */
export function smtpWarnings({ smtp: { stage, match } }: SmtpFault): string[] {
  const place = smtpStages.indexOf(stage);
  const unknown = [
    ...(match.from !== undefined && place < smtpStages.indexOf('mail') ? ['sender'] : []),
    ...(match.to !== undefined && place < smtpStages.indexOf('rcpt') ? ['recipient'] : []),
  ];
  return unknown.map((who) => `No ${who} is known at the stage ${stage}, so this rule never applies`);
}

const isIn = (part: string | undefined, texts: readonly string[]): boolean =>
  part === undefined || texts.some((text) => folded(text).includes(folded(part)));

/** As with routes GET is HEAD too. A preflight is no call of the application: a rule for OPTIONS alone means it. */
const meansMethod = (wanted: string, method: string): boolean =>
  wanted === method || (wanted === '*' ? method !== 'OPTIONS' : wanted === 'GET' && method === 'HEAD');

/** Undocumented: we chose that faults come before all checks, the first matching rule first. */
export function createFaults(deps: FaultsDeps): Faults {
  const { workspace, clock, random, seed } = deps;
  let rules: Rule[] = [];
  let made = 0;
  const holds = createHolds(deps);

  /** Draws whether a rule that matches is injected, and counts it. */
  function applies(rule: Rule): boolean {
    const { times, hits, probability } = rule.fault;
    if (times !== null && hits >= times) return false;
    rule.tries += 1;
    if (hashFraction(seed(), 'fault', rule.ordinal, rule.tries) >= probability) return false;
    rule.fault = { ...rule.fault, hits: hits + 1 };
    if (times !== null) deps.onHit();
    return true;
  }

  const meansCall = ({ fault, path }: Rule, method: string, asked: string): boolean =>
    'match' in fault && meansMethod(fault.match.method, method) && path.matches(asked);

  const meansMail = ({ fault }: Rule, stage: SmtpStage, { from, to = [] }: SmtpFacts): boolean =>
    'smtp' in fault &&
    fault.smtp.stage === stage &&
    isIn(fault.smtp.match.from, from === undefined ? [] : [from]) &&
    isIn(fault.smtp.match.to, to);

  function change(next: Rule[], count = made): void {
    deps.requireWritable();
    [rules, made] = [next, count];
    holds.release(stands);
    deps.onRules();
  }

  const stands = (id: string): boolean => rules.some(({ fault }) => fault.id === id);

  return {
    list: () => rules.map(({ fault }) => fault),
    add(input) {
      requireStage(input, workspace);
      const fault = toFault(input, `fault_${random.base36(8)}`, clock.now());
      const ordinal = made + 1;
      change([...rules, { fault, ordinal, tries: 0, path: pathOf(fault) }], ordinal);
      return fault;
    },
    remove(id) {
      const rest = rules.filter(({ fault }) => fault.id !== id);
      if (rest.length === rules.length) throw notFound('fault', id);
      change(rest);
    },
    clear() {
      const { length } = rules;
      change([], 0);
      return length;
    },
    capture: () => ({
      made,
      rules: rules.map(({ fault, ordinal, tries }) => ({ fault, ordinal, tries })),
    }),
    restore(captured) {
      made = captured.made;
      rules = captured.rules.map((rule) => ({ ...rule, path: pathOf(rule.fault) }));
      holds.release(stands);
    },
    matchHttp(method, path) {
      const rule = rules.find((each) => meansCall(each, method, path) && applies(each));
      return rule ? (rule.fault as HttpFault) : null;
    },
    matchSmtp(stage, facts) {
      const rule = rules.find((each) => meansMail(each, stage, facts) && applies(each));
      if (!rule) return null;
      const { reply, delay } = (rule.fault as SmtpFault).smtp;
      return { reply: reply === null ? null : parseSmtpReply(reply), delay, rule: rule.fault.id };
    },
    pause: holds.pause,
  };
}
