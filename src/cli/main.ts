import { forgetEmptyVariables } from '../config/environment.js';
import { unknownSettings } from '../config/settings.js';
import { withCommand } from './arguments.js';
import { reportFailure } from './failure.js';
import { asksForJson, endWithReader, stderr, stdout } from './output.js';
import { createProgram } from './program.js';

/** Runs the command that `words` say. Failures are reported, and said by `process.exitCode`. */
export async function main(words: readonly string[]): Promise<void> {
  endWithReader();
  forgetEmptyVariables();
  for (const line of unknownSettings()) stderr.write(`maildrone-emulator: ${line}\n`);
  const program = createProgram(words);
  const fail = (error: unknown) => reportFailure(error, { json: asksForJson(words) });
  const carryOut = async () => program.parseAsync(withCommand(program, words), { from: 'user' });
  await carryOut().catch(fail);
  if (!process.exitCode) await stdout.written().catch(fail);
}
