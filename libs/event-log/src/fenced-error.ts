interface Expected {
  readonly partition: number;
  readonly expectedOffset: number;
}

/** The group's offset is not where this member left it: another member has the partition. Its batch is rolled back. */
export class FencedError extends Error {
  override readonly name = 'FencedError';

  constructor(group: string, topic: string, expected: readonly Expected[]) {
    const places = expected.map(
      ({ partition, expectedOffset }) => `${topic}[${partition}] offset ${expectedOffset}`,
    );
    super(`${group} no longer stands at ${places.join(', ')}`);
  }
}
