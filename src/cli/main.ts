import { forgetEmptyVariables } from '../config/environment.js';
import { withCommand } from './arguments.js';
import { reportFailure } from './failure.js';
import { asksForJson, endWithReader, stdout } from './output.js';
import { createProgram } from './program.js';

endWithReader();
forgetEmptyVariables();
const program = createProgram();
const words = process.argv.slice(2);
const fail = (error: unknown) => reportFailure(error, { json: asksForJson(words) });

async function main(): Promise<void> {
  await program.parseAsync(withCommand(program, words), { from: 'user' });
}

await main().catch(fail);
if (!process.exitCode) await stdout.written().catch(fail);
