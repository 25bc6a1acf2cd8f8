import * as z from 'zod';
import { Content } from './campaign.js';
import { EmailAddress, JsonValue, line, OptionalAddress, requiredLine } from './fields.js';

/** A recipient as a bare address or as `{email, name}`. */
const Recipient = z
  .union([EmailAddress, z.strictObject({ email: EmailAddress, name: line(200).nullish() })], {
    error: 'Expected an address such as name@example.com, or an object with email and name',
  })
  .transform((to) =>
    typeof to === 'string' ? { name: '', address: to } : { name: to.name ?? '', address: to.email },
  );

/** Body of `POST /v2/emails`, which the reference does not document: one transactional mail. */
export const EmailInput = z
  .strictObject({
    from_email: EmailAddress,
    from_name: line(200).nullish(),
    to: Recipient,
    subject: requiredLine(500),
    content: Content,
    reply_to: OptionalAddress,
    variables: z.record(z.string(), JsonValue).nullish(),
  })
  .meta({ id: 'EmailInput' });
export type EmailInput = z.output<typeof EmailInput>;
