import { decimalNamesOf, foreignNameOf, namesOf } from './field-names.ts';
import { given, joinPath } from './json.ts';
import type { Container, Dialect } from './read-call.ts';
import { toMinorUnits } from './to-minor-units.ts';

/**
 * Takes our fields out of what a sender sent and notes where each one stood, so that a fault is told in the sender's
 * own words. A value that cannot be converted is passed on as it is: the schema says what is wrong with it.
 */
export class FieldReader {
  /** Our path to the sender's, where they differ. */
  readonly sentPaths = new Map<string, string>();

  constructor(private readonly dialect: Dialect) {}

  /** The first value given under one of our field's names. */
  take(containers: readonly Container[], field: string, ourPath: string): unknown {
    return this.first(containers, namesOf(field), ourPath) ?? this.missing(containers, field, ourPath);
  }

  /** A money field: whole minor units under our own name, or a decimal amount of `currency` under another's. */
  takeMoney(containers: readonly Container[], field: string, ourPath: string, currency: string): Money {
    const minor = this.first(containers, namesOf(field), ourPath);
    if (minor !== undefined) return { value: minor, converted: false };
    const decimal = this.first(containers, decimalNamesOf(field), ourPath);
    if (decimal === undefined) return { value: this.missing(containers, field, ourPath), converted: false };
    // Not the decimal itself: a number that cannot be converted must not pass for minor units.
    return { value: toMinorUnits(decimal, currency) ?? Number.NaN, converted: true };
  }

  private first(containers: readonly Container[], names: readonly string[], ourPath: string): unknown {
    for (const { object, path } of containers) {
      for (const name of names) {
        const value = given(object, name);
        if (value !== undefined) {
          this.note(ourPath, joinPath(path, name));
          return value;
        }
      }
    }
    return undefined;
  }

  private missing([container]: readonly Container[], field: string, ourPath: string): undefined {
    const name = this.dialect === 'own' ? field : foreignNameOf(field);
    this.note(ourPath, joinPath(container?.path ?? '', name));
  }

  note(ourPath: string, sentPath: string): void {
    if (ourPath !== sentPath) this.sentPaths.set(ourPath, sentPath);
  }
}

export interface Money {
  readonly value: unknown;
  /** Whether it was a decimal amount, whose currency we had to know. */
  readonly converted: boolean;
}
