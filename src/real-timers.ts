export { pause } from './core/clock.js';
