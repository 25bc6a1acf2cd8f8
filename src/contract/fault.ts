import * as z from 'zod';
import { Count } from './count.js';
import type { SmtpReply } from './smtp-reply.js';
import { errorTable } from './errors.js';
import type { ErrorCode } from './errors.js';
import { line, storedLine } from './fields.js';
import { idSchema } from './ids.js';
import { pathPatternIssue } from './web/path-pattern.js';
import { Duration, toIso } from './time.js';

/** What both kinds of fault share: how often and how surely they are injected. */
const frequency = {
  /** How many times it is injected before it is used up; null for ever. */
  times: z.int().min(1, { error: 'Expected a whole number of at least 1' }).max(1_000_000).nullish(),
  /** How surely it is injected where it matches, drawn from the seed of the workspace. */
  probability: z.number().gt(0, { error: 'Expected a number above 0' }).max(1).default(1),
};
/** Real milliseconds: the client that waits is real. */
const delay = Duration.refine((ms) => ms <= 600_000, 'Expected a duration of at most 10m').default(0);

const codes = Object.keys(errorTable) as ErrorCode[];

/** A pattern of a path, kept as it was written. */
const PathPatternText = z
  .string()
  .superRefine((text, context) => {
    const issue = pathPatternIssue(text);
    if (issue) context.addIssue({ code: 'custom', message: issue });
  })
  .meta({ shown: { type: 'string', maxLength: 500 } });

/** Headers that frame an answer: the emulator sets them itself. */
const framing = /^(?:content-length|transfer-encoding|trailer|upgrade)$/i;
/** Further ones that it sets whatever a rule says, or by which an answer of the emulator is known. */
const own = /^(?:content-type|cache-control|x-maildrone-emulator|x-emulator-.*)$/i;

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,100}$/, { error: 'Expected the name of a header' })
  .refine((name) => !framing.test(name), { error: 'Expected a header that does not frame the answer' });
const headerValue = z.string().regex(/^[\x20-\x7e]{0,1000}$/, { error: 'Expected printable ASCII' });

/** The answer in place of the real one. */
const FaultResponse = z.strictObject({
  /** An HTTP status from 400 to 599. */
  status: z
    .int({ error: 'Expected an HTTP status from 400 to 599' })
    .min(400, { error: 'Expected an HTTP status from 400 to 599' })
    .max(599, { error: 'Expected an HTTP status from 400 to 599' }),
  /** One of the documented codes or any other word; that of the status unless given. */
  code: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,63}$/, { error: `Expected a code such as ${codes.join(', ')}` })
    .optional(),
  /** The message of the answer; that of the status unless given. */
  message: line(500).optional(),
  /** Further headers, such as Retry-After. */
  headers: z.record(headerName, headerValue).optional(),
});

/** As a new rule has it; those of earlier versions stay as they are. */
const NewFaultResponse = FaultResponse.extend({
  /** Further headers, such as Retry-After. */
  headers: z
    .record(
      headerName.refine((name) => !own.test(name), 'Expected a header that the emulator does not set itself'),
      headerValue,
    )
    .optional(),
});

const methodText = z
  .string()
  .regex(/^(?:[A-Za-z]{1,10}|\*)$/, { error: 'Expected a method such as POST, or *' });

const HttpFaultInput = z
  .strictObject({
    /** Which calls; all of `/v2` unless given. */
    match: z
      .strictObject({
        /** A method such as `POST`, or `*` for any. */
        method: methodText.transform((method) => method.toUpperCase()).default('*'),
        /** A path from `/v2` on; `*` is one segment or a part of it, `**` any number of segments. */
        path: PathPatternText.default('**'),
      })
      .default({ method: '*', path: '**' }),
    /** The field that only the other kind has. */
    smtp: z.never().optional(),
    ...frequency,
    /** How long the answer is held back: `"2s"` and the like, or milliseconds of real time; at most 10 minutes. */
    delay,
    /** The answer in place of the real one; null for the real one. */
    respond: NewFaultResponse.nullish(),
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
/** The commands of an SMTP session at which a fault can be injected. */
export type SmtpStage = (typeof smtpStages)[number];

const replyPattern = /^([45]\d\d)(?:[ -](\d\.\d{1,3}\.\d{1,3}))?(?: ([\x20-\x7e]{0,400}))?$/;

/** `"452 4.2.2 Mailbox full"`: code, enhanced status and text of a reply that refuses. */
const SmtpFaultReply = z
  .string()
  .regex(replyPattern, { error: 'Expected a 4xx or 5xx reply such as "452 4.2.2 Mailbox full"' });

const SmtpFaultInput = z
  .strictObject({
    /** What goes wrong in an SMTP session. */
    smtp: z
      .strictObject({
        /** The command at which it is injected. */
        stage: z.enum(smtpStages, { error: `Expected one of ${smtpStages.join(', ')}` }),
        /** Parts of the addresses of the envelope, without regard to case; what is absent matches all. */
        match: z
          .strictObject({
            /** A part of the sender. */
            from: line(254).optional(),
            /** A part of a recipient. */
            to: line(254).optional(),
          })
          .default({}),
        /** A reply that refuses, such as `452 4.2.2 Mailbox full`. */
        reply: SmtpFaultReply.nullish(),
        /** How long the reply is held back: `"2s"` and the like, or milliseconds of real time; at most 10 minutes. */
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
type HttpFaultInput = z.output<typeof HttpFaultInput>;
type SmtpFaultInput = z.output<typeof SmtpFaultInput>;
export type FaultInput = HttpFaultInput | SmtpFaultInput;
/** As callers may write it. */
export type NewFault = z.input<typeof HttpFaultInput> | z.input<typeof SmtpFaultInput>;

/** What every rule has beside what was asked for. */
const ruleFields = {
  /** Such as `fault_1a2b3c4d`. */
  id: idSchema('fault'),
  /** How many times it is injected before it is used up; null for ever. */
  times: Count.nullable(),
  /** How surely it is injected where it matches, from above 0 to 1. */
  probability: z.number().min(0).max(1),
  /** How often it was injected. */
  hits: Count,
  /** When it was made: UTC, ISO 8601 with whole seconds. */
  created_at: storedLine.meta({ shown: { type: 'string', format: 'date-time' } }),
};

/** A fault on the wire. */
export const HttpFault = z
  .object({
    ...ruleFields,
    /** Which calls. */
    match: z.object({
      /** A method, or `*` for any. */
      method: methodText,
      /** A pattern of the path from `/v2` on. */
      path: PathPatternText,
    }),
    /** How long the answer is held back, in milliseconds. */
    delay: z.number().nonnegative(),
    /** The answer in place of the real one; null for the real one. */
    respond: FaultResponse.nullable(),
    /** `reset` drops the connection, `hang` never answers; null for neither. */
    socket: z.enum(['reset', 'hang']).nullable(),
  })
  .meta({ id: 'HttpFault' });
/** A fault of SMTP sessions. */
export const SmtpFault = z
  .object({
    ...ruleFields,
    /** What goes wrong in an SMTP session. */
    smtp: z.object({
      /** The command at which it is injected. */
      stage: z.enum(smtpStages),
      /** Which envelopes. */
      match: z.object({
        /** A part of the sender. */
        from: line(254).optional(),
        /** A part of a recipient. */
        to: line(254).optional(),
      }),
      /** The reply that refuses; null where the session goes on. */
      reply: SmtpFaultReply.nullable(),
      /** How long the reply is held back, in milliseconds. */
      delay: z.number().nonnegative(),
    }),
  })
  .meta({ id: 'SmtpFault' });
/** A rule that makes calls or SMTP sessions fail on purpose. */
export const Fault = z.union([HttpFault, SmtpFault]).meta({ id: 'Fault' });
export type HttpFault = z.output<typeof HttpFault>;
export type SmtpFault = z.output<typeof SmtpFault>;
/** A rule that makes calls or SMTP sessions fail on purpose. */
export type Fault = HttpFault | SmtpFault;

/** A new rule, as it is answered. */
export const CreatedFault = z
  .union([
    HttpFault.extend({ warnings: z.array(z.string()) }),
    SmtpFault.extend({ warnings: z.array(z.string()) }),
  ])
  .meta({ id: 'CreatedFault' });
/** `warnings` say why the rule can never apply; usually it is empty. */
export type CreatedFault = Fault & {
  /** Why the rule can never apply; usually empty. */
  warnings: string[];
};

/** A reply as an SMTP server sends it. */
export function parseSmtpReply(reply: string): SmtpReply {
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
