import * as z from 'zod';
import { errorTable } from './errors.js';
import type { ErrorCode } from './errors.js';
import { line, storedLine } from './fields.js';
import { idSchema } from './ids.js';
import { pathPatternIssue } from './path-pattern.js';
import { Duration, toIso } from './time.js';

/** What both kinds of fault share: how often and how surely they are injected. */
const frequency = {
  /** How many times it is injected before it is used up; null for ever. */
  times: z.int().min(1, { error: 'Expected a whole number of at least 1' }).max(1_000_000).nullish(),
  /** How surely it is injected where it matches, drawn from the seed of the workspace. */
  probability: z.number().gt(0, { error: 'Expected a number above 0' }).max(1).default(1),
};
/** Real milliseconds: the client that waits is real. */
const delay = Duration.refine((ms) => ms <= 600_000, { error: 'Expected a delay of at most 10m' }).default(0);

const codes = Object.keys(errorTable) as ErrorCode[];

/** A pattern of a path, kept as it was written. */
export const PathPatternText = z
  .string()
  .superRefine((text, context) => {
    const issue = pathPatternIssue(text);
    if (issue) context.addIssue({ code: 'custom', message: issue });
  })
  .meta({ shown: { type: 'string', maxLength: 500 } });

/** Headers that frame an answer: the emulator sets them itself. */
const framing = /^(?:content-length|transfer-encoding|trailer|upgrade)$/i;

/** The answer in place of the real one. */
export const FaultResponse = z.strictObject({
  status: z
    .int({ error: 'Expected an HTTP status from 400 to 599' })
    .min(400, { error: 'Expected an HTTP status from 400 to 599' })
    .max(599, { error: 'Expected an HTTP status from 400 to 599' }),
  /** One of the documented codes or any other word; that of the status unless given. */
  code: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,63}$/, { error: `Expected a code such as ${codes.join(', ')}` })
    .optional(),
  message: line(500).optional(),
  /** Further headers, such as Retry-After. */
  headers: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z0-9-]{1,100}$/, { error: 'Expected the name of a header' })
        .refine((name) => !framing.test(name), { error: 'Expected a header that does not frame the answer' }),
      z.string().regex(/^[\x20-\x7e]{0,1000}$/, { error: 'Expected printable ASCII' }),
    )
    .optional(),
});

const methodText = z
  .string()
  .regex(/^(?:[A-Za-z]{1,10}|\*)$/, { error: 'Expected a method such as POST, or *' });

export const HttpFaultInput = z
  .strictObject({
    match: z
      .strictObject({
        method: methodText.transform((method) => method.toUpperCase()).default('*'),
        /** A path from `/v2` on; `*` is one segment or a part of it, `**` any number of segments. */
        path: PathPatternText.default('**'),
      })
      .default({ method: '*', path: '**' }),
    /** The field that only the other kind has. */
    smtp: z.never().optional(),
    ...frequency,
    delay,
    respond: FaultResponse.nullish(),
    /** `reset` drops the connection, `hang` never answers. */
    socket: z.enum(['reset', 'hang'], { error: 'Expected "reset" or "hang"' }).nullish(),
  })
  .refine(({ respond, socket }) => !respond || !socket, {
    path: ['socket'],
    error: 'Expected respond or socket, not both',
  })
  .refine((fault) => fault.delay > 0 || fault.respond || fault.socket, {
    path: ['respond'],
    error: 'Expected delay, respond or socket: the fault does nothing',
  })
  .meta({ id: 'HttpFaultInput' });

/** The stages before AUTH, when the workspace of a session is not known yet. */
export const stagesBeforeAuth = ['connect', 'ehlo'] as const;
export const smtpStages = [...stagesBeforeAuth, 'auth', 'mail', 'rcpt', 'data', 'end'] as const;
export type SmtpStage = (typeof smtpStages)[number];

const replyPattern = /^([45]\d\d)(?:[ -](\d\.\d{1,3}\.\d{1,3}))?(?: ([\x20-\x7e]{0,400}))?$/;

/** `"452 4.2.2 Mailbox full"`: code, enhanced status and text of a reply that refuses. */
const SmtpFaultReply = z
  .string()
  .regex(replyPattern, { error: 'Expected a 4xx or 5xx reply such as "452 4.2.2 Mailbox full"' });

export const SmtpFaultInput = z
  .strictObject({
    smtp: z
      .strictObject({
        stage: z.enum(smtpStages, { error: `Expected one of ${smtpStages.join(', ')}` }),
        /** Parts of the addresses of the envelope, without regard to case; what is absent matches all. */
        match: z.strictObject({ from: line(254).optional(), to: line(254).optional() }).default({}),
        reply: SmtpFaultReply.nullish(),
        delay,
      })
      .refine((fault) => fault.delay > 0 || fault.reply, {
        path: ['reply'],
        error: 'Expected reply or delay: the fault does nothing',
      }),
    ...frequency,
  })
  .meta({ id: 'SmtpFaultInput' });

/** Body of `POST /_emulator/faults`. A rule with `smtp` is checked as an SMTP rule, so that its issues name its own fields. */
export const FaultInput = z
  .union([SmtpFaultInput, HttpFaultInput], { error: 'Expected an object with match, or with smtp' })
  .meta({ id: 'FaultInput' });
export type HttpFaultInput = z.output<typeof HttpFaultInput>;
export type SmtpFaultInput = z.output<typeof SmtpFaultInput>;
export type FaultInput = HttpFaultInput | SmtpFaultInput;
/** As callers may write it. */
export type NewFault = z.input<typeof HttpFaultInput> | z.input<typeof SmtpFaultInput>;

/** What every rule has beside what was asked for. */
const ruleFields = {
  id: idSchema('fault'),
  times: z.int().nullable(),
  probability: z.number(),
  /** How often it was injected. */
  hits: z.int(),
  created_at: storedLine,
};

/** A fault on the wire. */
export const HttpFault = z
  .object({
    ...ruleFields,
    match: z.object({ method: methodText, path: PathPatternText }),
    delay: z.number(),
    respond: FaultResponse.nullable(),
    socket: z.enum(['reset', 'hang']).nullable(),
  })
  .meta({ id: 'HttpFault' });
export const SmtpFault = z
  .object({
    ...ruleFields,
    smtp: z.object({
      stage: z.enum(smtpStages),
      match: z.object({ from: line(254).optional(), to: line(254).optional() }),
      reply: SmtpFaultReply.nullable(),
      delay: z.number(),
    }),
  })
  .meta({ id: 'SmtpFault' });
export const Fault = z.union([HttpFault, SmtpFault]).meta({ id: 'Fault' });
export type HttpFault = z.output<typeof HttpFault>;
export type SmtpFault = z.output<typeof SmtpFault>;
export type Fault = HttpFault | SmtpFault;

/** A new rule, as it is answered. */
export const CreatedFault = z
  .union([
    HttpFault.extend({ warnings: z.array(z.string()) }),
    SmtpFault.extend({ warnings: z.array(z.string()) }),
  ])
  .meta({ id: 'CreatedFault' });
/** `warnings` say why the rule can never apply; usually it is empty. */
export type CreatedFault = Fault & { warnings: string[] };

/** A reply as an SMTP server sends it. */
export function parseSmtpReply(reply: string): { code: number; status: string; text: string } {
  const [, code, status, text] = replyPattern.exec(reply) ?? [];
  return { code: Number(code ?? 451), status: status ?? '', text: text ?? '' };
}

/** A new rule as it is shown. */
export function toFault(input: FaultInput, id: Fault['id'], at: number): Fault {
  const { times = null, probability } = input;
  const shared = { id, times, probability, hits: 0, created_at: toIso(at) };
  if (input.smtp) {
    const { stage, match, reply = null, delay: wait } = input.smtp;
    return { ...shared, smtp: { stage, match, reply, delay: wait } };
  }
  const { match, delay: wait, respond = null, socket = null } = input;
  return { ...shared, match, delay: wait, respond, socket };
}
