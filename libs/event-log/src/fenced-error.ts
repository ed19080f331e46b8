/** The group's offset is not where this member left it: another member has the partition. Its batch is rolled back. */
export class FencedError extends Error {
  override readonly name = 'FencedError';

  constructor(group: string, topic: string, partition: number, expectedOffset: number) {
    super(`${group} no longer stands at ${topic}[${partition}] offset ${expectedOffset}`);
  }
}
