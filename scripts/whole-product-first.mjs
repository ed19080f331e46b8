import path from 'node:path';
import TestSequencer from '@jest/test-sequencer';

/** Folders whose specs run deployments and trainings for minutes, the longest first. */
const FOLDERS = ['bench', 'e2e', 'quality'].map((name) =>
  path.resolve(import.meta.dirname, '..', 'test', name),
);

const rankOf = ({ path: file }) => {
  const rank = FOLDERS.findIndex((folder) => file.startsWith(folder + path.sep));
  return rank < 0 ? FOLDERS.length : rank;
};

/** Jest begins with the largest files; here what takes longest is small, and would leave one worker alone at the end. */
export default class WholeProductFirst extends TestSequencer {
  sort(tests) {
    return super.sort(tests).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
