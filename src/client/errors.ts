import type { ErrorCode, ErrorDetails } from '../contract/errors.js';
import type { SeenMail } from '../contract/message-wait.js';
import { shownLine } from '../contract/text/shown-text.js';

/** An answer of the emulator that says no. Its message names the field, what was expected there and, for a wait, what did arrive. */
export class EmulatorError extends Error {
  /** The HTTP status of the answer. */
  readonly status: number;
  /** One of the documented codes, such as `INVALID_REQUEST`. */
  readonly code: ErrorCode;
  /** `field` and `issue` of the first fault, `issues` where there are several; a wait adds what did arrive. */
  readonly details: ErrorDetails;

  constructor(status: number, code: ErrorCode, message: string, details: ErrorDetails) {
    const issues = issuesOf(message, details);
    // One fault stands in the line of the message, so that a command fails with one line.
    const head = issues.length === 1 ? [`${message}: ${issues.join('')}`] : [message, ...issues];
    // Names of fields and what did arrive are of strangers.
    super([...head, ...seenOf(details)].map(shownLine).join('\n  '));
    this.name = 'EmulatorError';
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** Nothing answers at the URL, or something that is no emulator. */
export class NoEmulatorError extends Error {
  /** Always the same, by which programs know it. */
  readonly code = 'NO_EMULATOR';
  /** What happened in place of an answer. */
  readonly reason: string;

  constructor(url: string, reason: string) {
    super(
      `No emulator answers at ${url} (${reason}). Start one: npx maildrone-emulator where the package is installed, npm start in its source`,
    );
    this.name = 'NoEmulatorError';
    this.reason = reason;
  }
}

const lineOf = ({ field, issue }: { field?: string; issue?: string }): string =>
  [field, issue].filter((part) => part !== undefined && part !== '').join(': ');

/** The faults that the message does not name already. */
function issuesOf(message: string, { issues, ...first }: ErrorDetails): string[] {
  const lines = (issues ?? [first]).map(lineOf);
  return lines.filter((line) => line !== '' && !message.includes(line));
}

/** What a wait saw in place of what it was for. */
function seenOf({ nearest, happened, called, deliveries }: ErrorDetails): string[] {
  const lists = {
    'nearest mail': [nearest, mailLine],
    'last events': [happened, String],
    'last calls': [called, String],
    'last deliveries': [deliveries, deliveryLine],
  } as const;
  return Object.entries(lists).flatMap(([name, [list, show]]) =>
    Array.isArray(list) && list.length > 0
      ? [`${name}:`, ...list.map((item: unknown) => `  ${show(item as never)}`)]
      : [],
  );
}

const mailLine = ({ id, to, from, subject, received_at }: SeenMail): string =>
  `${received_at}  to ${to.join(', ')}  from ${from}  ${JSON.stringify(subject)}  (${id})`;

interface SeenDelivery {
  id: string;
  event_type: string;
  status: string;
  answer: number | null;
  error: string | null;
}

const deliveryLine = ({ id, event_type, status, answer, error }: SeenDelivery): string =>
  `${event_type}  ${status}  ${answer ?? error ?? 'not attempted yet'}  (${id})`;
