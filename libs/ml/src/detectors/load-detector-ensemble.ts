import type { NamedArrays, NumberArray } from '../artifact/arrays.ts';
import { ColumnHistograms } from './column-histograms.ts';
import { DetectorEnsemble, type EnsembleMember } from './detector-ensemble.ts';
import type { Detector } from './detector.ts';
import { Ecod } from './ecod.ts';
import { IsolationForest } from './isolation-forest.ts';
import { PaymentScore } from './payment-score.ts';
import { ScaledAutoencoder } from './scaled-autoencoder.ts';

const LOADERS: Readonly<Record<string, (name: string, state: NamedArrays) => Detector>> = {
  'isolation-forest': (_, state) => IsolationForest.from(state),
  'quantile-histogram': ColumnHistograms.from,
  ecod: (_, state) => Ecod.from(state),
  'payment-score': (_, state) => PaymentScore.from(state),
  autoencoder: (_, state) => ScaledAutoencoder.from(state),
};

/** The ensemble whose state it is. Throws TypeError naming a member that is not known or not whole. */
export function loadDetectorEnsemble(name: string, state: NamedArrays): DetectorEnsemble {
  const states = new Map<string, Record<string, NumberArray>>();
  for (const [path, array] of Object.entries(state)) {
    const [member = '', own = ''] = path.split('/');
    const ofMember = states.get(member) ?? {};
    ofMember[own] = array;
    states.set(member, ofMember);
  }
  return new DetectorEnsemble(
    name,
    [...states].map(([member, { scale, ...own }]): EnsembleMember => {
      const load = member.startsWith('even-histogram-') ? ColumnHistograms.from : LOADERS[member];
      const [mean, deviation] = scale ?? [];
      if (load === undefined || mean === undefined || deviation === undefined) {
        throw new TypeError(`no detector ${JSON.stringify(member)} can be made of these arrays`);
      }
      return { detector: load(member, own), mean, deviation };
    }),
  );
}
