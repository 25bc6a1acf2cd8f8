import { createParserCalls } from '../smtp/parser/parser-calls.js';
import { bloomHasher } from '../store/search/bloom-filters.js';
import { answerCalls } from '../threads/calls.js';

/** The program of the thread in which mail is read: an entry of the bundle by itself. */
answerCalls(createParserCalls(bloomHasher));
