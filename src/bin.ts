#!/usr/bin/env node
import { join } from 'node:path';
import { openCode } from './app/code-cache.js';
import type { main } from './cli/main.js';
import type { onceStarted } from './cli/once-started.js';
import type { takeSignals } from './cli/signals.js';

/** The chunks of the modules that all else begins with: the build says which. */
declare const chunks: { signals: string; onceStarted: string; main: string };

const words = process.argv.slice(2);
const [command = ''] = words;
const dir = import.meta.dirname;
const { load, keep } = openCode(join(dir, 'chunks'), join(dir, 'compiled-code.bin'));
// Before all else is loaded. Commands other than start keep the default: a signal ends them.
if (command === '' || command === 'start' || command.startsWith('-'))
  load<{ takeSignals: typeof takeSignals }>(chunks.signals).takeSignals();
load<{ onceStarted: typeof onceStarted }>(chunks.onceStarted).onceStarted(keep);
void load<{ main: typeof main }>(chunks.main).main(words);
