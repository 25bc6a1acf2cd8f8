import type { ProfileName } from '../../src/contract/simulation.js';

/** The profiles of the simulation that ship. */
export const profileWords: Record<ProfileName, { word: string; hint: string }> = {
  manual: { word: 'Manual', hint: 'Mail is delivered; nothing more happens by itself.' },
  reference: { word: 'Reference', hint: 'The shares of the stats in the API reference.' },
  classic: { word: 'Classic', hint: 'Averages of newsletters: few bounces, every fourth opened.' },
};
export const profileNames = Object.keys(profileWords) as ProfileName[];
