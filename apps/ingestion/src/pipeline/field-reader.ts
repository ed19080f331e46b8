import type { Field } from './field.ts';
import { given, joinPath } from './json.ts';
import type { Container, Dialect } from './read-call.ts';
import { toMinorUnits } from './to-minor-units.ts';

/**
 * Takes our fields out of what a sender sent. A value that cannot be converted is passed on as it is: the schema says
 * what is wrong with it.
 */
export class FieldReader {
  /**
   * `sentPaths` is given where a fault is to be told in the sender's own words: our path to the sender's is noted
   * there, where they differ. Most events have no fault, and are read without.
   */
  constructor(
    private readonly dialect: Dialect,
    private readonly sentPaths?: Map<string, string>,
  ) {}

  /** The first value given under one of our field's names. `at` is the path of what the field is of: "items[0]". */
  take(containers: readonly Container[], field: Field, at = ''): unknown {
    const value = this.first(containers, field.sentNames, field, at);
    if (value === undefined) this.noteMissing(containers, field, at);
    return value;
  }

  /** A money field: whole minor units under our own name, or a decimal amount of `currency` under another's. */
  takeMoney(containers: readonly Container[], field: Field, currency: string, at = ''): Money {
    const minor = this.first(containers, field.sentNames, field, at);
    if (minor !== undefined) return { value: minor, converted: false };
    const decimal = this.first(containers, field.decimalNames, field, at);
    if (decimal !== undefined) {
      // Not the decimal itself: a number that cannot be converted must not pass for minor units.
      return { value: toMinorUnits(decimal, currency) ?? Number.NaN, converted: true };
    }
    this.noteMissing(containers, field, at);
    return { value: undefined, converted: false };
  }

  /** The sender's path of what is ours; our own where it was not noted. */
  sentPathOf(ourPath: string): string {
    return this.sentPaths?.get(ourPath) ?? ourPath;
  }

  private first(
    containers: readonly Container[],
    names: readonly string[],
    field: Field,
    at: string,
  ): unknown {
    for (const { object, path } of containers) {
      for (const name of names) {
        const value = given(object, name);
        if (value === undefined) continue;
        this.note(field, at, path, name);
        return value;
      }
    }
    return undefined;
  }

  private noteMissing([container]: readonly Container[], field: Field, at: string): void {
    this.note(field, at, container?.path ?? '', this.dialect === 'own' ? field.name : field.foreignName);
  }

  private note(field: Field, at: string, sentAt: string, sentName: string): void {
    if (this.sentPaths === undefined) return;
    const ourPath = joinPath(at, field.name);
    const sentPath = joinPath(sentAt, sentName);
    if (ourPath !== sentPath) this.sentPaths.set(ourPath, sentPath);
  }
}

export interface Money {
  readonly value: unknown;
  /** Whether it was a decimal amount, whose currency we had to know. */
  readonly converted: boolean;
}
