import * as z from 'zod';

/**
 * Where the value of a setting comes from; `option` is one of `startEmulator`, `call` one of the control API, for the workspace
 * in question.
 */
const settingSources = ['flag', 'environment', 'option', 'default', 'call'] as const;
export type SettingSource = (typeof settingSources)[number];

/** A setting in force, and how it is given. */
export const SettingRow = z
  .object({
    /** Its name as an option of `startEmulator`, such as `smtpPort`. */
    name: z.string(),
    /** The flag that sets it, such as `--smtp-port`. */
    flag: z.string(),
    /** The environment variable that sets it. */
    env: z.string(),
    /** What is in force; `"set"` in place of a secret; null where there is none. */
    value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]),
    /** The default, as the documents show it. */
    default: z.string(),
    /** Where the value comes from. */
    source: z.enum(settingSources),
    /** What it is for. */
    help: z.string(),
    /** Whether its value is left out. */
    secret: z.boolean(),
  })
  .meta({ id: 'Setting' });
/** A setting in force, and how it is given. */
export type SettingRow = z.output<typeof SettingRow>;
