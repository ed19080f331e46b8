export const PHASES = ['before labels', 'labels arriving', 'after labels'] as const;

/**
 * Before labels, none was known. While they arrive, what decides was made without them, though rules see chargebacks. After
 * labels, a version of the fraud model decides that did not serve before the first of them.
 */
export type Phase = (typeof PHASES)[number];

/** In which phase the run is, by what only a shop can see: the answers to its labels and the versions that score its orders. */
export class LabelPhases {
  private phase: Phase = 'before labels';
  private readonly versionsBefore = new Set<string>();

  get now(): Phase {
    return this.phase;
  }

  /** The first label was acknowledged. */
  labelKnown(): void {
    if (this.phase === 'before labels') this.phase = 'labels arriving';
  }

  /** An order was scored by this version; empty where rules alone decided. */
  scoredBy(version: string): void {
    if (this.phase === 'before labels') this.versionsBefore.add(version);
    else if (version !== '' && !this.versionsBefore.has(version)) this.phase = 'after labels';
  }
}
