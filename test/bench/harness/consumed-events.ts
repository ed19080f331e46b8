import { Database, readCommittedOffsets, type OffsetSource } from '#database';
import { TOPICS } from '#contracts';

/** The groups that consume events.v1: the archive, the profiles and the anomaly state. */
export const GROUPS = ['archive', 'profiles', 'anomaly'] as const;
export type Group = (typeof GROUPS)[number];
export type Consumed = Readonly<Record<Group, number>>;

/** Reads how far the consumers are, from the offsets they commit with their effects. */
export class ConsumedEvents implements AsyncDisposable {
  private constructor(
    private readonly database: Database,
    private readonly source: OffsetSource,
  ) {}

  static async open(connectionString: string, source: OffsetSource): Promise<ConsumedEvents> {
    return new ConsumedEvents(await Database.open({ connectionString }), source);
  }

  /** Events each group has applied since the store was made. */
  async read(): Promise<Consumed> {
    const [archive, profiles, anomaly] = await Promise.all(GROUPS.map((group) => this.of(group)));
    return { archive: archive ?? 0, profiles: profiles ?? 0, anomaly: anomaly ?? 0 };
  }

  private async of(group: Group): Promise<number> {
    const offsets = await readCommittedOffsets(this.database, group, TOPICS.events.name, this.source);
    return [...offsets.values()].reduce((sum, offset) => sum + offset, 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.database.close();
  }
}

/** The group furthest behind decides what has gone all the way. */
export const slowestOf = (consumed: Consumed): number => Math.min(...Object.values(consumed));
