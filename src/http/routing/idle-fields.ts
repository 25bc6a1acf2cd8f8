import type { z } from 'zod';

/** Fields of an answered object that a body cannot change: who writes back what was read has them in it. */
export const idleFields = (answered: z.ZodObject, body: z.ZodObject): string[] =>
  Object.keys(answered.shape).filter((field) => !(field in body.shape));
