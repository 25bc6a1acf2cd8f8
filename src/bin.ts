#!/usr/bin/env node
import module from 'node:module';
import { takeSignals } from './cli/signals.js';

// Before all else is loaded. Commands other than start keep the default: a signal ends them.
const [, , command = ''] = process.argv;
if (command === '' || command === 'start' || command.startsWith('-')) takeSignals();
// Where Node can (from 22.1), what was compiled is kept for the next start, in its own place among the temporary files.
(module as typeof module & { enableCompileCache?(): void }).enableCompileCache?.();
// Only what is loaded after that is kept.
await import('./cli/main.js');
