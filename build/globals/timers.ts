// In place of `node:timers`, whose functions fake timers replace too.
export {
  clearImmediate,
  clearInterval,
  clearTimeout,
  setImmediate,
  setInterval,
  setTimeout,
} from './captured.js';
