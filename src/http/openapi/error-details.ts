import type { JsonSchema } from './schemas.js';

export const timestamp = { type: 'string', format: 'date-time' };
export const countSchema = { type: 'integer', minimum: 0 };
const lines = (description: string): JsonSchema => ({
  type: 'array',
  items: { type: 'string' },
  description,
});
/** What some errors add to their first fault. */
export const errorDetails: Record<string, JsonSchema> = {
  line: { type: 'integer', minimum: 1, description: 'Of a file or template: where the fault stands' },
  fault: { type: 'string', description: 'The id of the injected fault that answered' },
  retry_after: {
    type: 'integer',
    minimum: 1,
    description: 'Of a rate limit: seconds until a call would pass',
  },
  limit: { type: 'integer', minimum: 0, description: 'Of the monthly quota: recipients a month' },
  used: { type: 'integer', minimum: 0, description: 'Of the monthly quota: recipients so far' },
  nearest: {
    type: 'array',
    description: 'Of a wait for mail: what comes nearest, nearest first',
    items: {
      type: 'object',
      required: ['id', 'to', 'from', 'subject', 'received_at'],
      additionalProperties: false,
      properties: {
        id: { type: 'string' },
        to: { type: 'array', items: { type: 'string' } },
        from: { type: 'string' },
        subject: { type: 'string' },
        received_at: timestamp,
      },
    },
  },
  happened: lines('Of a wait for events: the last ones, as type and address'),
  called: lines('Of a wait for calls: the last ones, as method, path and status'),
  deliveries: {
    type: 'array',
    description: 'Of a wait for deliveries: the last ones',
    items: {
      type: 'object',
      required: ['id', 'event_type', 'status', 'attempts', 'answer', 'error'],
      additionalProperties: false,
      properties: {
        id: { type: 'string' },
        event_type: { type: 'string' },
        status: { type: 'string' },
        attempts: countSchema,
        answer: { type: ['integer', 'null'], description: 'The status of the last answer' },
        error: { type: ['string', 'null'] },
      },
    },
  },
};
